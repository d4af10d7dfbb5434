/** A row of what was found: when, who, and as much of the text as shows the first match. */
import { clock, dayOf } from "../log/times.ts";
import type { LogMessage } from "../state/state.ts";
import { bold, dim, nameStyle, underline } from "../style.ts";
import { isolate } from "../text/direction.ts";
import { matched, type Piece } from "../text/matches.ts";
import { padEnd, textWidth, truncate } from "../text/width.ts";
import { markColumns } from "./around.ts";

const nameColumns = 12;
/** Narrower rows say the time of today's messages and the day of older ones. */
const wideFrom = 70;

export function foundLine(
  columns: number,
  now: number,
  words: readonly string[],
): (message: LogMessage, isSelected: boolean) => string {
  const isWide = columns >= wideFrom;
  return ({ time, from, text }, isSelected) => {
    const at = isWide ? `${day(time)} ${clock(time)}` : dayOf(time) === dayOf(now) ? clock(time) : day(time);
    const short = truncate(from, nameColumns);
    const name = isWide ? padEnd(short, nameColumns) : short;
    const room = Math.max(0, columns - markColumns - 2 - textWidth(at) - textWidth(name));
    const said = excerpt(text.replaceAll("\n", " ⏎ "), words, room);
    return isSelected ? `${at} ${name} ${said}` : `${dim(at)} ${nameStyle(from)(name)} ${said}`;
  };
}

/** A date as the search's operators take it. */
export function day(time: number): string {
  const date = new Date(time);
  const [month, number] = [date.getMonth() + 1, date.getDate()].map((part) => String(part).padStart(2, "0"));
  return `${date.getFullYear()}-${month}-${number}`;
}

/**
 * In exactly so many cells, from the start, or where the first match would be cut off from shortly before it. Matches
 * show by their shape.
 */
function excerpt(text: string, words: readonly string[], columns: number): string {
  const { pieces, isCut } = fromMatch(matched(text, words), columns);
  let room = columns - (isCut ? 1 : 0);
  let shown = isCut ? "…" : "";
  for (const piece of pieces) {
    const width = textWidth(piece.text);
    if (width > room) break;
    room -= width;
    shown += piece.matches ? underline(bold(piece.text)) : piece.text;
  }
  return isolate(text)(shown) + " ".repeat(Math.max(0, room));
}

function fromMatch(pieces: readonly Piece[], columns: number): { pieces: readonly Piece[]; isCut: boolean } {
  const first = pieces.findIndex(({ matches }) => matches);
  const before = pieces.slice(0, Math.max(0, first)).reduce((sum, { text }) => sum + textWidth(text), 0);
  if (before <= columns / 2) return { pieces, isCut: false };
  return { pieces: pieces.slice(Math.max(0, first - (columns >> 2))), isCut: true };
}
