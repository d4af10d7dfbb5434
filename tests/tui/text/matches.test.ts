/** Which letters of a text are marked as found. */
import test from "ava";
import { matched } from "../../../tui/text/matches.ts";

const marked = (text: string, ...words: string[]): string =>
  matched(text, words)
    .map(({ text: piece, matches }) => (matches ? `[${piece}]` : piece))
    .join("")
    .replaceAll("][", "");

test("words are marked as the server finds them, in any spelling", (t) => {
  t.is(marked("Lunch at the CAFÉ", "cafe", "lunch"), "[Lunch] at the [CAFÉ]");
  t.is(marked("Große Straße", "strasse"), "Große [Straße]");
  t.is(marked("aaa", "aa"), "[aa]a");
  t.is(marked("👩‍👩‍👧 lunch", "lunch"), "👩‍👩‍👧 [lunch]");
  t.is(marked("nothing", "x", ""), "nothing");
});

test("of a long text what is around the first match is looked at", (t) => {
  const found = marked(`${"word ".repeat(700)}needle${" more".repeat(100)}`, "needle");
  t.true(found.includes("[needle]"));
  t.true(found.startsWith("…") && found.length < 700);
});
