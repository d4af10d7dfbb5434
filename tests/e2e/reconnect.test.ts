/** A server that goes away under its clients, and comes back. */
import test from "ava";
import { client, homeEnvironment, inLog, join, say, startServer, temporaryFolder } from "./chat.ts";
import { startTerminal, type TestTerminal } from "./terminal.ts";

const numbers = (terminal: TestTerminal): string[] => inLog(terminal, /(alice|bob) n\d+/);

/** Sends `n1` to `n5` and on, one line each. */
function flood(terminal: TestTerminal, first: number, last: number): void {
  for (let number = first; number <= last; number++) say(terminal, `n${number}`);
}

const lines = (name: string, first: number, last: number): string[] =>
  Array.from({ length: last - first + 1 }, (_, index) => `${name} n${first + index}`);

test("after kill -9 both come back by themselves, and everything is there once and in order", async (t) => {
  const server = await startServer(t);
  const alice = await join(t, server.port, "alice", { rows: 50 });
  const bob = await join(t, server.port, "bob", { rows: 50 });
  await alice.waitFor("● bob");
  flood(alice, 1, 5);
  await bob.waitFor(/alice n5$/m);
  // These are under way when it dies.
  flood(alice, 6, 10);
  await server.kill();
  for (const terminal of [alice, bob]) await terminal.waitFor(/OFFLINE, again in \d+ s/);

  flood(alice, 11, 15);
  await alice.waitFor(/alice n15 …$/m);
  await alice.waitFor(/OFFLINE, again in \d+ s, \d+ queued|connecting …/);
  flood(bob, 16, 18);
  await bob.waitFor(/bob n18 …$/m);
  alice.write("half");
  await alice.waitFor("to everyone> half");

  await startServer(t, server);
  for (const terminal of [alice, bob]) await terminal.waitFor(/ ms · 2 online/);
  await alice.waitFor(/alice n15 ✓$/m);
  await bob.waitFor(/bob n18 ✓$/m);
  await bob.waitFor(/alice n15$/m);
  await alice.waitFor(/bob n18$/m);
  for (const terminal of [alice, bob]) {
    await terminal.waitGone("…");
    const shown = numbers(terminal);
    t.is(new Set(shown).size, shown.length, "nothing twice");
    t.deepEqual(
      shown.filter((line) => line.startsWith("alice")),
      lines("alice", 1, 15),
    );
    t.deepEqual(
      shown.filter((line) => line.startsWith("bob")),
      lines("bob", 16, 18),
    );
  }
  t.deepEqual(numbers(alice), numbers(bob));
  t.true(alice.text().includes("to everyone> half"));
});

test("whispers written while offline are delivered, too", async (t) => {
  const server = await startServer(t);
  const alice = await join(t, server.port, "alice");
  const bob = await join(t, server.port, "bob");
  await alice.waitFor("● bob");
  await server.kill();
  await alice.waitFor("OFFLINE");
  say(alice, "/w bob one");
  say(alice, "two");
  await alice.waitFor(/alice two …$/m);
  await startServer(t, server);
  await alice.waitFor(/alice two ✓✓$/m);
  await bob.waitFor(/● alice\s+2 │/);
  bob.write("\t");
  await bob.waitFor(/alice two$/m);
  t.deepEqual(inLog(bob, /alice (one|two)/), ["alice one", "alice two"]);
});

test("the countdown goes down by itself, and /reconnect cuts it short", async (t) => {
  const server = await startServer(t);
  const alice = await join(t, server.port, "alice");
  await server.kill();
  const seconds = (): number => Number(/again in (\d+) s/.exec(alice.text())?.[1] ?? Number.NaN);
  await alice.waitFor(() => seconds() >= 8, "a wait of many seconds");
  const first = seconds();
  await alice.waitFor(() => seconds() < first && seconds() > 0, "the countdown");
  await startServer(t, server);
  const left = seconds();
  const asked = performance.now();
  say(alice, "/reconnect");
  await alice.waitFor(/ ms · 1 online/);
  // Where a server takes seconds to start, the wait is over by itself.
  t.true(!(left > 3) || performance.now() - asked < left * 1000, "before the countdown's end");
});

test("a client that finds no place on its server says so, and tries again by itself", async (t) => {
  const { port } = await startServer(t, { options: ["--connections", "1"] });
  await join(t, port, "alice");
  const late = startTerminal(t, {
    command: process.execPath,
    args: [client, "--port", String(port)],
    env: homeEnvironment(await temporaryFolder(t)),
  });
  await late.waitFor("The server has as many connections as it takes. Try again later.");
  await late.waitFor(/again in 1\d s/);
  t.false(late.text().includes("connected"));
});

test("a client that starts before its server waits for it", async (t) => {
  const server = await startServer(t);
  await server.kill();
  const early = startTerminal(t, {
    command: process.execPath,
    args: [client, "--port", String(server.port)],
    env: homeEnvironment(await temporaryFolder(t)),
  });
  await early.waitFor("Nothing listens there. Is the server running?");
  await startServer(t, server);
  await early.waitFor("· connected");
  t.false(early.text().includes("Nothing listens"));
});

test("leaving doesn't wait for a server that has stopped answering", async (t) => {
  const server = await startServer(t);
  const alice = await join(t, server.port, "alice");
  server.freeze();
  t.teardown(() => server.thaw());
  const start = performance.now();
  say(alice, "/quit");
  t.is((await alice.exited).code, 0);
  t.true(performance.now() - start < 8000);
});
