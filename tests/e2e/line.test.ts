/** Line mode: at a terminal that can do nothing but print, and between pipes. */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import test, { type ExecutionContext } from "ava";
import { callTo } from "../../server/admin/call.ts";
import { client, homeEnvironment, join, keys, password, startServer, temporaryFolder } from "./chat.ts";
import { as, type PipedExit, piped } from "./piped.ts";
import { startTerminal, type TestTerminal } from "./terminal.ts";

/** Every byte is text, a bell or a newline, which the terminal's driver turns into two. */
function isPlain(t: ExecutionContext, output: string): void {
  t.is(/(?!\r?\n)\p{Cc}/u.exec(output.replaceAll("\x07", ""))?.[0], undefined);
}

/** Someone who has signed up at a dumb terminal, with this added to the environment. */
async function joined(
  t: ExecutionContext,
  port: number,
  name: string,
  env: Readonly<Record<string, string>> = {},
): Promise<TestTerminal> {
  const terminal = startTerminal(t, {
    command: process.execPath,
    args: [client, "--port", String(port), "--signup", "--user", name],
    env: { ...homeEnvironment(await temporaryFolder(t)), TERM: "dumb", ...env },
    columns: 200,
    rows: 60,
  });
  await terminal.waitFor(/^Password:$/m);
  terminal.write(`${password}${keys.enter}`);
  await terminal.waitFor(/^Password again:$/m);
  terminal.write(`${password}${keys.enter}`);
  await terminal.waitFor(/^to everyone>$/m);
  return terminal;
}

interface Dumb {
  readonly home: string;
  readonly args?: readonly string[];
  readonly columns?: number;
  readonly env?: Readonly<Record<string, string>>;
}

/** Someone at a dumb terminal who has typed nothing, because a file has the password. */
async function present(
  t: ExecutionContext,
  port: number,
  name: string,
  { home, args = [], columns = 80, env }: Dumb,
): Promise<TestTerminal> {
  const terminal = startTerminal(t, {
    command: process.execPath,
    args: [client, ...(await as(t, port, name)), ...args],
    env: { ...homeEnvironment(home), TERM: "dumb", ...env },
    columns,
    rows: 60,
  });
  await terminal.waitFor(/^to everyone>$/m);
  return terminal;
}

/** Signs up, and says these lines. */
async function run(t: ExecutionContext, port: number, name: string, ...lines: string[]): Promise<PipedExit> {
  const process = await piped(t, "--line", "--signup", ...(await as(t, port, name)));
  return process.end(...lines);
}

const saidBy = (name: string, output: string): string[] =>
  output.split("\n").flatMap((line) => line.split(` ${name} `)[1] ?? []);

test("at a dumb terminal: log in, broadcast, whisper, block, who is online, help", async (t) => {
  const { port } = await startServer(t);
  const alice = await joined(t, port, "alice");
  t.regex(alice.row(0), /^chat-tui: line mode, because TERM is dumb; \/help helps\.$/);
  const bob = await joined(t, port, "bob");
  bob.write(`hello all${keys.enter}/w alice psst${keys.enter}`);
  await alice.waitFor(/^\d\d:\d\d bob to everyone: hello all$/m);
  await alice.waitFor(/^\d\d:\d\d bob to you only: psst$/m);
  await bob.waitFor(/^to alice only>$/m);
  alice.write(`/w bob${keys.enter}back${keys.enter}`);
  await alice.waitFor(/^to bob only> back$/m);
  await bob.waitFor(/alice to you only: back$/m);
  alice.write(`/online${keys.enter}`);
  await alice.waitFor(/^Online now:\nalice, since .*\nbob, since /m);
  alice.write(`/block bob${keys.enter}`);
  await alice.waitFor("To undo it: /unblock bob");
  bob.write(`let me in${keys.enter}`);
  await bob.waitFor(/^Not sent to alice: That person has blocked you\. The text was: let me in$/m);
  alice.write(`/help${keys.enter}`);
  await alice.waitFor("/whisper NAME [TEXT]: ");
  for (const terminal of [alice, bob]) {
    terminal.write(`/quit${keys.enter}`);
    t.deepEqual(await terminal.exited, { code: 0, signal: 0 });
    isPlain(t, terminal.output().toString());
    t.false(terminal.text().includes(password));
  }
});

