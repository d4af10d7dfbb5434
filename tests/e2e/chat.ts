/** The built programs: servers on a free port with a folder of their own, and people at terminals. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { ExecutionContext } from "ava";
import { startTerminal, type TestTerminal } from "./terminal.ts";

export const bin = path.join(import.meta.dirname, "../../bin");
const listening = /listens on \S+, port (\d+); data in [\s\S]*--fingerprint (\S+)/;

/** What terminals send for keys. */
export const keys = {
  enter: "\r",
  escape: "\x1b",
  tab: "\t",
  left: "\x1b[D",
  up: "\x1b[A",
  down: "\x1b[B",
  pageUp: "\x1b[5~",
  pageDown: "\x1b[6~",
  end: "\x1b[F",
  ctrlHome: "\x1b[1;5H",
  ctrlEnd: "\x1b[1;5F",
  ctrlE: "\x05",
  ctrlC: "\x03",
  ctrlN: "\x0e",
  ctrlP: "\x10",
  ctrlU: "\x15",
  ctrlZ: "\x1a",
  f1: "\x1bOP",
  f2: "\x1bOQ",
  f3: "\x1bOR",
  f4: "\x1bOS",
  f5: "\x1b[15~",
  f9: "\x1b[20~",
  focusOut: "\x1b[O",
  focusIn: "\x1b[I",
} as const;

export interface ChatServer {
  readonly port: number;
  readonly data: string;
  /** Of its certificate. */
  readonly fingerprint: string;
  /** Ends it like a power cut. */
  kill(): Promise<void>;
  /** Stops it where it stands, and lets it go on. */
  freeze(): void;
  thaw(): void;
}

export interface ServerPlace {
  readonly port?: number;
  readonly data?: string;
  /** Further ones of chat-server. */
  readonly options?: readonly string[];
}

/** Resolves once it listens; the end of the test kills it. */
export async function startServer(
  t: ExecutionContext,
  { port = 0, data, options = [] }: ServerPlace = {},
): Promise<ChatServer> {
  const folder = data ?? path.join(await temporaryFolder(t), "data");
  const args = [path.join(bin, "chat-server.js"), "--port", String(port), "--data", folder, ...options];
  const child = spawn(process.execPath, args, {
    stdio: ["ignore", "pipe", "pipe"],
    // So that no configuration of whoever runs the tests counts.
    env: { ...process.env, CONFIGURATION_DIRECTORY: folder },
  });
  const kill = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill("SIGKILL");
    await once(child, "exit");
  };
  t.teardown(kill);
  return {
    ...(await announced(child)),
    data: folder,
    kill,
    freeze: () => void child.kill("SIGSTOP"),
    thaw: () => void child.kill("SIGCONT"),
  };
}

/** What it says when it starts. */
async function announced(child: ChildProcess): Promise<Pick<ChatServer, "port" | "fingerprint">> {
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk) => (said += chunk));
  while (!listening.test(said)) {
    if (child.exitCode !== null) throw new Error(`The server ended:\n${said}`);
    await Promise.race([once(child.stdout ?? child, "data"), once(child, "exit")]);
  }
  const [, port, fingerprint = ""] = listening.exec(said) ?? [];
  return { port: Number(port), fingerprint };
}

/** A folder that the end of the test takes away. */
export async function temporaryFolder(t: ExecutionContext): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "chat-tui-"));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

