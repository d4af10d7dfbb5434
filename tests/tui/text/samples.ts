/** Text that breaks terminals, for property tests: scripts, emoji and marks, mixed and unmixed. */
import fc from "fast-check";

const HARD = [
  ...["你", "好", "한", "ｗ", "\u1100", "가\u11a8"],
  ...["👩‍👩‍👧", "🇩🇪", "🇩", "👍🏽", "❤️", "❤", "1️⃣", "🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}"],
  ...["e\u0301", "a\u0301\u0323\u0302", "\u0301", "नि", "क्षि", "กำ", "\u200d", "\u200c", "\u200b"],
  ...["שלום", "مرحبا", "…", "—"],
];

/** What looks like markup, a link or a call, whole and in parts. */
const MARKUP = [
  "`",
  "```",
  "**",
  "*",
  "@alice",
  "alice:",
  "https://example.org/a_(b)",
  "https://ex.org/你?q=é#x",
];

const grapheme = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...HARD) },
  { weight: 3, arbitrary: fc.constantFrom(..."abcdefghij_1.,") },
  { weight: 1, arbitrary: fc.constantFrom(...MARKUP) },
  { weight: 2, arbitrary: fc.constantFrom(" ", " ", "  ", "\n") },
  {
    weight: 1,
    arbitrary: fc.string({ unit: "grapheme", minLength: 1, maxLength: 1 }).filter((s) => !/\p{Cc}/u.test(s)),
  },
);

/** Sanitised text of up to 60 graphemes, newlines among them. */
export const hardText = fc.array(grapheme, { maxLength: 60 }).map((parts) => parts.join(""));

export const asciiText = fc.string({ unit: fc.constantFrom(..."ab c \n"), maxLength: 60 });