test("what arrives doesn't tear the line that is being typed", async (t) => {
  const { port } = await startServer(t);
  const alice = await joined(t, port, "alice");
  alice.write("half a l");
  await alice.waitFor("to everyone> half a l");
  await run(t, port, "bob", "hello");
  await alice.waitFor(/^to everyone> half a l\n\d\d:\d\d bob to everyone: hello\nto everyone> half a l$/m);
  alice.write(`ime${keys.left}${keys.left}\x7f\x7fl${keys.enter}`);
  await alice.waitFor(/^to everyone> half a lme\nto everyone>$/m);
  const { stdout } = await run(t, port, "carol", "/older");
  t.deepEqual(saidBy("alice", stdout), ["to everyone: half a lme"]);
});

test("at 40 columns: words stay whole, what is found is told by number, and a whisper rings where nobody types", async (t) => {
  const { port } = await startServer(t);
  const home = await temporaryFolder(t);
  const alice = await present(t, port, "alice", { home, args: ["--signup"], columns: 40 });
  const others = ["one", "two", "three", "a word about apples for @alice and everyone else", "four"];
  await run(t, port, "bob", ...others, "/w alice psst");
  await alice.waitFor(/bob to everyone: a word about\n {2}apples for @alice and everyone else$/m);
  await alice.waitFor(/bob to you only: psst$/m);
  t.true(alice.output().includes("\x07"));
  alice.write(`/mentions${keys.enter}`);
  await alice.waitFor(/^#4 \d\d:\d\d bob: a word about apples for\n {2}@alice and everyone else$/m);
  alice.write(`/around 4${keys.enter}`);
  await alice.waitFor(/^Around #4:\n#1 .*: one\n#2 .*: two\n#3 .*: three\n#4 .*\n.*\n#5 .*: four$/m);
  alice.write(`/info 4${keys.enter}`);
  await alice.waitFor(/^Number: 4$/m);
  isPlain(t, alice.output().toString());
});

test("settings are read, changed and followed, and what is typed shows elsewhere only where they allow it", async (t) => {
  const { port } = await startServer(t);
  const home = await temporaryFolder(t);
  const folder = path.join(homeEnvironment(home).XDG_CONFIG_HOME ?? "", "chat-tui");
  const file = path.join(folder, "settings.jsonc");
  await mkdir(folder, { recursive: true });
  await writeFile(file, '{ "quiet": true, "nothing": 1 }');
  const alice = await present(t, port, "alice", { home, args: ["--signup"], columns: 200 });
  await alice.waitFor(/^settings\.jsonc: .*There is no setting "nothing"/m);
  alice.write(`/settings${keys.enter}`);
  await alice.waitFor(/^quiet is on: /m);
  const bob = await join(t, port, "bob");
  alice.write("hel");
  await bob.waitFor("alice is typing");
  alice.write(`lo${keys.enter}/set typing off${keys.enter}`);
  await alice.waitFor(/^typing is off\.$/m);
  t.true((await readFile(file, "utf8")).includes('"typing": false'));
  await writeFile(file, '{ "notify": "off" }');
  await alice.waitFor(/^notify is off\.$/m);
  await alice.waitFor(/^quiet is off\.$/m);
});

test("/edit writes in an editor and sends at a yes; Up brings lines back at the next start, until /forget", async (t) => {
  const { port } = await startServer(t);
  const home = await temporaryFolder(t);
  const editor = path.join(home, "editor");
  await writeFile(editor, '#!/bin/sh\nprintf "second row\\n" >>"$1"\n', { mode: 0o700 });
  const dumb = { home, env: { EDITOR: editor, VISUAL: "" } };
  const alice = await present(t, port, "alice", { ...dumb, args: ["--signup"] });
  alice.write(`/edit first row${keys.enter}`);
  await alice.waitFor(/^You wrote:\n {2}first row\n {2}second row\nSend it to everyone, yes or no\?$/m);
  alice.write(`yes${keys.enter}`);
  await alice.waitFor(/yes or no\? yes\nto everyone>$/m);
  alice.write(`/quit${keys.enter}`);
  await alice.exited;
  const again = await present(t, port, "alice", dumb);
  again.write(keys.up);
  await again.waitFor(/^to everyone> \/quit$/m);
  again.write(keys.up);
  await again.waitFor(/^to everyone> first row\nsecond row$/m);
  again.write(`${keys.ctrlC}/forget yes${keys.enter}`);
  await again.waitFor(/^Nothing of alice is on this machine any more\.\nto everyone>$/m);
  again.write(`${keys.up}.`);
  await again.waitFor(/^to everyone> \.$/m);
  const { stdout } = await run(t, port, "bob", "/older");
  t.regex(stdout, /alice to everyone: first row\n {2}second row\n/);
});

test("in a shell buffer of Emacs, which shows what is typed itself, nothing is shown twice", async (t) => {
  const { port } = await startServer(t);
  const alice = await joined(t, port, "alice", { INSIDE_EMACS: "30.1,comint" });
  alice.write("hello all\n/online\n");
  await alice.waitFor("Online now:");
  t.false(alice.text().includes("hello all"));
  const { stdout } = await run(t, port, "bob", "/older");
  t.deepEqual(saidBy("alice", stdout), ["to everyone: hello all"]);
});

test("after kill -9 of the server a dumb terminal says so once, and what was written meanwhile goes out", async (t) => {
  const server = await startServer(t);
  const alice = await joined(t, server.port, "alice");
  await server.kill();
  await alice.waitFor("Offline: ");
  alice.write(`written meanwhile${keys.enter}`);
  await alice.waitFor(/^to everyone> written meanwhile\nto everyone>$/m);
  await startServer(t, server);
  await alice.waitFor("Connected again.");
  const { stdout } = await run(t, server.port, "bob", "/older");
  t.deepEqual(saidBy("alice", stdout), ["to everyone: written meanwhile"]);
  t.is(alice.text().split("Offline").length, 2);
});

test("Ctrl-C leaves at the second time, Ctrl-D at once, and the terminal is as it was", async (t) => {
  const { port } = await startServer(t);
  for (const [name, leave] of [
    ["alice", `${keys.ctrlC}${keys.ctrlC}`],
    ["bob", "\x04"],
  ] as const) {
    const terminal = startTerminal(t, {
      command: "sh",
      args: [
        "-c",
        '"$0" "$@"; echo "status $?"; stty -a',
        process.execPath,
        client,
        "--port",
        String(port),
        "--signup",
        "--user",
        name,
      ],
      env: { ...homeEnvironment(await temporaryFolder(t)), TERM: "dumb" },
      columns: 200,
    });
    await terminal.waitFor(/^Password:$/m);
    terminal.write(`${password}${keys.enter}`);
    await terminal.waitFor(/^Password again:$/m);
    terminal.write(`${password}${keys.enter}`);
    await terminal.waitFor(/^to everyone>$/m);
    terminal.write(leave);
    await terminal.exited;
    t.regex(terminal.text(), /^status 0$/m);
    t.regex(terminal.text(), / icanon .* echo /s);
  }
});

test("200 lines through a pipe are stored once each and in order, also when the server is killed meanwhile", async (t) => {
  const server = await startServer(t);
  const lines = Array.from({ length: 200 }, (_, index) => `line ${index + 1}`);
  const alice = await piped(t, "--line", "--signup", ...(await as(t, server.port, "alice")));
  const ended = alice.end(...lines);
  await alice.waitFor(/line 20\n/);
  await server.kill();
  await startServer(t, server);
  const { code, stdout } = await ended;
  t.is(code, 0);
  t.deepEqual(
    saidBy("you", stdout),
    lines.map((line) => `to everyone: ${line}`),
  );
  isPlain(t, stdout);
  const bob = await run(t, server.port, "bob", ...Array<string>(10).fill("/older"));
  const told = saidBy("alice", bob.stdout).map((line) => Number(/\d+$/.exec(line)?.[0]));
  t.deepEqual(
    told.toSorted((a, b) => a - b),
    lines.map((_, index) => index + 1),
  );
});

test("what was missed comes at the next login", async (t) => {
  const { port } = await startServer(t);
  await run(t, port, "bob");
  await run(t, port, "alice", "one", "/w bob two", "three \\", "rows");
  const bob = await piped(t, "--line", ...(await as(t, port, "bob")));
  await bob.waitFor(/three[\s\S]*rows/);
  await bob.waitFor(/two/);
  const { code, stdout, stderr } = await bob.end();
  t.is(code, 0);
  t.deepEqual(saidBy("alice", stdout).toSorted(), [
    "to everyone: one",
    "to you only: three ",
    "to you only: two",
  ]);
  t.regex(stdout, /three \n {2}rows\n/);
  t.regex(stderr, /^You are bob at 127\.0\.0\.1:\d+\./);
});

test("nothing after a line that failed goes to someone else", async (t) => {
  const { port } = await startServer(t);
  const { code, stdout, stderr } = await run(t, port, "alice", "/w nobody-here", "a secret");
  t.is(code, 1);
  t.is(stdout, "");
  t.regex(
    stderr,
    /There is no account called nobody-here\.\nStopped here: what comes after it isn't sent\.\n$/,
  );
});

test("a refused message is an exit status of 1", async (t) => {
  const { port } = await startServer(t);
  await run(t, port, "alice");
  await run(t, port, "bob", "/block alice");
  const alice = await piped(t, "--line", ...(await as(t, port, "alice")));
  const { code, stderr } = await alice.end("/w bob hi");
  t.is(code, 1);
  t.regex(stderr, /Not sent to bob: That person has blocked you\./);
});

test("SIGTERM ends it and its session, with the status that a shell expects", async (t) => {
  const { port } = await startServer(t);
  const alice = await piped(t, "--line", "--signup", ...(await as(t, port, "alice")));
  alice.child.stdin.write("hello\n");
  await alice.waitFor(/you to everyone: hello/);
  alice.child.kill("SIGTERM");
  t.is((await alice.exited).code, 143);
  const bob = await run(t, port, "bob", "/recent");
  t.regex(bob.stdout, /^alice, .*, has left$/m);
});

test("a reader that goes away ends it quietly", async (t) => {
  const { port } = await startServer(t);
  const alice = await piped(t, "--line", "--signup", ...(await as(t, port, "alice")));
  alice.child.stdin.write("hello\n");
  await alice.waitFor(/hello/);
  alice.child.stdout.destroy();
  alice.child.stdin.write("more\nand more\n");
  const { code, stderr } = await alice.exited;
  t.is(code, 0);
  t.notRegex(stderr, /EPIPE/);
});

test("without a terminal, name and password have to come from elsewhere", async (t) => {
  const nobody = await (await piped(t)).end();
  t.deepEqual(nobody, {
    code: 1,
    stdout: "",
    stderr:
      "chat-tui: line mode, because standard input is no terminal; /help helps.\n" +
      "chat-tui: There is no terminal to ask at: give --user NAME and --password-file FILE.\n",
  });
});

test("a server that isn't there is an error where nobody waits", async (t) => {
  const server = await startServer(t);
  await server.kill();
  const alice = await piped(t, "--line", ...(await as(t, server.port, "alice")));
  const { code, stderr } = await alice.end("hello");
  t.is(code, 1);
  t.regex(stderr, /^Offline: Nothing listens there\. Is the server running\?/);
});

test("kicked in mid-session, a client between pipes says so, names what isn't sent and ends", async (t) => {
  const server = await startServer(t);
  const alice = await piped(t, "--line", "--signup", ...(await as(t, server.port, "alice")));
  alice.child.stdin.write("hello\nbegun \\\n");
  await alice.waitFor(/you to everyone: hello/);
  await callTo(server.data)("kick", { name: "alice" });
  const { code, stderr } = await alice.exited;
  t.is(code, 1);
  t.deepEqual(stderr.split("\n").slice(-4), [
    "Offline: Whoever runs the server has ended this connection.",
    "Stopped here: what comes after it isn't sent.",
    "Not sent: 1 line: begun ",
    "",
  ]);
});
