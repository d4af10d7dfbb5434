/** The mouse as a terminal reports it, and that it's given back. */
import test from "ava";
import { inLog, join, keys, startServer } from "./chat.ts";
import { rawClient } from "./raw.ts";

/** A click of the left button on a cell, from 0. */
const click = (x: number, y: number): string => `\x1b[<0;${x + 1};${y + 1}M\x1b[<0;${x + 1};${y + 1}m`;

test("the wheel scrolls the log, clicks open, take, change and move, Alt-M gives the mouse back", async (t) => {
  const { port } = await startServer(t);
  const bob = await rawClient(t, port, "bob");
  for (let number = 1; number <= 60; number++) {
    await bob.ask("broadcast", { text: `n${number} `, key: String(number).padStart(26, "0") });
  }
  const alice = await join(t, port, "alice");
  await alice.waitFor(/bob n60$/m);
  t.is(alice.modes.mouseTrackingMode, "vt200");
  alice.write("\x1b[<64;40;6M\x1b[<64;40;6M");
  await alice.waitFor(/↓ 6 below$/m);
  t.deepEqual(inLog(alice, /n60$/), []);
  await bob.ask("broadcast", { text: "new below", key: "1".padStart(26, "1") });
  await alice.waitFor("↓ 1 new · End");
  const row = alice.screen().findIndex((shown) => shown.includes("↓ 1 new"));
  alice.write(click(alice.row(row).indexOf("↓"), row));
  await alice.waitFor(/bob new below$/m);

  alice.write(click(3, 1));
  await alice.waitFor("to bob only>");
  alice.write(click(alice.row(23).indexOf("F1 help"), 23));
  await alice.waitFor("── Help ──");

  const on = (text: string): string => {
    const y = alice.screen().findIndex((shown) => shown.includes(text));
    return click(alice.row(y).indexOf(text), y);
  };
  alice.write(keys.escape);
  await alice.waitGone("── Help ──");
  alice.write("hello world");
  await alice.waitFor("> hello world");
  alice.write(on("world"));
  alice.write("brave ");
  await alice.waitFor("> hello brave world");
  alice.write(`${keys.ctrlE}${keys.ctrlU}@bo`);
  await alice.waitFor("│ @bob");
  alice.write(on("@bob"));
  await alice.waitFor("to bob only> @bob");
  alice.write(`${keys.ctrlU}\x07theme`);
  await alice.waitFor(/▸ theme +setting: the colours/);
  alice.write(keys.enter);
  await alice.waitFor(/▸ theme +auto/);
  const settings = alice.screen().findIndex((shown) => shown.includes("▸ theme"));
  t.true(alice.cell(alice.row(settings).indexOf("▸"), settings).inverse);
  alice.write(on("on    tell those"));
  await alice.waitFor(/▸ typing +off/);
  alice.write(keys.escape);

  alice.write("\x1bm");
  await alice.waitFor(() => alice.modes.mouseTrackingMode === "none", "the mouse to be given back");
  alice.write("\x1bm");
  await alice.waitFor(() => alice.modes.mouseTrackingMode === "vt200", "the mouse to be taken again");
  alice.kill("SIGTERM");
  await alice.exited;
  t.is(alice.modes.mouseTrackingMode, "none");
});
