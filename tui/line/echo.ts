/** What a terminal is sent so that its row follows an edit: text, blanks and backspaces, as every terminal has them. Pure. */
import type { EditorState } from "../text/editor.ts";
import { graphemes, textWidth } from "../text/width.ts";

/** From one text and cursor to the next, on one row of the terminal. */
export function echo(before: EditorState, after: EditorState): string {
  const same = commonLength(before.text, after.text);
  const tail = after.text.slice(same);
  const surplus = Math.max(0, textWidth(before.text.slice(same)) - textWidth(tail));
  if (tail === "" && surplus === 0) return moved(after.text, before.cursor, after.cursor);
  const start = moved(before.text, before.cursor, same);
  return `${start}${tail}${" ".repeat(surplus)}${back(surplus)}${moved(after.text, after.text.length, after.cursor)}`;
}

/** Whether an edit is on one row of a terminal, after so many cells of a prompt: backspaces lead back to no other. */
export function isOnOneRow(
  prompt: number,
  before: EditorState,
  after: EditorState,
  columns: number,
): boolean {
  // What was sent before comes back with its newlines.
  if (before.text.includes("\n") || after.text.includes("\n")) return false;
  const same = Math.min(commonLength(before.text, after.text), before.cursor, after.cursor);
  const first = prompt + textWidth(before.text.slice(0, same));
  const last = prompt + Math.max(textWidth(before.text), textWidth(after.text));
  return Math.floor(first / columns) === Math.floor(last / columns);
}

/** The cursor goes left over cells, and right by showing again what is there. */
function moved(text: string, from: number, to: number): string {
  return to < from ? back(textWidth(text.slice(to, from))) : text.slice(from, to);
}

function back(cells: number): string {
  return "\b".repeat(cells);
}

/** In whole graphemes, because half of one has no cell of its own. */
function commonLength(a: string, b: string): number {
  const others = graphemes(b);
  let length = 0;
  for (const [index, grapheme] of graphemes(a).entries()) {
    if (others[index] !== grapheme) break;
    length += grapheme.length;
  }
  return length;
}
