/** Ctrl-Z and fg, from shells that keep jobs. */
import test, { type ExecutionContext } from "ava";
import {
  client,
  homeEnvironment,
  keys,
  pidIn,
  preloaded,
  startClient,
  startServer,
  temporaryFolder,
} from "./chat.ts";
import { startTerminal, type TestTerminal } from "./terminal.ts";

const prompt = "shell> ";

/** A client that was started by a shell, and its home. */
async function startInShell(
  t: ExecutionContext,
  command: string,
  args: string[],
): Promise<{ terminal: TestTerminal; home: string }> {
  const { port } = await startServer(t);
  const home = await temporaryFolder(t);
  const env = { ...homeEnvironment(home), PS1: prompt, ENV: "" };
  const terminal = startTerminal(t, { command, args, env });
  await terminal.waitFor(prompt.trim());
  const line = [process.execPath, ...preloaded(), client, "--port", String(port)];
  terminal.write(`${line.map((word) => `'${word}'`).join(" ")}\r`);
  await terminal.waitFor("· connected");
  return { terminal, home };
}

/** The last that the client asks a terminal for when it takes it. */
const taken = "\x1b[>5u";

/** Once the terminal is taken, what is typed is drawn by the client at its place, and not echoed. */
async function isBack(
  t: ExecutionContext,
  terminal: TestTerminal,
  since: number,
  typed: string,
): Promise<void> {
  await terminal.waitFor(() => terminal.output().subarray(since).includes(taken), "the client to be back");
  await terminal.waitFor("· connected");
  terminal.write(typed);
  await terminal.waitFor(new RegExp(`Name +\\w*${typed}$`, "m"));
  t.true(terminal.isAlternate());
  t.like(terminal.modes, { bracketedPasteMode: true, sendFocusMode: true, wraparoundMode: false });
  t.regex(terminal.title, / – chat-tui$/);
  t.is(terminal.screen().filter((row) => row.includes(typed)).length, 1);
  t.notRegex(terminal.text(), /shell>/);
}

for (const [name, args] of [
  ["sh", ["-i"]],
  ["bash", ["--norc", "--noprofile", "-i"]],
] as const) {
  test(`${name}: Ctrl-Z gives the terminal to the shell, fg takes it back, more than once`, async (t) => {
    const { terminal } = await startInShell(t, name, [...args]);
    for (const typed of ["one", "two"]) {
      terminal.write(keys.ctrlZ);
      await terminal.waitFor(/Stopped/);
      t.false(terminal.isAlternate());
      t.false(terminal.modes.sendFocusMode);
      t.is(terminal.title, "");
      t.true(terminal.modes.wraparoundMode);
      terminal.write(`echo $((20+22))-${typed}\r`);
      await terminal.waitFor(`42-${typed}`);
      const since = terminal.output().length;
      terminal.write("fg\r");
      await isBack(t, terminal, since, typed);
    }
  });
}

test("stopped from outside, it takes the terminal back as a whole", async (t) => {
  const { terminal, home } = await startInShell(t, "bash", ["--norc", "--noprofile", "-i"]);
  process.kill(await pidIn(home), "SIGSTOP");
  await terminal.waitFor(/Stopped/);
  const since = terminal.output().length;
  terminal.write("fg\r");
  await isBack(t, terminal, since, "one");
});

test("where no shell could continue it, Ctrl-Z only blinks", async (t) => {
  const { port } = await startServer(t);
  const terminal = await startClient(t, port);
  const since = terminal.output().length;
  terminal.write(keys.ctrlZ);
  await isBack(t, terminal, since, "one");
});
