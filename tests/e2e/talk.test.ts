/** Two people sign up, see each other, and talk. */
import test from "ava";
import { themes } from "../../tui/theme/themes.ts";
import { inLog, insist, join, keys, log, say, startServer } from "./chat.ts";

test("two people see each other and write to everyone", async (t) => {
  const { port } = await startServer(t);
  const alice = await join(t, port, "alice");
  const bob = await join(t, port, "bob");
  await alice.waitFor("● bob");
  await bob.waitFor("● alice");
  say(alice, "hello from alice");
  await bob.waitFor(/alice hello from alice$/m);
  await alice.waitFor(/alice hello from alice ✓$/m);
  say(bob, "hello from bob");
  await alice.waitFor(/bob hello from bob$/m);
  t.deepEqual(inLog(alice, /hello from \w+/), ["hello from alice", "hello from bob"]);
  await bob.waitFor(/bob hello from bob ✓$/m);
  t.deepEqual(inLog(bob, /hello from \w+/), ["hello from alice", "hello from bob"]);
  t.is(alice.cell(0, 1).chars, "●");
  t.is(alice.cell(0, 1).fg, themes.dark.roles.good.truecolor);
});

test("a whisper reaches one, shows as unread in the contacts, and is marked when delivered", async (t) => {
  const { port } = await startServer(t);
  const alice = await join(t, port, "alice");
  const bob = await join(t, port, "bob");
  const carol = await join(t, port, "carol");
  await alice.waitFor("● bob");
  say(alice, "/w bob by command");
  await alice.waitFor(/alice by command ✓✓$/m);
  await alice.waitFor("to bob only>");
  await bob.waitFor(/● alice\s+1 │/);
  say(alice, "by switching");
  await bob.waitFor(/● alice\s+2 │/);
  t.false(bob.text().includes("by command"));
  bob.write(keys.tab);
  await bob.waitFor("to alice only>");
  await bob.waitFor(/alice by switching$/m);
  t.regex(bob.text(), /─ new ─/);
  t.deepEqual(inLog(bob, /by \w+/), ["by command", "by switching"]);
  await bob.waitGone(/● alice\s+\d │/);
  await insist(bob, "and back");
  await alice.waitFor(/bob and back$/m);
  say(alice, "/broadcast for all");
  await carol.waitFor(/alice for all$/m);
  t.deepEqual(inLog(carol, /by command|by switching|and back/), []);
  t.false(/● (alice|bob)\s+\d/.test(carol.text()));
});

test("panels open by their keys and close with Esc", async (t) => {
  const { port } = await startServer(t);
  const alice = await join(t, port, "alice");
  const bob = await join(t, port, "bob");
  await alice.waitFor("● bob");
  for (const [key, title] of [
    [keys.f1, "── Help ──"],
    [keys.f2, "── Online now: 2 ──"],
    [keys.f3, "── Logged in within the last hour: 2 ──"],
    [keys.f4, "── Blocked by you: 0 ──"],
  ] as const) {
    alice.write(key);
    await alice.waitFor(title);
    t.regex(alice.text(), /Esc closes/);
    alice.write(keys.escape);
    await alice.waitGone("Esc closes");
  }
  bob.kill("SIGTERM");
  await bob.exited;
  await alice.waitFor("○ bob");
  alice.write(keys.f3);
  await alice.waitFor(/○ bob .*has left/);
  t.regex(alice.text(), /● alice .*still here/);
});

test("the screen at 120x40 and 40x10; smaller it asks for room, and comes back", async (t) => {
  const { port } = await startServer(t);
  const alice = await join(t, port, "alice");
  const bob = await join(t, port, "bob", { columns: 40, rows: 10 });
  await alice.waitFor("● bob");
  say(alice, "hello");
  await bob.waitFor(/alice hello$/m);
  const address = `127.0.0.1:${port}`;
  await alice.waitFor(new RegExp(`^ alice @ ${address} · \\d+ ms · 2 online +F1 help`, "m"));
  t.true(alice.cell(1, 23).inverse && alice.cell(79, 23).inverse);
  await bob.waitFor(new RegExp(`^ bob@${address} \\d+ ms ●2  F1 help`, "m"));
  t.deepEqual(log(bob).at(-1), bob.row(7));
  alice.resize(120, 40);
  await alice.waitFor(
    ({ screen }) => screen.call(alice)[39]?.includes("F1 help") === true,
    "a bar in row 40",
  );
  t.regex(alice.row(39), new RegExp(`^ alice @ ${address} · \\d+ ms · 2 online +F1 help .*Ctrl-F find`));
  t.true(alice.cell(119, 39).inverse);
  alice.resize(19, 4);
  await alice.waitFor("This window has");
  t.regex(alice.text().replace(/\s+/g, " "), /This window has 19x4; 20x5 is needed/);
  t.false(alice.text().includes("alice"));
  alice.resize(80, 24);
  await alice.waitFor(() => /^ alice @/.test(alice.row(23)), "the bar in the last row");
  t.regex(alice.text(), /alice hello ✓\n.*to everyone>\n/);
});
