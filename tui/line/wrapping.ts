/**
 * A line in rows of a terminal, broken between words, with all rows but the first indented: so nothing of a message can
 * pass for the start of another. Pure.
 */
import { wrap, wrapText } from "../text/wrap.ts";

const indent = 2;

/** What is narrower than this is wrapped by the terminal: words would be cut everywhere. */
const columnsMin = 16;

/** Rows that leave the last cell free, behind which some terminals begin a new row by themselves. */
export function wrapped(text: string, columns: number): string[] {
  if (columns < columnsMin || text.length * 2 < columns) return [text];
  const depth = Math.min(/^ */.exec(text)?.[0].length ?? 0, columns >> 2) + indent;
  const room = columns - 1 - depth;
  // What is longer than a row, as links are, stays whole: the terminal breaks it, and knows that it's one when it's copied.
  const parts = text.split(new RegExp(`([!-~]{${room + 1},})`));
  const rows = parts.flatMap((part, index) => {
    const isLong = index % 2 === 1;
    if (isLong) return [part];
    return part.trim() === "" ? [] : hanging(index === 0 ? part : part.trimStart(), index, columns, depth);
  });
  return rows.map((row, index) => (index === 0 ? row : " ".repeat(depth) + row));
}

/** The first row of all is as wide as the terminal, the others are indented. */
function hanging(part: string, index: number, columns: number, depth: number): string[] {
  const room = columns - 1 - depth;
  if (index > 0) return wrap(part, room);
  const { text, rows } = wrapText(part.trimEnd(), columns - 1);
  const [first, second] = rows;
  const head = text.slice(first?.start, first?.end);
  return second === undefined ? [head] : [head, ...wrap(text.slice(second.start), room)];
}
