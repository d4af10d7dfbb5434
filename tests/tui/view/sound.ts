/** What holds of every screen. */
import type { ExecutionContext } from "ava";
import type { State } from "../../../tui/state/state.ts";
import { textWidth } from "../../../tui/text/width.ts";
import { plain } from "../log/rows.ts";
import { drawn } from "./screens.ts";

/** As many rows as the terminal has, none wider than it, and the cursor on one of them; nothing covers anything else. */
export function isSound(t: ExecutionContext, state: State): void {
  const { columns, rows } = state.size;
  const { inset, cursor, rows: shown } = drawn(state);
  const isWithin = (row: string, left = 0): void =>
    void t.true(left + textWidth(plain(row)) <= columns, JSON.stringify(row));
  t.is(shown.length, rows);
  for (const row of shown) isWithin(row);
  if (inset) {
    t.true(inset.top + inset.rows.length <= rows);
    for (const row of inset.rows) isWithin(row, inset.left);
    for (const { row, column, text } of inset.over) {
      t.true(row >= inset.top && row < inset.top + inset.rows.length && column >= inset.left);
      isWithin(text, column);
    }
    for (const row of shown.slice(inset.top, inset.top + inset.rows.length)) {
      t.true(textWidth(plain(row).trimEnd()) <= inset.left, JSON.stringify(row));
    }
  }
  if (cursor === undefined) return;
  t.true(cursor.row >= 0 && cursor.row < rows && cursor.column >= 0 && cursor.column < columns);
}
