/** Certificates and people: the first time, the next time, a changed one, and scripts that can't be asked. */
import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import test, { type ExecutionContext } from "ava";
import {
  type ChatServer,
  client,
  homeEnvironment,
  keys,
  leave,
  password,
  signUp,
  startServer,
  temporaryFolder,
} from "./chat.ts";
import { as, PipedClient } from "./piped.ts";
import { startTerminal, type TestTerminal } from "./terminal.ts";

/** This machine under a name that a client doesn't take for it. */
const host = "127.1";
const wrong = `SHA256:${"0".repeat(64)}`;

interface Seat {
  readonly home: string;
  readonly port: number;
}

function start(t: ExecutionContext, { home, port }: Seat, ...args: string[]): TestTerminal {
  return startTerminal(t, {
    command: process.execPath,
    args: [client, "--host", host, "--port", String(port), ...args],
    env: homeEnvironment(home),
  });
}

/** A command between pipes. */
function run(t: ExecutionContext, { home, port }: Seat, ...args: string[]): PipedClient {
  const env = { PATH: process.env.PATH ?? "", ...homeEnvironment(home) };
  return new PipedClient(t, ["--host", host, "--port", String(port), ...args], env);
}

/** The same port and accounts, and another certificate. */
async function withNewCertificate(
  t: ExecutionContext,
  { port, data, kill }: ChatServer,
): Promise<ChatServer> {
  await kill();
  await rm(path.join(data, "identity.pem"));
  return startServer(t, { port, data });
}

/** As the client shows it, in rows. */
function shown(terminal: TestTerminal): string {
  const rows = terminal.screen().filter((row) => /^ +([0-9a-f]{4} ?){8}$/.test(row));
  return `SHA256:${rows.join("").replaceAll(" ", "")}`;
}

test("the first time it asks, the next time it knows, and a changed certificate stops it until somebody says trust", async (t) => {
  const server = await startServer(t);
  const seat = { home: await temporaryFolder(t), port: server.port };
  const first = start(t, seat);
  await first.waitFor("Type yes to go on with it.");
  t.is(shown(first), server.fingerprint);
  first.write(`no${keys.enter}`);
  await first.waitFor("Nothing is sent to this server unless you type yes.");
  first.write(`yes${keys.enter}`);
  await first.waitFor("· connected");
  await signUp(first, "alice");
  await leave(first);

  const next = start(t, seat, "--user", "alice");
  await next.waitFor("· connected");
  next.write(`${password}${keys.enter}`);
  await next.waitFor("everyone>");

  const changed = await withNewCertificate(t, server);
  await next.waitFor("NOT THE EXPECTED CERTIFICATE");
  await next.waitFor("/trust");
  next.write(`${keys.ctrlC}${keys.ctrlC}`);
  await next.exited;

  const later = start(t, seat, "--user", "alice");
  await later.waitFor("Type trust to go on with it.");
  const [old, now] = later.text().split("Shown now");
  t.true(old?.includes(server.fingerprint.slice(7, 11)) && now?.includes(changed.fingerprint.slice(7, 11)));
  later.write(`yes${keys.enter}`);
  await later.waitFor("unless you type trust");
  later.write(`trust${keys.enter}`);
  await later.waitFor("· connected");
  later.write(`${password}${keys.enter}`);
  await later.waitFor("everyone>");
});

test("in a session /trust accepts a changed certificate, and the session goes on", async (t) => {
  const server = await startServer(t);
  const seat = { home: await temporaryFolder(t), port: server.port };
  const alice = start(t, seat, "--fingerprint", server.fingerprint);
  await alice.waitFor("· connected");
  await signUp(alice, "alice");
  await withNewCertificate(t, server);
  await alice.waitFor("/trust");
  alice.write("/trust");
  await alice.waitFor("> /trust");
  alice.write(keys.enter);
  await alice.waitFor("1 online");
  t.false(alice.text().includes("NOT THE EXPECTED"));
});

test("scripts are told how to say which certificate is right, and believe nothing else", async (t) => {
  const server = await startServer(t);
  const seat = { home: await temporaryFolder(t), port: server.port };
  const account = (await as(t, server.port, "alice")).slice(2);
  const said = ["--fingerprint", server.fingerprint];

  const unknown = await run(t, seat, ...account, "who").end();
  t.is(unknown.code, 1);
  t.regex(unknown.stderr, new RegExp(`^chat-tui: .*not known here.*--fingerprint ${server.fingerprint}\\n$`));
  const other = await run(t, seat, ...account, "--fingerprint", wrong, "who").end();
  t.is(other.code, 1);
  t.regex(
    other.stderr,
    new RegExp(`not show the expected certificate \\(${wrong}\\).*${server.fingerprint}\\n$`),
  );
  t.false((await readdir(seat.home)).includes("data"), "nothing is kept of it");

  const lines = run(t, seat, ...account, "--signup", ...said);
  t.is((await lines.end("hello")).code, 0, lines.stderr);
  const known = await run(t, seat, ...account, ...said, "who").end();
  t.regex(known.stdout, /^alice, /, known.stderr);
  t.regex((await run(t, seat, ...account, "who").end()).stdout, /^alice, /, "remembered");
});

test("line mode between pipes says it, too, and ends", async (t) => {
  const server = await startServer(t);
  const seat = { home: await temporaryFolder(t), port: server.port };
  const account = (await as(t, server.port, "alice")).slice(2);
  const { code, stderr } = await run(t, seat, ...account, "--signup").end("hello");
  t.is(code, 1);
  t.true(stderr.includes(`--fingerprint ${server.fingerprint}`), stderr);
});

test("line mode at a terminal asks, and a profile can know the answer", async (t) => {
  const server = await startServer(t);
  const seat = { home: await temporaryFolder(t), port: server.port };
  const lines = start(t, seat, "--line");
  await lines.waitFor("Type yes to go on with it:");
  t.regex(lines.text(), /Its certificate has the fingerprint:\n(([0-9a-f]{4} ?){4}\n){4}/);
  lines.write("yes\r");
  await lines.waitFor("Name:");

  const home = await temporaryFolder(t);
  const folder = path.join(homeEnvironment(home).XDG_CONFIG_HOME ?? "", "chat-tui");
  await mkdir(folder, { recursive: true });
  const profiles = { work: { host, port: server.port, fingerprint: server.fingerprint.toUpperCase() } };
  await writeFile(path.join(folder, "settings.jsonc"), JSON.stringify({ profiles }));
  const work = startTerminal(t, {
    command: process.execPath,
    args: [client, "work"],
    env: homeEnvironment(home),
  });
  await work.waitFor("· connected");
  t.true(work.text().includes(`at ${host}:${server.port}`));
});
