/** A row of what was found: when, who, and as much of the text as shows the first match. */
import { clock, dayOf } from "../log/times.ts";
import type { LogMessage } from "../state/state.ts";
import { bold, dim, inverse, nameStyle, underline } from "../style.ts";
import { matched, type Piece } from "../text/matches.ts";
import { padEnd, textWidth, truncate } from "../text/width.ts";

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
    const room = columns - 4 - textWidth(at) - textWidth(name);
    const said = excerpt(matched(text.replaceAll("\n", " ⏎ "), words), Math.max(0, room));
    const row = `  ${dim(at)} ${nameStyle(from)(name)} ${said}`;
    return isSelected
      ? inverse(`  ${at} ${name} ${said}${" ".repeat(Math.max(0, room - textWidth(said)))}`)
      : row;
  };
}

/** A date as the search's operators take it. */
export function day(time: number): string {
  const date = new Date(time);
  const [month, number] = [date.getMonth() + 1, date.getDate()].map((part) => String(part).padStart(2, "0"));
  return `${date.getFullYear()}-${month}-${number}`;
}

/** From the start, or where the first match would be cut off from shortly before it. Matches show by their shape. */
function excerpt(pieces: readonly Piece[], columns: number): string {
  const first = pieces.findIndex(({ matches }) => matches);
  const before = pieces.slice(0, Math.max(0, first)).reduce((sum, { text }) => sum + textWidth(text), 0);
  const isCut = before > columns / 2;
  let room = columns - (isCut ? 1 : 0);
  let shown = isCut ? "…" : "";
  for (const { text, matches } of isCut ? pieces.slice(Math.max(0, first - (columns >> 2))) : pieces) {
    room -= textWidth(text);
    if (room < 0) break;
    shown += matches ? underline(bold(text)) : text;
  }
  return shown;
}
