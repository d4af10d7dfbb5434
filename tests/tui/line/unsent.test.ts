/** What is said of messages and lines that are left over. */
import test from "ava";
import { unsentLines } from "../../../tui/line/unsent.ts";

const said = (...left: Parameters<typeof unsentLines>): string[] =>
  unsentLines(...left).map(({ text }) => text);

test("what is left over is counted, and the first of it named", (t) => {
  t.deepEqual(said([], []), []);
  t.deepEqual(said(["hello"], ["next", "and more"]), [
    "Perhaps not stored: 1 message: hello",
    "Not sent: 2 lines, the first of them: next",
  ]);
});

test("of a long line as much is named as it takes to know it, and nothing that a terminal would obey", (t) => {
  t.deepEqual(said([], [`\x1b]0;owned\x07${"x".repeat(100)}`]), [`Not sent: 1 line: ${"x".repeat(60)} …`]);
});
