/**
 * Wraps plain, sanitised text into rows of terminal cells. It knows no styles: the log caches these rows by
 * message and width and paints them itself.
 */
import { graphemes, graphemeWidth, isAscii } from "./width.ts";

/** Stands for a grapheme that is wider than the whole row. */
export const TOO_WIDE = "?";

/** A line measured for wrapping; indexes count its graphemes. */
type Line = {
  readonly length: number;
  /** The first index that doesn't fit when a row of `width` cells starts at `start`. */
  fit(start: number, width: number): number;
  isSpace(index: number): boolean;
  /** Whether a row may end before `index`. */
  mayBreak(index: number): boolean;
  slice(start: number, end: number): string;
};

function asciiLine(text: string): Line {
  return {
    length: text.length,
    fit: (start, width) => Math.min(start + width, text.length),
    isSpace: (index) => text[index] === " ",
    mayBreak: (index) => text[index - 1] === " ",
    slice: (start, end) => text.slice(start, end),
  };
}

function graphemeLine(text: string, rowWidth: number): Line {
  const parts = graphemes(text).map((part) => (graphemeWidth(part) > rowWidth ? TOO_WIDE : part));
  const widthAt = (index: number) => graphemeWidth(parts[index] ?? "");
  const isSpace = (index: number) => parts[index] === " ";
  return {
    length: parts.length,
    fit(start, width) {
      let used = 0;
      let index = start;
      while (index < parts.length) {
        used += widthAt(index);
        if (used > width) break;
        index++;
      }
      return index;
    },
    isSpace,
    // Chinese and Japanese have no spaces: a row may end on either side of a wide character.
    mayBreak: (index) => isSpace(index - 1) || widthAt(index - 1) > 1 || widthAt(index) > 1,
    slice: (start, end) => parts.slice(start, end).join(""),
  };
}

/** Where the row that starts at `start` ends: at the last break before `limit`, or there when a word is too long. */
function rowEnd(line: Line, start: number, limit: number): number {
  if (line.isSpace(limit)) return limit;
  let text = start;
  while (text < limit && line.isSpace(text)) text++;
  for (let end = limit; end > text; end--) if (line.mayBreak(end)) return end;
  return limit;
}

function wrapLine(line: Line, width: number, rows: string[]): void {
  let start = 0;
  for (;;) {
    const limit = line.fit(start, width);
    if (limit >= line.length) break;
    const end = rowEnd(line, start, limit);
    let last = end;
    while (last > start && line.isSpace(last - 1)) last--;
    rows.push(line.slice(start, last));
    start = end;
    while (line.isSpace(start)) start++;
    if (start >= line.length) return;
  }
  rows.push(line.slice(start, line.length));
}

/**
 * Rows of at most `width` cells (at least 1). Breaks at spaces, which vanish there, and beside wide characters;
 * cuts a longer word between graphemes; keeps newlines and indentation.
 */
export function wrap(text: string, width: number): string[] {
  const cells = Math.max(1, width);
  const rows: string[] = [];
  for (const line of text.split("\n")) {
    wrapLine(isAscii(line) ? asciiLine(line) : graphemeLine(line, cells), cells, rows);
  }
  return rows;
}
