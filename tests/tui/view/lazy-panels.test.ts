import test from "ava";
import { LazyPanels } from "../../../tui/view/lazy-panels.ts";
import { plain } from "../log/rows.ts";
import { aliceAmongOthers } from "../state/play.ts";

const size = { columns: 60, rows: 20 };

function shown(panels: LazyPanels): string {
  const { state } = aliceAmongOthers().press("f1");
  if (state.screen.kind !== "chat" || state.screen.panel === undefined) throw new Error("no panel");
  return panels.rows(state.screen, state.screen.panel, size, state).map(plain).join("\n");
}

test("what lays out panels is loaded at the first rest, so that none is blank", async (t) => {
  const panels = await new Promise<LazyPanels>((loaded) => {
    const resting = new LazyPanels(() => loaded(resting), 1);
    resting.loadAtRest();
  });
  t.regex(shown(panels), /Alt-O .*messages that wait/);
});

test("a panel that is opened before is blank until then, and drawn as soon as it can be", async (t) => {
  const panels = await new Promise<LazyPanels>((loaded) => {
    const busy = new LazyPanels(() => loaded(busy));
    busy.loadAtRest();
    t.regex(shown(busy), /^\s*$/);
  });
  t.regex(shown(panels), /Alt-O .*messages that wait/);
});
