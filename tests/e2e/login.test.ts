/** The login form against a real server: wrong passwords, the lock, and a session elsewhere. */
import test from "ava";
import {
  type ChatServer,
  client,
  homeEnvironment,
  insist,
  join,
  keys,
  password,
  say,
  startClient,
  startServer,
  temporaryFolder,
} from "./chat.ts";
import { startTerminal, type TestTerminal } from "./terminal.ts";

function seconds(terminal: TestTerminal): number {
  return Number(/Again in (\d+) s\./.exec(terminal.text().replace(/\s+/g, " "))?.[1] ?? Number.NaN);
}

test("three wrong passwords lock for a minute that counts down, and the right one is refused meanwhile", async (t) => {
  const { port } = await startServer(t);
  await join(t, port, "alice");
  const mallory = await startClient(t, port);
  mallory.write(`alice${keys.tab}wrong horse${keys.enter}`);
  await mallory.waitFor("2 tries left");
  mallory.write(`wrong horse${keys.enter}`);
  await mallory.waitFor("1 try left");
  mallory.write(`wrong horse${keys.enter}`);
  await mallory.waitFor(/alice is locked from here\. Again in \d+ s/);
  const first = seconds(mallory);
  t.true(first > 50 && first <= 60, String(first));
  await mallory.waitFor(() => seconds(mallory) < first, "the countdown");
  const second = seconds(mallory);
  await mallory.waitFor(() => seconds(mallory) < second, "the countdown");
  mallory.write(`${keys.ctrlU}${password}${keys.enter}`);
  await mallory.waitFor("One moment");
  await mallory.waitFor(/alice is locked from here/);
  t.true(seconds(mallory) < first);
  t.false(mallory.text().includes("to everyone>"));

  // A new connection doesn't lift it.
  const other = await startClient(t, port);
  other.write(`ALICE${keys.tab}${password}${keys.enter}`);
  await other.waitFor(/ALICE is locked from here/);
});

test("an account that there is none of fails like a wrong password", async (t) => {
  const { port } = await startServer(t);
  const client = await startClient(t, port);
  client.write(`nobody-here${keys.tab}${password}${keys.enter}`);
  await client.waitFor(/Name or password is wrong\. 2 tries left/);
  t.pass();
});

test("a name that is taken is told, and another one can be tried at once", async (t) => {
  const { port } = await startServer(t);
  await join(t, port, "alice");
  const client = await startClient(t, port);
  client.write(`${keys.f2}Alice${keys.tab}${password}${keys.tab}${password}${keys.enter}`);
  await client.waitFor("That name is taken.");
  client.write(`2${keys.enter}`);
  await client.waitFor("to everyone>");
  t.regex(client.row(23), /^ Alice2 @/);
});

async function secondLogin(t: Parameters<typeof join>[0], { port }: ChatServer): Promise<TestTerminal> {
  const second = await startClient(t, port);
  second.write(`alice${keys.tab}${password}${keys.enter}`);
  await second.waitFor(/Enter takes\s+over/);
  return second;
}

test("a second login says since when and from where; Esc leaves the first one alone", async (t) => {
  const server = await startServer(t);
  const first = await join(t, server.port, "alice");
  const second = await secondLogin(t, server);
  t.regex(
    second.text().replace(/\s+/g, " "),
    /alice is logged in already from 127\.0\.0\.1, since \d\d:\d\d \(\d+ s\)\. Enter takes over/,
  );
  second.write(keys.escape);
  await second.waitGone(/Enter takes\s+over/);
  say(first, "still mine");
  await first.waitFor(/alice still mine ✓$/m);
});

test("Enter takes over; the first one is told, takes it back, and has lost nothing of what was typed", async (t) => {
  const server = await startServer(t);
  const first = await join(t, server.port, "alice");
  const bob = await join(t, server.port, "bob");
  await first.waitFor("● bob");
  first.write("half a thought");
  await first.waitFor("to everyone> half a thought");
  const second = await secondLogin(t, server);
  second.write(keys.enter);
  await second.waitFor("to everyone>");
  await first.waitFor(/A login from 127\.0\.0\.1 took your session over/);

  // What the second session receives is not lost for the first one either.
  say(bob, "while you were away");
  await second.waitFor(/bob while you were away$/m);
  say(second, "from elsewhere");
  await second.waitFor(/alice from elsewhere ✓$/m);

  first.write(`${password}${keys.enter}`);
  await first.waitFor(/Enter takes\s+over/);
  first.write(keys.enter);
  await first.waitFor("to everyone> half a thought");
  await second.waitFor(/took your session over/);
  await first.waitFor(/bob while you were away$/m);
  await first.waitFor(/alice from elsewhere ✓$/m);
  await insist(first, " indeed");
  await bob.waitFor(/alice half a thought indeed$/m);
  t.pass();
});

test("logging out returns to the form, and the account can be used elsewhere", async (t) => {
  const { port } = await startServer(t);
  const alice = await join(t, port, "alice");
  alice.write("\x1b[19~");
  await alice.waitFor(/Log in at .* connected/);
  alice.write(`${password}${keys.enter}`);
  await alice.waitFor("to everyone>");
  say(alice, "/logout");
  await alice.waitFor(/Log in at/);
  t.regex(alice.text(), /Name +alice/);
});

test("what is typed before the form is there goes into it", async (t) => {
  const { port } = await startServer(t);
  const env = homeEnvironment(await temporaryFolder(t));
  const args = [client, "--port", String(port)];
  const terminal = startTerminal(t, { command: process.execPath, args, env });
  terminal.write(`alice${keys.tab}secret`);
  await terminal.waitFor("•".repeat(6));
  t.regex(terminal.text(), /Name +alice\s+Password +•{6}/);
});
