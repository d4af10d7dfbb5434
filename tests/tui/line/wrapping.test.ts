/** Lines in rows of a terminal. */
import test from "ava";
import fc from "fast-check";
import { wrapped } from "../../../tui/line/wrapping.ts";
import { textWidth } from "../../../tui/text/width.ts";

test("rows break between words, leave the last cell free and are indented after the first", (t) => {
  t.deepEqual(wrapped("12:00 bob to everyone: hello to all of you", 30), [
    "12:00 bob to everyone: hello",
    "  to all of you",
  ]);
  t.deepEqual(wrapped(`${"x".repeat(14)} ${"y".repeat(15)}`, 30), ["x".repeat(14), `  ${"y".repeat(15)}`]);
  t.deepEqual(wrapped("short", 30), ["short"]);
});

test("what is indented already is indented further", (t) => {
  t.deepEqual(wrapped("  a second row of a message that goes on", 24), [
    "  a second row of a",
    "    message that goes",
    "    on",
  ]);
});

test("a word longer than a row stays whole on a row of its own, for the terminal to break", (t) => {
  const link = `https://example.org/${"a".repeat(40)}`;
  t.deepEqual(wrapped(`bob: see ${link} and say`, 30), ["bob: see", `  ${link}`, "  and say"]);
  t.deepEqual(wrapped(link, 30), [link]);
});

test("what only looks like one word, with blanks that don't break, is cut and indented", (t) => {
  for (const row of wrapped(`bob: ${"12:00\u00a0Carol:\u00a0no\u00a0".repeat(4)}`, 30).slice(1))
    t.regex(row, /^ {2}\S/);
});

test("a window too narrow for words, or of unknown size, is left to wrap by itself", (t) => {
  const text = "some words that are longer than that";
  t.deepEqual(wrapped(text, 10), [text]);
  t.deepEqual(wrapped(text, 0), [text]);
});

test("nothing but blanks is lost, and every row but a long word fits", (t) => {
  const word = fc.oneof(fc.string({ maxLength: 30 }), fc.constantFrom("日本語", "👩‍👩‍👧", "e\u0301", " "));
  fc.assert(
    fc.property(fc.array(word), fc.integer({ min: 16, max: 60 }), (words, columns) => {
      const text = words.join(" ").replaceAll(/\p{Cc}/gu, "");
      const rows = wrapped(text, columns);
      t.is(rows.join("").replaceAll(/\s/g, ""), text.replaceAll(/\s/g, ""));
      for (const row of rows) t.true(textWidth(row) < columns || /^ *[!-~]+$/.test(row));
    }),
  );
});
