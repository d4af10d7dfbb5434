/** Lists that are longer than their place, and which of their rows is the selected one. */
import { inverse } from "../style.ts";

/** What stands before the words of a row: a mark on the selected one, so that it shows without colours. */
const marks = { selected: "▸ ", other: "  " };
export const markColumns = marks.selected.length;

/** As many rows as fit, with the selected one among them; a line is without its mark. */
export function around<Row>(
  all: readonly Row[],
  selected: number,
  rows: number,
  line: (row: Row, isSelected: boolean) => string,
): string[] {
  const top = topRow(selected, all.length, rows);
  return all.slice(top, top + rows).map((row, index) => {
    const isSelected = top + index === selected;
    const words = line(row, isSelected);
    return isSelected ? inverse(marks.selected + words) : marks.other + words;
  });
}

/** Which of so many rows is the first one shown. */
export function topRow(selected: number, count: number, rows: number): number {
  return Math.max(0, Math.min(selected - (rows >> 1), count - rows));
}
