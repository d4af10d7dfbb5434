/** What holds of every screen, whatever has happened before. */
import test from "ava";
import fc from "fast-check";
import { textWidth } from "../../../tui/text/width.ts";
import { plain } from "../log/rows.ts";
import { start, steps } from "../state/random.ts";
import { drawn } from "./screens.ts";

test("a screen has as many rows as the terminal, none wider than it, and the cursor is on it", (t) => {
  fc.assert(
    fc.property(start, steps(), (play, all) => {
      for (const step of all) step(play);
      const { columns, rows } = play.state.size;
      const screen = drawn(play.state);
      t.is(screen.rows.length, rows);
      for (const row of screen.rows) t.true(textWidth(plain(row)) <= columns, JSON.stringify(row));
      const { inset, cursor } = screen;
      if (inset) {
        t.true(inset.top + inset.rows.length <= rows);
        for (const row of inset.rows)
          t.true(inset.left + textWidth(plain(row)) <= columns, JSON.stringify(row));
        for (const row of screen.rows.slice(inset.top, inset.top + inset.rows.length)) {
          t.true(textWidth(plain(row).trimEnd()) <= inset.left, JSON.stringify(row));
        }
      }
      if (cursor)
        t.true(cursor.row >= 0 && cursor.row < rows && cursor.column >= 0 && cursor.column < columns);
    }),
    { numRuns: 250 },
  );
});