export interface ClientOptions {
  readonly columns?: number;
  readonly rows?: number;
  readonly args?: readonly string[];
  /** For Node itself, before the program. */
  readonly nodeArgs?: readonly string[];
  readonly home?: string;
  readonly cells?: "characters";
  /** What the terminal tells about itself. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Where a program may write: all of it in a folder of its own. */
export function homeEnvironment(home: string): Record<string, string> {
  return {
    HOME: home,
    XDG_STATE_HOME: path.join(home, "state"),
    XDG_CONFIG_HOME: path.join(home, "config"),
    XDG_DATA_HOME: path.join(home, "data"),
    XDG_CACHE_HOME: path.join(home, "cache"),
  };
}

export const client = path.join(bin, "chat-tui.js");

/** A client at its login form, connected. */
export async function startClient(
  t: ExecutionContext,
  port: number,
  { args = [], nodeArgs = [], home, env, ...size }: ClientOptions = {},
): Promise<TestTerminal> {
  const terminal = startTerminal(t, {
    command: process.execPath,
    args: [...nodeArgs, client, "--port", String(port), ...args],
    env: { ...homeEnvironment(home ?? (await temporaryFolder(t))), ...env },
    ...size,
  });
  await terminal.waitFor(/(?:· |^ *)connected$/m);
  return terminal;
}

/** Arguments for Node with which a program writes down its process id, for `pidIn`, and does something of its own. */
export function preloaded(script = ""): string[] {
  const noted =
    'import{writeFileSync}from"node:fs";writeFileSync(process.env.HOME+"/pid",String(process.pid));';
  return ["--import", `data:text/javascript,${encodeURIComponent(noted + script)}`];
}

/** Of the program that was started with this home. */
export async function pidIn(home: string): Promise<number> {
  return Number(await readFile(path.join(home, "pid"), "utf8"));
}

export const password = "correct horse";

/** Fills in the form for a new account, and waits for the main screen. */
export async function signUp(terminal: TestTerminal, name: string): Promise<void> {
  terminal.write(`${keys.f2}${name}${keys.tab}${password}${keys.tab}${password}${keys.enter}`);
  await terminal.waitFor("everyone>");
}

/** Fills in the form for an account that there is; the name is there already where it was the last one. */
export async function logIn(terminal: TestTerminal, name: string): Promise<void> {
  const isNamed = /^ *Name +\S/m.test(terminal.text());
  terminal.write(`${isNamed ? "" : `${name}${keys.tab}`}${password}${keys.enter}`);
  await terminal.waitFor("everyone>");
}

/** A client that has signed up. */
export async function join(
  t: ExecutionContext,
  port: number,
  name: string,
  options: ClientOptions = {},
): Promise<TestTerminal> {
  const terminal = await startClient(t, port, options);
  await signUp(terminal, name);
  return terminal;
}

/** Types a line and sends it. A key before it tells lines that come at once from a paste. */
export function say(terminal: TestTerminal, line: string): void {
  terminal.write(`${keys.ctrlE}${line}${keys.enter}`);
}

/** The same where another conversation may have been opened within the last second: says yes if the client asks. */
export async function insist(terminal: TestTerminal, line: string): Promise<void> {
  say(terminal, line);
  const asked = "Enter sends";
  await terminal.waitFor(
    () => terminal.text().includes(asked) || log(terminal).some((row) => row.includes(line)),
    `to see it sent, or a question: ${line}`,
  );
  if (terminal.text().includes(asked)) terminal.write(keys.enter);
}

/** Takes the keyboard away from it, and waits until it knows: it reads both at once, and a key after it would undo it. */
export async function lookAway(terminal: TestTerminal): Promise<void> {
  terminal.write(`away${keys.focusOut}`);
  await terminal.waitFor(/> away$/m);
}

/** Leaves by Ctrl-C twice, with nothing typed, and waits until the program has ended. */
export async function leave(terminal: TestTerminal): Promise<void> {
  terminal.write(keys.ctrlC);
  await terminal.waitFor("Press Ctrl-C again");
  terminal.write(keys.ctrlC);
  await terminal.exited;
}

/** The rows of the log, from top to bottom, without the contacts beside it and the rows around it. */
export function log(terminal: TestTerminal): string[] {
  const rows = terminal.screen().map((row) => row.split("│ ").at(-1) ?? "");
  const input = rows.findLastIndex((row) => /^(to )?\S+( only)?>/.test(row));
  return rows.slice(1, input).filter((row) => row.trim() !== "");
}

/** Everything in the log that matches, in the order of the rows. */
export function inLog(terminal: TestTerminal, pattern: RegExp): string[] {
  return log(terminal).flatMap((row) => pattern.exec(row)?.[0] ?? []);
}
