/** What a person has written outlives the program, and reaches the server once. */
import { cp, mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import test from "ava";
import { inLog, join, keys, leave, logIn, say, startClient, startServer, temporaryFolder } from "./chat.ts";
import { accountFolder, untilOnDisk } from "./files.ts";
import type { TestTerminal } from "./terminal.ts";

/** Sends each line when the one before is in the log: several in one piece would be a paste. */
async function sayEach(terminal: TestTerminal, lines: readonly string[]): Promise<void> {
  for (const line of lines) {
    say(terminal, line);
    await terminal.waitFor(new RegExp(`alice ${line} [·…✓]`));
  }
}

test("messages written offline outlive kill -9, and arrive once and in order", async (t) => {
  const server = await startServer(t);
  const home = await temporaryFolder(t);
  const outbox = path.join(accountFolder(home, server.port, "alice"), "outbox");
  const bob = await join(t, server.port, "bob", { rows: 40 });
  const alice = await join(t, server.port, "alice", { home, rows: 40 });
  await bob.waitFor("● alice");
  await server.kill();
  await alice.waitFor("OFFLINE");
  const lines = Array.from({ length: 20 }, (_, index) => `kept ${index + 1}`);
  await sayEach(alice, lines);
  await alice.waitFor(() => inLog(alice, /kept \d+ …$/).length === lines.length, "all to be on disk");
  alice.kill("SIGKILL");
  await alice.exited;
  const copy = path.join(home, "copy");
  await cp(outbox, copy, { recursive: true });

  await startServer(t, server);
  const again = await startClient(t, server.port, { home, rows: 40 });
  await logIn(again, "alice");
  await again.waitFor(/kept 20 ✓$/m);
  await bob.waitFor(/alice kept 20$/m);
  t.deepEqual(inLog(bob, /kept \d+/), lines);
  t.deepEqual(inLog(again, /kept \d+/), lines);
  await untilOnDisk(outbox, (names) => names === "");

  // As if it had been killed between the server's answers and the removal of the files.
  again.kill("SIGKILL");
  await again.exited;
  await cp(copy, outbox, { recursive: true });
  const third = await startClient(t, server.port, { home, rows: 40 });
  await logIn(third, "alice");
  await third.waitFor("● bob");
  say(third, "after");
  await bob.waitFor(/alice after$/m);
  await third.waitFor(/alice after ✓$/m);
  await untilOnDisk(outbox, (names) => names === "");
  for (const terminal of [bob, third]) t.deepEqual(inLog(terminal, /kept \d+|after/), [...lines, "after"]);
});

test("a draft outlives kill -9, in its conversation and with the cursor at its end", async (t) => {
  const { port } = await startServer(t);
  const home = await temporaryFolder(t);
  await leave(await join(t, port, "bob"));
  const alice = await join(t, port, "alice", { home });
  await alice.waitFor("○ bob");
  say(alice, "/w bob");
  await alice.waitFor("to bob only>");
  alice.write("half a sentence");
  const drafts = path.join(accountFolder(home, port, "alice"), "drafts.json");
  await untilOnDisk(drafts, (text) => text.includes("half a sentence"));
  alice.kill("SIGKILL");
  await alice.exited;
  const again = await startClient(t, port, { home });
  await logIn(again, "alice");
  await again.waitFor(/○ bob +✎/);
  again.write(keys.ctrlN);
  await again.waitFor("to bob only> half a sentence");
  const { x, y } = again.cursor;
  t.is(x, again.row(y).length);
});

test("a message taken back is never sent, also after a new start, and whoever leaves is told what waits", async (t) => {
  const server = await startServer(t);
  const home = await temporaryFolder(t);
  const alice = await join(t, server.port, "alice", { home });
  await server.kill();
  await alice.waitFor("OFFLINE");
  await sayEach(alice, ["first", "second", "third"]);
  await alice.waitFor(/alice third …$/m);
  say(alice, "/outbox");
  await alice.waitFor(/… everyone .* first$/m);
  await alice.waitFor(/… everyone .* third$/m);
  alice.write(`${keys.down}x`);
  await alice.waitFor("It was never sent.");
  await alice.waitGone("second");
  alice.write(keys.escape);
  await alice.waitFor(/alice third …$/m);
  alice.write(keys.ctrlC);
  await alice.waitFor(/2 messages wait to be sent when you log in here[\s\S]*Press Ctrl-C/);
  alice.write(keys.ctrlC);
  await alice.exited;
  t.regex(alice.text(), /^2 messages wait to be sent when you log in here again\.$/m);

  await startServer(t, server);
  const again = await startClient(t, server.port, { home });
  await logIn(again, "alice");
  await again.waitFor(/alice third ✓$/m);
  t.deepEqual(inLog(again, /alice \w+ ✓/), ["alice first ✓", "alice third ✓"]);
});

test("with a server that has stopped answering one types on, sees what waits, and it arrives when it goes on", async (t) => {
  const server = await startServer(t);
  const home = await temporaryFolder(t);
  const alice = await join(t, server.port, "alice", { home });
  server.freeze();
  t.teardown(() => server.thaw());
  await sayEach(alice, ["one", "two"]);
  alice.write("typed on");
  await alice.waitFor("to everyone> typed on");
  await alice.waitFor(/alice two …$/m);
  await alice.waitFor(/ms · 1 online, 2 queued/);
  alice.write(keys.enter);
  await alice.waitFor(/alice typed on [·…]/);
  say(alice, "/outbox");
  await alice.waitFor(/… everyone .* two$/m);
  alice.write("x");
  await alice.waitFor("It's on its way and can't be taken back.");
  alice.write(keys.escape);
  server.thaw();
  await alice.waitFor(/alice typed on ✓$/m);
  t.deepEqual(inLog(alice, /alice \w.* ✓/), ["alice one ✓", "alice two ✓", "alice typed on ✓"]);
  t.notRegex(alice.text(), /queued/);
});

test("a disk that can't be written is told of once, and one goes on chatting", async (t) => {
  const { port } = await startServer(t);
  const home = await temporaryFolder(t);
  await mkdir(path.join(home, "data"), { recursive: true });
  await writeFile(path.join(home, "data", "chat-tui"), "a file where the folder should be");
  const alice = await join(t, port, "alice", { home });
  await alice.waitFor(
    /Drafts and queued messages can't be saved: not a[\s\S]*They live as long as this program/,
  );
  say(alice, "hello");
  await alice.waitFor(/alice hello ✓$/m);
  t.notRegex(alice.text(), /can't be saved/);
});
