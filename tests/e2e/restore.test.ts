/** The terminal is given back, however the client ends. */
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import test, { type ExecutionContext } from "ava";
import {
  client,
  homeEnvironment,
  join,
  keys,
  pidIn,
  preloaded,
  say,
  signUp,
  startServer,
  temporaryFolder,
} from "./chat.ts";
import { startTerminal, type TestTerminal } from "./terminal.ts";

/** Runs a program like a shell does, and tells what the terminal was set to before and after. */
const shell = `
printf 'the shell\\r\\n'
stty -g > "$HOME/before"
"$@"
code=$?
stty -g > "$HOME/after"
printf 'ended with %s\\r\\n' $code
`;

interface Started {
  readonly terminal: TestTerminal;
  readonly home: string;
  /** Sends a signal to the client, not to the shell around it. */
  signal(name: NodeJS.Signals): Promise<void>;
}

/** `bug`: what the program does wrong when it gets SIGUSR2. */
async function start(t: ExecutionContext, bug = ""): Promise<Started> {
  const { port } = await startServer(t);
  const home = await temporaryFolder(t);
  const script = `process.on("SIGUSR2", () => { ${bug} });`;
  const args = [process.execPath, ...preloaded(script), client, "--port", String(port)];
  const terminal = startTerminal(t, {
    command: "sh",
    args: ["-c", shell, "sh", ...args],
    env: homeEnvironment(home),
    columns: 200,
    rows: 30,
  });
  await terminal.waitFor("· connected");
  t.true(terminal.isAlternate());
  t.like(terminal.modes, { bracketedPasteMode: true, sendFocusMode: true });
  const signal = async (name: NodeJS.Signals): Promise<void> => {
    process.kill(await pidIn(home), name);
  };
  return { terminal, home, signal };
}

async function isRestored(
  t: ExecutionContext,
  { terminal, home }: Started,
  rows: readonly string[],
): Promise<void> {
  await terminal.exited;
  t.false(terminal.isAlternate());
  t.like(terminal.modes, {
    bracketedPasteMode: false,
    sendFocusMode: false,
    mouseTrackingMode: "none",
    wraparoundMode: true,
    synchronizedOutputMode: false,
  });
  t.is(terminal.title, "");
  const output = terminal.output().toString();
  t.true(output.lastIndexOf("\x1b[?25h") > output.lastIndexOf("\x1b[?25l"), "the cursor is shown");
  t.is(output.split("\x1b[>5u").length, output.split("\x1b[<u").length, "the keyboard is as before");
  const setting = (name: string): Promise<string> => readFile(path.join(home, name), "utf8");
  t.is(await setting("after"), await setting("before"));
  t.deepEqual(terminal.screen().slice(0, rows.length + 2), ["the shell", ...rows, ""]);
}

test("Ctrl-C twice", async (t) => {
  const started = await start(t);
  await signUp(started.terminal, "alice");
  started.terminal.write(keys.ctrlC);
  await started.terminal.waitFor("Press Ctrl-C again");
  started.terminal.write(keys.ctrlC);
  await isRestored(t, started, ["ended with 0"]);
});

test("Ctrl-C twice at once, in the middle of what is written", async (t) => {
  const started = await start(t);
  await signUp(started.terminal, "alice");
  started.terminal.write(`typed${keys.ctrlC}${keys.ctrlC}${keys.ctrlC}`);
  await isRestored(t, started, ["ended with 0"]);
});

test("Ctrl-C on the login form", async (t) => {
  const started = await start(t);
  started.terminal.write(`alice${keys.ctrlC}`);
  await isRestored(t, started, ["ended with 0"]);
});

test("/quit", async (t) => {
  const started = await start(t);
  await signUp(started.terminal, "alice");
  say(started.terminal, "/quit");
  await isRestored(t, started, ["ended with 0"]);
});

for (const [name, code] of [
  ["SIGTERM", 143],
  ["SIGHUP", 129],
  ["SIGINT", 130],
] as const) {
  test(name, async (t) => {
    const started = await start(t);
    await started.signal(name);
    await isRestored(t, started, [`ended with ${code}`]);
  });
}

test("SIGTERM with a panel open", async (t) => {
  const started = await start(t);
  await signUp(started.terminal, "alice");
  say(started.terminal, "/settings");
  await started.terminal.waitFor("── Settings");
  await started.signal("SIGTERM");
  await isRestored(t, started, ["ended with 143"]);
});

test("a window that is closed logs out, and is no bug", async (t) => {
  const { port } = await startServer(t);
  const bob = await join(t, port, "bob");
  const home = await temporaryFolder(t);
  const alice = await join(t, port, "alice", { home });
  await bob.waitFor("● alice");
  alice.close();
  await bob.waitFor("○ alice");
  await alice.exited;
  await t.throwsAsync(readFile(path.join(home, "state/chat-tui/chat-tui.log")), { code: "ENOENT" });
});

const setsid = "/usr/bin/setsid";

(existsSync(setsid) ? test : test.skip)("a terminal that goes without a signal logs out, too", async (t) => {
  const { port } = await startServer(t);
  const bob = await join(t, port, "bob");
  const home = await temporaryFolder(t);
  const alice = startTerminal(t, {
    command: setsid,
    args: ["--wait", "--fork", process.execPath, ...preloaded(), client, "--port", String(port)],
    env: homeEnvironment(home),
  });
  await alice.waitFor("· connected");
  const pid = await pidIn(home);
  t.teardown(() => isThere(pid) && process.kill(pid, "SIGKILL"));
  await signUp(alice, "alice");
  await bob.waitFor("● alice");
  alice.close();
  await bob.waitFor("○ alice");
  t.regex(bob.row(1), /^○ alice/);
});

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

for (const [what, how] of [
  ["a bug", "throw new Error('a bug\\x1b[31m')"],
  ["a bug that nobody waits for", "Promise.reject(new Error('a bug\\x1b[31m'))"],
] as const) {
  test(`${what}: one plain line, and the log has the rest`, async (t) => {
    const started = await start(t, how);
    await signUp(started.terminal, "alice");
    await started.signal("SIGUSR2");
    const log = path.join(started.home, "state/chat-tui/chat-tui.log");
    await isRestored(t, started, [
      `chat-tui: stopped by an internal error: a bug (details in ${log})`,
      "ended with 1",
    ]);
    t.is(started.terminal.cell(0, 1).fg, undefined);
    t.regex(await readFile(log, "utf8"), /Error: a bug/);
  });
}
