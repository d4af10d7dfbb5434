/** Random screens in a terminal, painted one over the other while the window changes its size. */
import type xterm from "@xterm/headless";
import test, { type ExecutionContext } from "ava";
import fc from "fast-check";
import { fits, layoutChat } from "../../../tui/layout.ts";
import type { State } from "../../../tui/state/state.ts";
import { isSimple } from "../../../tui/text/simple.ts";
import { Painter } from "../../../tui/view/painter.ts";
import { cellAt, screenRows } from "../../e2e/cells.ts";
import { type CellCount, createEmulator } from "../../e2e/emulator.ts";
import { start, steps } from "../state/random.ts";
import { drawn } from "./screens.ts";

/** As the program has it: what is too long is cut, and nothing scrolls. */
const noWrap = "\x1b[?7l";

function open({ size }: State, cells: CellCount): xterm.Terminal {
  return createEmulator(Math.max(2, size.columns), Math.max(1, size.rows), cells);
}

function show(terminal: xterm.Terminal, bytes: string): Promise<void> {
  return new Promise((done) => terminal.write(noWrap + bytes, done));
}

function painted(painter: Painter, state: State): string {
  const { rows, inset, cursor } = drawn(state);
  return painter.paint(rows, inset, cursor);
}

/** The border of the contacts is one straight line, and the bar is the last row, all of it. */
function isIntact(t: ExecutionContext, terminal: xterm.Terminal, { screen, size }: State): void {
  if (screen.kind !== "chat" || !fits(size)) return;
  const { active } = terminal.buffer;
  const { sidebar } = layoutChat(screen, size);
  for (let y = 0; sidebar > 0 && y < size.rows - 1; y++) t.is(cellAt(active, sidebar - 2, y).chars, "│");
  // A server's words in it may be counted otherwise: only then it may end early.
  const barColumns = isSimple(screenRows(terminal).at(-1) ?? "") ? size.columns : 1;
  for (let x = 0; x < barColumns; x++) t.true(cellAt(active, x, size.rows - 1).inverse);
}

for (const cells of ["graphemes", "characters"] as const) {
  test(`nothing moves a border or outlives its screen in a terminal that counts ${cells}`, async (t) => {
    await fc.assert(
      fc.asyncProperty(start, steps(), async (play, all) => {
        const terminal = open(play.state, cells);
        const painter = new Painter();
        for (const step of all) {
          const { size } = play.state;
          step(play);
          if (play.state.size !== size) {
            terminal.resize(Math.max(2, play.state.size.columns), Math.max(1, play.state.size.rows));
            painter.reset();
          }
          await show(terminal, painted(painter, play.state));
          isIntact(t, terminal, play.state);
        }
        const fresh = open(play.state, cells);
        await show(fresh, painted(new Painter(), play.state));
        if (all.length > 0) t.deepEqual(screenRows(terminal), screenRows(fresh));
        for (const one of [terminal, fresh]) one.dispose();
      }),
      { numRuns: 60 },
    );
  });
}
