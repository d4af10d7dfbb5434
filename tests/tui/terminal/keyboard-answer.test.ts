import test from "ava";
import { keyboardAnswer } from "../../../tui/terminal/keyboard-answer.ts";

const asked = (text: string): { answer: boolean | undefined; rest: string } => {
  const { answer, rest } = keyboardAnswer(Buffer.from(text));
  return { answer, rest: rest.toString() };
};

test("a terminal that knows the protocol says so first", (t) => {
  t.deepEqual(asked("\x1b[?5u\x1b[?62;22c"), { answer: true, rest: "" });
  t.deepEqual(asked("\x1b[?5u"), { answer: true, rest: "" });
  t.deepEqual(asked("\x1b[?62;22c"), { answer: false, rest: "" });
});

test("keys beside an answer stay", (t) => {
  t.deepEqual(asked("a\x1b[?62cß"), { answer: false, rest: "aß" });
  t.deepEqual(asked("\x1b[A"), { answer: undefined, rest: "\x1b[A" });
});
