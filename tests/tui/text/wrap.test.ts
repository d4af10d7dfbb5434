import test from "ava";
import fc from "fast-check";
import { graphemes, graphemeWidth, textWidth } from "../../../tui/text/width.ts";
import { TOO_WIDE, wrap } from "../../../tui/text/wrap.ts";
import { asciiText, hardText } from "./samples.ts";

const WRAPPED: ReadonlyArray<readonly [what: string, text: string, width: number, ...rows: string[]]> = [
  ["an empty text is an empty row", "", 5, ""],
  ["what fits stays", "hello", 5, "hello"],
  ["rows end at spaces, which vanish", "one two three", 8, "one two", "three"],
  ["a row that is full ends at the space after it", "one two three", 7, "one two", "three"],
  ["a space at the very edge", "one two", 3, "one", "two"],
  ["several spaces at a break", "one    two", 5, "one", "two"],
  ["spaces inside a row", "a  b", 9, "a  b"],
  ["spaces at the end that fit", "ab  ", 9, "ab  "],
  ["spaces at the end that do not", "ab    ", 3, "ab"],
  ["only spaces", "      ", 3, ""],
  ["indentation", "  one two", 5, "  one", "two"],
  ["an indented long word", "  abcdef", 5, "  abc", "def"],
  ["a long word starts a row and is cut", "to abcdefghijk", 5, "to", "abcde", "fghij", "k"],
  ["newlines", "a\n\nb c\n", 2, "a", "", "b", "c", ""],
  ["Chinese breaks anywhere", "你好你好 ab", 5, "你好", "你好", "ab"],
  ["a wide character does not straddle the edge", "ab你", 3, "ab", "你"],
  ["Chinese fills the row that a word began", "abc 你好你好", 8, "abc 你好", "你好"],
  ["a row may end before a wide character", "a bc你", 4, "a bc", "你"],
  ["a row may end after a wide character", "a 你bcd", 5, "a 你", "bcd"],
  ["emoji are not cut", "👩‍👩‍👧👩‍👩‍👧", 3, "👩‍👩‍👧", "👩‍👩‍👧"],
  ["marks stay with their letters", "e\u0301e\u0301e\u0301", 2, "e\u0301e\u0301", "e\u0301"],
  ["what is wider than the row is replaced", "a你b", 1, "a", TOO_WIDE, "b"],
  ["a width below one is one", "ab", 0, "a", "b"],
];

for (const [what, text, width, ...rows] of WRAPPED) {
  test(`wrapping: ${what}`, (t) => t.deepEqual(wrap(text, width), rows));
}

const width = fc.integer({ min: 1, max: 25 });

test("no row is wider than asked", (t) => {
  fc.assert(
    fc.property(fc.oneof(hardText, asciiText), width, (text, cells) => {
      for (const row of wrap(text, cells)) t.true(textWidth(row) <= cells, JSON.stringify(row));
    }),
    { numRuns: 2000 },
  );
});

test("the rows hold all of the text, in order, but for spaces", (t) => {
  const withoutBlanks = (text: string) => text.replaceAll(/[ \n]/g, "");
  fc.assert(
    fc.property(fc.oneof(hardText, asciiText), width, (text, cells) => {
      const shown = text.split("\n").map((line) => {
        const fitting = graphemes(line).map((part) => (graphemeWidth(part) > cells ? TOO_WIDE : part));
        return fitting.join("");
      });
      t.is(withoutBlanks(wrap(text, cells).join("")), withoutBlanks(shown.join("")));
    }),
    { numRuns: 2000 },
  );
});

test("ASCII is wrapped as any other text", (t) => {
  // A letter outside ASCII of the same width takes the general way.
  const general = (text: string, cells: number) =>
    wrap(text.replaceAll("a", "ä"), cells).map((row) => row.replaceAll("ä", "a"));
  fc.assert(
    fc.property(asciiText, width, (text, cells) => t.deepEqual(wrap(text, cells), general(text, cells))),
    { numRuns: 2000 },
  );
});
