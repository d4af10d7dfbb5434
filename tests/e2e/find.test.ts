/** Finding in a long history, and who is typing, as two people see it. */
import test from "ava";
import { ulid } from "ulid";
import { inLog, join, keys, log, say, startServer } from "./chat.ts";
import { rawClient } from "./raw.ts";

const ctrlF = "\x06";

test("what is found far back is shown among its neighbours, and End leads to the newest message", async (t) => {
  const { port } = await startServer(t);
  const bob = await rawClient(t, port, "bob");
  const texts = Array.from({ length: 400 }, (_, index) =>
    index === 99 ? "message 100: a Needle in the hay" : `message ${index + 1}`,
  );
  for (const text of texts) await bob.ask("broadcast", { text, key: ulid() });
  const alice = await join(t, port, "alice");
  await alice.waitFor(/bob message 400$/m);
  alice.write(`${ctrlF}needle`);
  await alice.waitFor(/── Find in everyone: 1 in all ──/);
  await alice.waitFor(/bob +message 100: a Needle in the hay/);
  const row = alice.screen().findIndex((line) => line.includes("a Needle in the hay"));
  const column = alice.screen()[row]?.indexOf("Needle") ?? 0;
  t.true(alice.cell(column, row).underline, "the match is marked by its shape");
  t.false(alice.cell(column - 2, row).underline);
  alice.write(keys.enter);
  await alice.waitFor(/\d\d:\d\d▸bob message 100: a Needle in the hay$/m);
  const around = inLog(alice, /message \d+/).map((text) => Number(text.slice(8)));
  const at = around.indexOf(100);
  t.true(at > 2 && around.length > at + 5, around.join());
  t.deepEqual(
    around,
    around.map((_, index) => 100 - at + index),
  );
  await bob.ask("broadcast", { text: "message 401", key: ulid() });
  await alice.waitFor(/↓ 1 new/);
  t.false(log(alice).some((line) => line.includes("message 401")));
  alice.write(keys.end);
  await alice.waitFor(/bob message 401$/m);
  t.notRegex(alice.text(), /\d▸/);
  alice.write(`${ctrlF}${keys.ctrlU}form:bob`);
  await alice.waitFor("There is no form:.");
});

test("typing shows beside the name until the message is there", async (t) => {
  const { port } = await startServer(t);
  const alice = await join(t, port, "alice");
  const bob = await join(t, port, "bob");
  await alice.waitFor("● bob");
  await bob.waitFor("● alice");
  say(bob, "/w alice");
  await bob.waitFor("to alice only>");
  bob.write("h");
  await alice.waitFor(/^● bob +typing │/m);
  bob.write(keys.ctrlU);
  await alice.waitGone(/typing/);
  say(bob, "hello");
  await alice.waitFor(/^● bob +1 │/m);
  t.notRegex(alice.text(), /typing/);
});
