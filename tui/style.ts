/** Colours and emphasis as escape sequences, in one place; all of them empty where NO_COLOR asks for that. */

export type Style = (text: string) => string;

const colours = (process.env.NO_COLOR ?? "") === "";

const sgr =
  (on: string, off: string): Style =>
  (text) =>
    `\x1b[${on}m${text}\x1b[${off}m`;

const plain: Style = (text) => text;
const colour = (code: string): Style => (colours ? sgr(code, "39") : plain);

export const bold = sgr("1", "22");
export const dim = sgr("2", "22");
export const inverse = sgr("7", "27");
export const underline = sgr("4", "24");
export const good = colour("32");
export const warning = colour("33");
export const bad = colour("31");
export const accent = colour("36");

/** Twelve colours that differ on dark and light grounds alike, of the 256 that terminals share. */
const palette = [
  "38;5;33",
  "38;5;35",
  "38;5;130",
  "38;5;133",
  "38;5;37",
  "38;5;161",
  "38;5;64",
  "38;5;62",
].concat(["38;5;166", "38;5;30", "38;5;125", "38;5;99"]);

/** The colour of a person, always the same. */
export function nameStyle(name: string): Style {
  let hash = 7;
  for (const character of name.toLowerCase()) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) >>> 0;
  return colour(palette[hash % palette.length] ?? "36");
}
