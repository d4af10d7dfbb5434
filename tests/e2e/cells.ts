/** Reads the emulator's screen buffer: rows as text, and single cells with their looks. */
import type xterm from "@xterm/headless";

/** A colour as the program asked for it: a palette index, `#rrggbb`, or undefined for the terminal's own. */
export type Colour = number | string | undefined;

/** One cell; `width` is 2 for a wide character and 0 for the cell that it covers. */
export type Cell = {
  readonly chars: string;
  readonly width: number;
  readonly fg: Colour;
  readonly bg: Colour;
  readonly bold: boolean;
  readonly dim: boolean;
  readonly italic: boolean;
  readonly underline: boolean;
  readonly inverse: boolean;
};

function colour(isDefault: boolean, isRgb: boolean, value: number): Colour {
  if (isDefault) return undefined;
  return isRgb ? `#${value.toString(16).padStart(6, "0")}` : value;
}

/** What keeps text from right to left in its place: nobody sees it. */
const isolates = /[\u2066-\u2069]/g;

/** The visible rows, without the blanks at their ends; the emulator keeps what a smaller window cut off. */
export function screenRows({ buffer: { active: buffer }, cols }: xterm.Terminal): string[] {
  const rows: string[] = [];
  for (let y = buffer.baseY; y < buffer.length; y++) {
    rows.push(buffer.getLine(y)?.translateToString(true, 0, cols).replace(isolates, "").trimEnd() ?? "");
  }
  return rows;
}

/** One visible cell, from 0; throws outside the screen. */
export function cellAt(buffer: xterm.IBuffer, x: number, y: number): Cell {
  const cell = buffer.getLine(buffer.baseY + y)?.getCell(x);
  if (!cell) throw new RangeError(`no cell at ${x},${y}`);
  return {
    chars: cell.getChars(),
    width: cell.getWidth(),
    fg: colour(cell.isFgDefault(), cell.isFgRGB(), cell.getFgColor()),
    bg: colour(cell.isBgDefault(), cell.isBgRGB(), cell.getBgColor()),
    bold: cell.isBold() !== 0,
    dim: cell.isDim() !== 0,
    italic: cell.isItalic() !== 0,
    underline: cell.isUnderline() !== 0,
    inverse: cell.isInverse() !== 0,
  };
}
