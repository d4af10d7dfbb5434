/** Draws states as the program does. */
import type { State } from "../../../tui/state/state.ts";
import { padEnd } from "../../../tui/text/width.ts";
import { Frame } from "../../../tui/view/frame.ts";
import { Painter } from "../../../tui/view/painter.ts";
import { view } from "../../../tui/view/screen.tsx";
import { plain } from "../log/rows.ts";

/** One for all: a frame belongs to the process, as in the program. */
const frame = new Frame({ columns: 80, rows: 24 });

/** The rows as they are laid out, what is put into them, and where the cursor goes. */
export function drawn(state: State): ReturnType<typeof view> & { rows: string[] } {
  const shown = view(state);
  return { ...shown, rows: frame.layout(shown.node, state.size) };
}

/** The screen as plain rows. */
export function screenOf(state: State): string[] {
  const { rows, inset } = drawn(state);
  return rows.map((row, index) => {
    const inner = inset?.rows[index - inset.top];
    if (inset === undefined || inner === undefined) return plain(row).trimEnd();
    return (padEnd(plain(row), inset.left) + plain(inner)).trimEnd();
  });
}

/** What goes to the terminal to show this on an empty screen. */
export function bytesOf(state: State): string {
  const { rows, inset, cursor } = drawn(state);
  return new Painter().paint(rows, inset, cursor);
}
