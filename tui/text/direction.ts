/**
 * Keeps text that runs from right to left in its place: a terminal that knows of directions would otherwise reorder
 * what stands beside it. Marks of this kind in remote text are stripped on arrival; these are ours.
 */
import { isSimple } from "./simple.ts";
import { textWidth, truncate } from "./width.ts";

const RIGHT_TO_LEFT = "\u2067";
const LEFT_TO_RIGHT = "\u2066";
const END = "\u2069";

/** The blocks of Unicode's scripts that run from right to left: Hebrew to Arabic, their presentation forms, historic ones. */
const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
const letter = /\p{L}/u;

const asIs = (row: string): string => row;

/** For the rows of this text, each for itself: as the text's first letter runs, so does each of them. */
export function isolate(text: string): (row: string) => string {
  if (isSimple(text) || !rightToLeft.test(text)) return asIs;
  const first = letter.exec(text)?.[0] ?? "";
  const start = rightToLeft.test(first) ? RIGHT_TO_LEFT : LEFT_TO_RIGHT;
  return (row) => (row === "" ? row : start + row + END);
}

/** Whether anything in a row is kept in its place. */
export function isIsolated(row: string): boolean {
  return row.includes(END);
}

/** A text that stands in a row of other things, in exactly so many cells: cut, or filled up outside of what is isolated. */
export function isolatedIn(text: string, columns: number): string {
  const shown = truncate(text, columns);
  return isolate(shown)(shown) + " ".repeat(Math.max(0, columns - textWidth(shown)));
}
