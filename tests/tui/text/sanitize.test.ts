import test from "ava";
import fc from "fast-check";
import { sanitize, sanitizeLine } from "../../../tui/text/sanitize.ts";

const KEPT: readonly string[] = [
  "plain text, with\na newline",
  "Grüße, 你好, 한국어, שלום, ไทย, हिन्दी",
  "می‌خواهم",
  "👩‍👩‍👧 ❤️ 1️⃣ 👍🏽 🇩🇪 ☺︎",
  "🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}",
  "e\u0301\u0323",
  "[31m is only a bracket",
];

const STRIPPED: ReadonlyArray<readonly [what: string, text: string, left: string]> = [
  ["colours", "a\x1b[1;31mb\x1b[mc", "abc"],
  ["a title", "a\x1b]0;owned\x07b", "ab"],
  ["a link, its text stays", "\x1b]8;;http://evil\x1b\\here\x1b]8;;\x1b\\", "here"],
  ["the clipboard", "a\x1b]52;c;ZXZpbA==\x1b\\b", "ab"],
  ["a device string", "a\x1bP+q544e\x1b\\b", "ab"],
  ["privacy messages and the like", "a\x1b^x\x1b\\b\x1b_y\x1b\\c\x1bXz\x1b\\d", "abcd"],
  ["8-bit sequences", "a\u009b31mb\u009d0;owned\u009cc\u0090q\u009cd", "abcd"],
  ["a string without end, up to its line", "a\x1b]0;rest of it\nnext", "a\nnext"],
  ["a sequence without end", "a\x1b[1;3", "a"],
  ["short escapes", "a\x1bcb\x1b(0c\x1b", "abc"],
  ["a sequence inside another", "\x1b[\x1b[31m31mx", "31mx"],
  ["controls", "a\x00\x07\x08\x0b\x0c\x0e\x1a\x7f\u0080b", "ab"],
  ["bidi embeddings, overrides, isolates, marks", "a\u202a\u202e\u202c\u2066\u2069\u200e\u200f\u061cb", "ab"],
  ["zero-width spaces and fillers", "a\u200b\u2060\ufeff\u00ad\u034f\u180e\u3164\uffa0\ufff9b", "ab"],
  ["tags that hide text", "a\u{e0068}\u{e0069}b🏴\u{e0068}c", "abb🏴c".replace("bb", "b")],
  ["exotic variation selectors", "a\ufe01\u{e0101}b", "ab"],
  ["towers of marks", `a${"\u0301".repeat(50)}b`, `a${"\u0301".repeat(8)}b`],
];

test("honest text stays as it is", (t) => {
  for (const text of KEPT) t.deepEqual(sanitize(text), { text, stripped: false });
});

for (const [what, text, left] of STRIPPED) {
  test(`stripped: ${what}`, (t) => t.deepEqual(sanitize(text), { text: left, stripped: true }));
}

test("line ends become newlines and tabs spaces, which is no reason for a badge", (t) => {
  const text = "a\r\nb\rc\u0085d\u2028e\u2029f\tg";
  t.deepEqual(sanitize(text), { text: "a\nb\nc\nd\ne\nf    g", stripped: false });
});

test("a lone surrogate becomes a visible replacement", (t) => {
  t.deepEqual(sanitize("a\ud83db"), { text: "a\ufffdb", stripped: false });
});

test("a line has no newline", (t) => t.is(sanitizeLine("a\r\nb\x1b[31m\nc"), "a b c"));

test("nothing dangerous is left of any text, and a second time changes nothing", (t) => {
  const dangerous = /[\p{Cc}\u202a-\u202e\u2066-\u2069\u200b\u200e\u200f]/u;
  const pieces = fc.constantFrom(...STRIPPED.flatMap(([, text]) => [...text]), "🏴", "\u{e007f}", "\u0301");
  const text = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.array(pieces).map((parts) => parts.join("")),
  );
  fc.assert(
    fc.property(text, (input) => {
      const once = sanitize(input);
      t.notRegex(once.text.replaceAll("\n", ""), dangerous);
      t.deepEqual(sanitize(once.text), { text: once.text, stripped: false });
    }),
    { numRuns: 3000 },
  );
});
