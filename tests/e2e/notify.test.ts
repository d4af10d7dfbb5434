/** What reaches the terminal of somebody who looks elsewhere. */
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import test from "ava";
import { homeEnvironment, join, keys, leave, lookAway, say, startServer, temporaryFolder } from "./chat.ts";

test("a whisper rings and is shown while the window isn't looked at, and the title counts it", async (t) => {
  const { port } = await startServer(t);
  const home = await temporaryFolder(t);
  const folder = path.join(homeEnvironment(home).XDG_CONFIG_HOME ?? "", "chat-tui");
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, "settings.jsonc"), '{ "notify": "all" }');
  const alice = await join(t, port, "alice", { home });
  const bob = await join(t, port, "bob");
  const where = `@ 127.0.0.1:${port} – chat-tui`;
  await alice.waitFor(({ title }) => title === `alice ${where}`);
  await alice.waitFor("● bob");
  await bob.waitFor("● alice");

  say(bob, "/whisper alice while you look");
  await alice.waitFor(({ title }) => title === `(1!) alice ${where}`);
  t.false(alice.output().includes("\x07"));

  await lookAway(alice);
  say(bob, "and while you don't; really");
  await alice.waitFor(({ title }) => title === `(2!) alice ${where}`);
  const told = alice.output().toString();
  t.true(told.includes("\x07\x1b]9;bob: and while you don't; really\x1b\\"));
  t.true(told.includes("\x1b]777;notify;bob;and while you don't; really\x1b\\"));

  alice.write(`${keys.focusIn}\x1b2`);
  await alice.waitFor(({ title }) => title === `alice ${where}`);
  await leave(alice);
  t.is(alice.title, "");
});

test("/quiet says so in the status bar, and no bell rings", async (t) => {
  const { port } = await startServer(t);
  const alice = await join(t, port, "alice", { columns: 120 });
  const bob = await join(t, port, "bob");
  await alice.waitFor("● bob");
  await bob.waitFor("● alice");
  say(alice, "/quiet");
  await alice.waitFor(/online · quiet/);
  await lookAway(alice);
  say(bob, "/whisper alice psst");
  await alice.waitFor(({ title }) => title.startsWith("(1!)"));
  t.false(alice.output().includes("\x07"));
});
