/** Draws states as the program does. */
import type { State } from "../../../tui/state/state.ts";
import { graphemes, padEnd, textWidth } from "../../../tui/text/width.ts";
import { Painter } from "../../../tui/view/painter.ts";
import { panelRows } from "../../../tui/view/panel.tsx";
import { type View, view } from "../../../tui/view/screen.ts";
import { plain } from "../log/rows.ts";

/** The rows, what is put into them, and where the cursor goes. */
export function drawn(state: State): View {
  return view(state, panelRows);
}

/** What is left of a row from this column on drawn over. */
function firstCells(row: string, columns: number): string {
  let kept = "";
  for (const grapheme of graphemes(row)) {
    if (textWidth(kept + grapheme) > columns) break;
    kept += grapheme;
  }
  return padEnd(kept, columns);
}

/** The screen as plain rows. */
export function screenOf(state: State): string[] {
  const { rows, inset } = drawn(state);
  return rows.map((row, index) => {
    const inner = inset?.rows[index - inset.top];
    if (inset === undefined || inner === undefined) return plain(row).trimEnd();
    const whole = padEnd(plain(row), inset.left) + plain(inner);
    const over = inset.over.filter((overlay) => overlay.row === index);
    return over.reduce((under, { column, text }) => firstCells(under, column) + plain(text), whole).trimEnd();
  });
}

/** What goes to the terminal to show this on an empty screen. */
export function bytesOf(state: State): string {
  const { rows, inset, cursor } = drawn(state);
  return new Painter().paint(rows, inset, cursor);
}
