/**
 * Wraps plain, sanitised text into rows of terminal cells. It knows no styles: whoever styles a row's text gets its
 * place in the whole.
 */
import { isSimple } from "./simple.ts";
import { fitting, graphemes, graphemeWidth } from "./width.ts";

/** Stands for a grapheme that is wider than the whole row. */
export const TOO_WIDE = "?";

/** A row's text, from one UTF-16 index to before another. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

export interface Wrapped {
  /** What the ranges are of: the text, with what is wider than a row replaced. */
  readonly text: string;
  readonly rows: readonly Range[];
}

/** A line measured for wrapping; indexes count its graphemes. */
interface Line {
  readonly length: number;
  /** The first index that doesn't fit when a row of `width` cells starts at `start`. */
  fit(start: number, width: number): number;
  isSpace(index: number): boolean;
  /** Whether a row may end before `index`. */
  mayBreak(index: number): boolean;
  /** UTF-16 index of a grapheme, or of the end. */
  offset(index: number): number;
}

function simpleLine(text: string): Line {
  return {
    length: text.length,
    fit: (start, width) => Math.min(start + width, text.length),
    isSpace: (index) => text[index] === " ",
    mayBreak: (index) => text[index - 1] === " ",
    offset: (index) => index,
  };
}

function graphemeLine(parts: readonly string[]): Line {
  const offsets = [0];
  for (const part of parts) offsets.push((offsets.at(-1) ?? 0) + part.length);
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
    offset: (index) => offsets[index] ?? 0,
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

/** Adds the rows of a line that begins at `from` in the text. */
function wrapLine(line: Line, width: number, from: number, rows: Range[]): void {
  const add = (start: number, end: number) =>
    rows.push({ start: from + line.offset(start), end: from + line.offset(end) });
  let start = 0;
  for (;;) {
    const limit = line.fit(start, width);
    if (limit >= line.length) break;
    const end = rowEnd(line, start, limit);
    let last = end;
    while (last > start && line.isSpace(last - 1)) last--;
    add(start, last);
    start = end;
    while (line.isSpace(start)) start++;
    if (start >= line.length) return;
  }
  add(start, line.length);
}

/**
 * Rows of at most `width` cells (at least 1). Breaks at spaces, which vanish there, and beside wide characters;
 * cuts a longer word between graphemes; keeps newlines and indentation.
 */
export function wrapText(text: string, width: number): Wrapped {
  const cells = Math.max(1, width);
  const rows: Range[] = [];
  const lines: string[] = [];
  let from = 0;
  for (const line of text.split("\n")) {
    const simple = isSimple(line);
    const parts = simple
      ? []
      : graphemes(line).map((part) => (graphemeWidth(part) > cells ? TOO_WIDE : part));
    const shown = simple ? line : parts.join("");
    wrapLine(simple ? simpleLine(line) : graphemeLine(parts), cells, from, rows);
    lines.push(shown);
    from += shown.length + 1;
  }
  return { text: lines.join("\n"), rows };
}

/** The same as texts. */
export function wrap(text: string, width: number): string[] {
  const { text: shown, rows } = wrapText(text, width);
  return rows.map(({ start, end }) => shown.slice(start, end));
}

/** The same in no more than so many rows; what is cut off ends in an ellipsis. */
export function wrapWithin(text: string, width: number, rowsMax: number): string[] {
  const rows = wrap(text, width);
  if (rows.length <= rowsMax) return rows;
  if (rowsMax < 1) return [];
  return [...rows.slice(0, rowsMax - 1), `${fitting(rows[rowsMax - 1] ?? "", width - 1)}…`];
}
