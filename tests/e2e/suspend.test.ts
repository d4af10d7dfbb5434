/** Ctrl-Z and fg, from shells that keep jobs. */
import { readFile } from "node:fs/promises";
import test, { type ExecutionContext } from "ava";
import { client, homeEnvironment, keys, startClient, startServer, temporaryFolder } from "./chat.ts";
import { startTerminal, type TestTerminal } from "./terminal.ts";

const prompt = "shell> ";

async function startInShell(t: ExecutionContext, command: string, args: string[]): Promise<TestTerminal> {
  const { port } = await startServer(t);
  const env = { ...homeEnvironment(await temporaryFolder(t)), PS1: prompt, ENV: "" };
  const terminal = startTerminal(t, { command, args, env });
  await terminal.waitFor(prompt.trim());
  terminal.write(`${process.execPath} ${client} --port ${port}\r`);
  await terminal.waitFor("· connected");
  return terminal;
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
  t.is(terminal.screen().filter((row) => row.includes(typed)).length, 1);
  t.notRegex(terminal.text(), /shell>/);
}

for (const [name, args] of [
  ["sh", ["-i"]],
  ["bash", ["--norc", "--noprofile", "-i"]],
] as const) {
  test(`${name}: Ctrl-Z gives the terminal to the shell, fg takes it back, more than once`, async (t) => {
    const terminal = await startInShell(t, name, [...args]);
    for (const typed of ["one", "two"]) {
      terminal.write(keys.ctrlZ);
      await terminal.waitFor(/Stopped/);
      t.false(terminal.isAlternate());
      t.false(terminal.modes.sendFocusMode);
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
  const terminal = await startInShell(t, "bash", ["--norc", "--noprofile", "-i"]);
  const children = await readFile(`/proc/${terminal.pid}/task/${terminal.pid}/children`, "utf8");
  process.kill(Number(children.trim()), "SIGSTOP");
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
