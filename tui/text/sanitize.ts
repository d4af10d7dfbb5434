/**
 * Makes text from other people and other machines safe to show in a terminal. Whoever draws remote text calls
 * this once, on arrival; nothing after it has to think about control characters again.
 */
import { simpleCharacters } from "./simple.ts";

/** Text that is safe to draw, and whether anything that was in it is gone (the little badge). */
export type Sanitized = { readonly text: string; readonly stripped: boolean };

const TAB = "    ";

/** Simple characters and newlines need no work, and that is nearly all there is. */
const PLAIN = new RegExp(`^[\\n${simpleCharacters}]*$`);

/** A subdivision flag is a black flag spelled out in tag characters: the one honest use of those. */
const TAG_FLAG = String.raw`\u{1f3f4}[\u{e0030}-\u{e007a}]{3,6}\u{e007f}`;

/** OSC, DCS, SOS, PM and APC with their payload; without an end they go up to the end of the line. */
const STRING_SEQUENCE = String.raw`(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c\n]*(?:\x07|\x1b\\|\x9c)?`;

/** CSI up to its final letter, then the two- and three-byte escapes. */
const CSI_SEQUENCE = String.raw`(?:\x1b\[|\x9b)[\x20-\x3f]*[\x40-\x7e]?`;
const SHORT_SEQUENCE = String.raw`\x1b[\x20-\x2f]*[\x30-\x7e]?`;

const CONTROL = String.raw`[\x00-\x09\x0b-\x1f\x7f-\x9f]`;

/**
 * What takes no cell and reorders or hides text: bidi embeddings, overrides, isolates and marks, zero-width
 * spaces, fillers, tag characters, exotic variation selectors. ZWJ, ZWNJ, VS15 and VS16 and the Hangul jamo
 * fillers stay, because emoji, Persian and old Korean are spelled with them.
 */
const INVISIBLE = String.raw`[[\p{Default_Ignorable_Code_Point}\ufff9-\ufffb]--[\u200c\u200d\ufe0e\ufe0f\u115f\u1160]]`;

const UNSAFE = new RegExp(
  [TAG_FLAG, STRING_SEQUENCE, CSI_SEQUENCE, SHORT_SEQUENCE, CONTROL, INVISIBLE].join("|"),
  "gv",
);

/** More marks on one letter than any language writes: they would paint over the rows above and below. */
const MARK_TOWER = /(\p{M}{8})\p{M}+/gu;

const isTagFlag = (match: string): boolean => match.startsWith("\u{1f3f4}");

/**
 * Removes escape sequences whole, control characters, bidi controls and invisible characters. Every kind of line
 * end becomes `\n` and a tab four spaces, which doesn't count as stripped; lone surrogates become U+FFFD.
 */
export function sanitize(text: string): Sanitized {
  if (PLAIN.test(text)) return { text, stripped: false };
  const spaced = text
    .toWellFormed()
    .replace(/\r\n?|[\x85\u2028\u2029]/g, "\n")
    .replaceAll("\t", TAB);
  const safe = spaced.replace(UNSAFE, (match) => (isTagFlag(match) ? match : "")).replace(MARK_TOWER, "$1");
  return { text: safe, stripped: safe !== spaced };
}

/** The same on one line, for names, banners and error texts: newlines become spaces. */
export function sanitizeLine(text: string): string {
  return sanitize(text).text.replaceAll("\n", " ");
}
