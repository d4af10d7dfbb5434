/**
 * From the rows of a frame to few bytes for the terminal: only what changed, the sidebar's part of a row and the rest
 * each by itself, placed absolutely and erased before it's drawn (after a full row the cursor is still on its last
 * cell), in one synchronized write. Pure but for what it remembers: what is on screen.
 */

import { ground, grounded } from "../style.ts";

/** The part right of the sidebar comes from elsewhere than the rest of its rows, which end before it. */
export interface Inset {
  readonly left: number;
  readonly top: number;
  readonly rows: readonly string[];
  /** Each drawn over the rest of a row, from a column on. */
  readonly over: readonly Overlay[];
}

export interface Overlay extends Cursor {
  readonly text: string;
}

export interface Cursor {
  readonly row: number;
  readonly column: number;
}

interface Line {
  /** Up to where the inset begins, or all of it. */
  readonly start: string;
  readonly inner: string;
}

const begin = "\x1b[?2026h\x1b[?25l";
const end = "\x1b[?2026l";
const erase = "\x1b[K";

export class Painter {
  #screen: Line[] = [];
  #cursor = "";
  #ground = "";

  /** Forgets what is on screen: the next frame is drawn whole. */
  reset(): void {
    this.#screen = [];
    this.#cursor = "";
  }

  /** The bytes that turn what is on screen into this; empty where nothing changed. */
  paint(rows: readonly string[], inset: Inset | undefined, cursor: Cursor | undefined): string {
    if (this.#ground !== ground()) this.reset();
    this.#ground = ground();
    const lines = rows.map((row, index) => lineOf(row, index, inset));
    const changes = lines
      .map((line, index) => change(this.#screen[index], line, index, inset?.left ?? 0))
      .join("");
    const place = cursor === undefined ? "" : `${moveTo(cursor.row, cursor.column)}\x1b[?25h`;
    if (changes === "" && place === this.#cursor) return "";
    this.#screen = lines;
    this.#cursor = place;
    return begin + changes + place + end;
  }
}

function lineOf(row: string, index: number, inset: Inset | undefined): Line {
  const inner = inset?.rows[index - inset.top];
  if (inset === undefined || inner === undefined) return { start: row, inner: "" };
  // Placed absolutely, so that a terminal which counts the cells of an emoji otherwise can't shift it.
  const start = row + toColumn(inset.left);
  const over = inset.over.filter((overlay) => overlay.row === index);
  const drawn = over.map(({ column, text }) => toColumn(column) + erase + text);
  return { start, inner: inner + drawn.join("") };
}

function change(before: Line | undefined, { start, inner }: Line, index: number, left: number): string {
  if (before?.start !== start) return moveTo(index, 0) + ground() + erase + grounded(start + inner);
  return before.inner === inner ? "" : moveTo(index, left) + ground() + erase + grounded(inner);
}

function moveTo(row: number, column: number): string {
  return `\x1b[${row + 1};${column + 1}H`;
}

function toColumn(column: number): string {
  return `${ground()}\x1b[${column + 1}G`;
}
