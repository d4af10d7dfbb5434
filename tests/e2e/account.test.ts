/** The account's own affairs at a terminal: staying logged in, a new password, an export, the end of it. */
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import test, { type ExecutionContext } from "ava";
import {
  client,
  homeEnvironment,
  join,
  keys,
  leave,
  logIn,
  password,
  say,
  startClient,
  startServer,
  temporaryFolder,
} from "./chat.ts";
import { accountFolder, untilOnDisk } from "./files.ts";
import { startTerminal, type TestTerminal } from "./terminal.ts";

const renewed = "battery staple";

/** A client that isn't waited for. */
function started(t: ExecutionContext, home: string, ...args: string[]): TestTerminal {
  const env = homeEnvironment(home);
  return startTerminal(t, { command: process.execPath, args: [client, ...args], env });
}

/** All that stands in files of this folder. */
function written(folder: string): string {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((file) => file.isFile());
  return files.map((file) => contents(path.join(file.parentPath, file.name))).join("\n");
}

/** Of a file that has gone since it was listed: nothing. */
function contents(file: string): string {
  try {
    return readFileSync(file, "latin1");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return "";
    throw error;
  }
}

test("with F3 the next start needs no password, until a logout; the password is never on disk", async (t) => {
  const { port } = await startServer(t);
  const home = await temporaryFolder(t);
  const first = await startClient(t, port, { home });
  t.regex(first.text(), /Stay logged in +\[ \]/);
  first.write(keys.f3);
  await first.waitFor(/Stay logged in +\[x\] on this machine/);
  first.write(`${keys.f2}alice${keys.tab}${password}${keys.tab}${password}${keys.enter}`);
  await first.waitFor("to everyone>");
  await leave(first);
  const file = path.join(accountFolder(home, port, "alice"), "token");
  t.is(statSync(file).mode & 0o777, 0o600);
  t.false(written(home).includes(password));

  const second = started(t, home);
  await second.waitFor("to everyone>");
  const token = readFileSync(file, "utf8");
  say(second, "/logout");
  await second.waitFor(/Log in at/);
  await untilOnDisk(path.dirname(file), (names) => !names.split("\n").includes("token"));
  await leaveForm(second);

  const third = started(t, home, "--port", String(port), "--user", "alice");
  await third.waitFor(/connected/);
  t.regex(third.text(), /Stay logged in +\[ \]/);
  t.false(third.text().includes("to everyone>"));
  t.regex(token, /^alice\./);
});

test("a kept login that is no good any more says so and asks for the password", async (t) => {
  const { port } = await startServer(t);
  const home = await temporaryFolder(t);
  const first = await startClient(t, port, { home, args: ["--remember", "--signup"] });
  first.write(`alice${keys.tab}${password}${keys.tab}${password}${keys.enter}`);
  await first.waitFor("to everyone>");
  await leave(first);
  const elsewhere = await startClient(t, port);
  await logIn(elsewhere, "alice");
  await changePassword(elsewhere, password);
  await elsewhere.waitFor("Your password is changed.");
  await leave(elsewhere);
  const again = started(t, home, "--port", String(port));
  await again.waitFor("The saved login is no longer good.");
  again.write(`${renewed}${keys.enter}`);
  await again.waitFor("to everyone>");
  t.pass();
});

test("/password shows dots, says what is wrong, and the session outlives it and a restart of the server", async (t) => {
  const server = await startServer(t);
  const home = await temporaryFolder(t);
  const alice = await join(t, server.port, "alice", { home });
  await changePassword(alice, "wrong password");
  await alice.waitFor(/The password is wrong\. 2 tries/);
  await answer(alice, "old password>", password);
  await answer(alice, "new password>", renewed);
  await answer(alice, "new password again>", renewed);
  await alice.waitFor("Your password is changed.");
  await server.kill();
  await alice.waitFor(/offline/i);
  await startServer(t, { port: server.port, data: server.data });
  say(alice, "here again");
  await alice.waitFor(/alice here again ✓/);
  t.false(written(home).includes(renewed));
  t.false(existsSync(path.join(accountFolder(home, server.port, "alice"), "token")), "kept on wish only");
  await leave(alice);
  const other = await startClient(t, server.port);
  other.write(`alice${keys.tab}${renewed}${keys.enter}`);
  await other.waitFor("to everyone>");
});

test("/export writes a file, /delete-account wants password and name, and then nobody can be that one again", async (t) => {
  const { port } = await startServer(t);
  const home = await temporaryFolder(t);
  const alice = await join(t, port, "alice", { home });
  say(alice, "for posterity");
  await alice.waitFor(/posterity ✓/);
  const file = path.join(home, "mine.jsonl");
  say(alice, `/export ${file}`);
  await alice.waitFor("1 message of yours");
  t.regex(readFileSync(file, "utf8"), /"text":"for posterity"/);
  say(alice, "/delete-account");
  await answer(alice, "password>", password);
  await alice.waitFor("delete which account>");
  alice.write(`alice${keys.enter}`);
  await alice.waitFor(/The account alice is deleted\./);
  await untilOnDisk(accountFolder(home, port, "alice"), (names) => names === "");
  alice.write(`${keys.f2}alice${keys.tab}${password}${keys.tab}${password}${keys.enter}`);
  await alice.waitFor("That name is taken.");
  t.pass();
});

async function changePassword(terminal: TestTerminal, old: string): Promise<void> {
  say(terminal, "/password");
  await answer(terminal, "old password>", old);
  await answer(terminal, "new password>", renewed);
  await answer(terminal, "new password again>", renewed);
}

async function answer(terminal: TestTerminal, question: string, secret: string): Promise<void> {
  await terminal.waitFor(question);
  terminal.write(secret);
  await terminal.waitFor(`${question} ${"•".repeat(secret.length)}`);
  terminal.write(keys.enter);
}

async function leaveForm(terminal: TestTerminal): Promise<void> {
  terminal.write(keys.ctrlC);
  await terminal.exited;
}
