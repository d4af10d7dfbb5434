/** Text that needs no care: what most people write most of the time, told by one quick look. */

/**
 * Of a class in a regular expression: Latin, Greek and Cyrillic letters, punctuation, currencies, arrows, lines, shapes
 * and ticks. Each of them is a grapheme by itself, takes one cell, is read from left to right and is safe to show.
 */
export const simpleCharacters = String.raw`\x20-\x7e\xa0-\xac\xae-\u02ff\u038e-\u03a1\u03a3-\u0482\u048a-\u052f\u1e00-\u1eff\u2010-\u2027\u20a0-\u20c1\u2190-\u21ff\u2500-\u25fc\u270c-\u2727`;

const simple = new RegExp(`^[${simpleCharacters}]*$`);

/** Whether a character is a grapheme is a cell, so that a text's length is its width. */
export function isSimple(text: string): boolean {
  return simple.test(text);
}
