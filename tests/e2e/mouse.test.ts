/** The mouse as a terminal reports it, and that it's given back. */
import test from "ava";
import { inLog, join, startServer } from "./chat.ts";
import { rawClient } from "./raw.ts";

/** A click of the left button on a cell, from 0. */
const click = (x: number, y: number): string => `\x1b[<0;${x + 1};${y + 1}M\x1b[<0;${x + 1};${y + 1}m`;

test("the wheel scrolls the log, a click opens a contact, Alt-M gives the mouse back", async (t) => {
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

  alice.write("\x1bm");
  await alice.waitFor(() => alice.modes.mouseTrackingMode === "none", "the mouse to be given back");
  alice.write("\x1bm");
  await alice.waitFor(() => alice.modes.mouseTrackingMode === "vt200", "the mouse to be taken again");
  alice.kill("SIGTERM");
  await alice.exited;
  t.is(alice.modes.mouseTrackingMode, "none");
});
