/** Lists that are longer than their place. */

/** As many rows as fit, with the selected one among them. */
export function around<Row>(
  all: readonly Row[],
  selected: number,
  rows: number,
  line: (row: Row, isSelected: boolean) => string,
): string[] {
  const top = topRow(selected, all.length, rows);
  return all.slice(top, top + rows).map((row, index) => line(row, top + index === selected));
}

/** Which of so many rows is the first one shown. */
export function topRow(selected: number, count: number, rows: number): number {
  return Math.max(0, Math.min(selected - (rows >> 1), count - rows));
}
