/**
 * Where the input line's text and cursor are on the screen, and the two moves that depend on it: up and down
 * between the rows as they are shown.
 */
import { type EditorState, moveTo } from "./editor.ts";
import { graphemes, graphemeWidth } from "./width.ts";
import { TOO_WIDE } from "./wrap.ts";

/** One shown row: `text` as drawn, and the index in the editor's text before each of its graphemes and after the last. */
type Row = { text: string; readonly stops: Stop[] };

/** A place for the cursor. */
type Stop = { readonly index: number; readonly column: number };

/** The rows to draw, and the cell of the cursor among them. */
export type EditorLayout = {
  readonly rows: readonly string[];
  readonly cursorRow: number;
  readonly cursorColumn: number;
  /** Rows scrolled out above and below. */
  readonly hiddenAbove: number;
  readonly hiddenBelow: number;
};

const rowAt = (index: number): Row => ({ text: "", stops: [{ index, column: 0 }] });

/**
 * Cuts at graphemes, not at words, so that what is typed never jumps. A row that is full is followed by another,
 * where the cursor goes.
 */
function layoutLine(line: string, start: number, width: number): Row[] {
  let row = rowAt(start);
  const rows = [row];
  let index = start;
  let column = 0;
  for (const grapheme of graphemes(line)) {
    const drawn = graphemeWidth(grapheme) > width ? TOO_WIDE : grapheme;
    const cells = graphemeWidth(drawn);
    // One without a cell needs one all the same: the cursor may stop there.
    if (column + Math.max(1, cells) > width) {
      row.stops.pop();
      row = rowAt(index);
      rows.push(row);
      column = 0;
    }
    row.text += drawn;
    index += grapheme.length;
    column += cells;
    row.stops.push({ index, column });
  }
  return column < width ? rows : [...rows, rowAt(index)];
}

/** One screen asks for the same rows several times. */
let latest: { readonly text: string; readonly width: number; readonly rows: readonly Row[] } | undefined;

function layoutRows(text: string, width: number): readonly Row[] {
  if (latest?.text === text && latest.width === width) return latest.rows;
  const rows = rowsOf(text, width);
  latest = { text, width, rows };
  return rows;
}

function rowsOf(text: string, width: number): Row[] {
  const rows: Row[] = [];
  let start = 0;
  for (const line of text.split("\n")) {
    rows.push(...layoutLine(line, start, Math.max(1, width)));
    start += line.length + 1;
  }
  return rows;
}

type Place = { readonly row: number; readonly column: number };

/** The row and column of an index: the last row that has it. */
function placeOf(rows: readonly Row[], index: number): Place {
  const row = rows.findLastIndex(({ stops }) => (stops[0]?.index ?? 0) <= index);
  const column = rows[row]?.stops.findLast((stop) => stop.index <= index)?.column ?? 0;
  return { row: Math.max(0, row), column };
}

/** The column on its row of an index in the text. */
export function columnOf({ text }: EditorState, width: number, index: number): number {
  return placeOf(layoutRows(text, width), index).column;
}

function moveRows(state: EditorState, width: number, by: number): EditorState | undefined {
  const rows = layoutRows(state.text, width);
  const { row, column } = placeOf(rows, state.cursor);
  return rows[row + by] && placedAt(state, width, row + by, column);
}

/** The cursor one shown row up; undefined on the first one, where Up means the input history. */
export function up(state: EditorState, width: number): EditorState | undefined {
  return moveRows(state, width, -1);
}

/** The cursor one shown row down; undefined on the last one. */
export function down(state: EditorState, width: number): EditorState | undefined {
  return moveRows(state, width, 1);
}

/** The cursor at the cell of a click: before the grapheme that is there, or at the end of that row. */
export function placedAt(state: EditorState, width: number, row: number, column: number): EditorState {
  const stop = layoutRows(state.text, width)[row]?.stops.findLast((candidate) => candidate.column <= column);
  return stop === undefined ? state : moveTo(state, stop.index);
}

/** The rows of at most `width` cells, no more than `maxRows` of them, scrolled so that the cursor's is among them. */
export function layoutEditor(state: EditorState, width: number, maxRows: number): EditorLayout {
  const rows = layoutRows(state.text, width);
  const { row, column } = placeOf(rows, state.cursor);
  const height = Math.max(1, Math.min(maxRows, rows.length));
  const top = Math.min(Math.max(0, row - height + 1), rows.length - height);
  return {
    rows: rows.slice(top, top + height).map(({ text }) => text),
    cursorRow: row - top,
    cursorColumn: column,
    hiddenAbove: top,
    hiddenBelow: rows.length - top - height,
  };
}
