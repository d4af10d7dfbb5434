/** Where graphemes and words begin and end in a text, as UTF-16 indexes: what a cursor may step over. */
import { segments } from "./segments.ts";
import { isSimple } from "./simple.ts";

const WORD = /[\p{L}\p{N}_]/u;

/** The start of the grapheme before `index`, or 0. */
export function previousBoundary(text: string, index: number): number {
  if (index > 0 && isSimple(text.slice(Math.max(0, index - 2), index))) return index - 1;
  return segments(text).containing(index - 1)?.index ?? 0;
}

/** The end of the grapheme at `index`, or the end of the text. */
export function nextBoundary(text: string, index: number): number {
  if (index < text.length && isSimple(text.slice(index, index + 2))) return index + 1;
  const grapheme = segments(text).containing(index);
  return grapheme ? grapheme.index + grapheme.segment.length : text.length;
}

/** `index` itself when it is on a boundary inside the text, else the nearest one after it. */
export function snap(text: string, index: number): number {
  if (index <= 0) return 0;
  if (index >= text.length || isSimple(text.slice(index - 1, index + 1))) return Math.min(index, text.length);
  return segments(text).containing(index)?.index === index ? index : nextBoundary(text, index);
}

function skipBack(text: string, from: number, accepts: (grapheme: string) => boolean): number {
  let index = from;
  while (index > 0) {
    const before = previousBoundary(text, index);
    if (!accepts(text.slice(before, index))) break;
    index = before;
  }
  return index;
}

function skipForward(text: string, from: number, accepts: (grapheme: string) => boolean): number {
  let index = from;
  while (index < text.length) {
    const after = nextBoundary(text, index);
    if (!accepts(text.slice(index, after))) break;
    index = after;
  }
  return index;
}

const isWord = (grapheme: string): boolean => WORD.test(grapheme);
const isNoWord = (grapheme: string): boolean => !WORD.test(grapheme);
const isBlank = (grapheme: string): boolean => grapheme.trim() === "";
const isNoBlank = (grapheme: string): boolean => grapheme.trim() !== "";

/** The start of the word (letters, digits, `_`) at or before `index`. */
export function wordStart(text: string, index: number): number {
  return skipBack(text, skipBack(text, index, isNoWord), isWord);
}

/** The end of the word at or after `index`. */
export function wordEnd(text: string, index: number): number {
  return skipForward(text, skipForward(text, index, isNoWord), isWord);
}

/** The start of what Ctrl-W takes: everything back to the last blank, punctuation too. */
export function blankWordStart(text: string, index: number): number {
  return skipBack(text, skipBack(text, index, isBlank), isNoBlank);
}

/** The start of the line that `index` is in. */
export function lineStart(text: string, index: number): number {
  return index === 0 ? 0 : text.lastIndexOf("\n", index - 1) + 1;
}

/** The end of the line that `index` is in, before its newline. */
export function lineEnd(text: string, index: number): number {
  const end = text.indexOf("\n", index);
  return end === -1 ? text.length : end;
}
