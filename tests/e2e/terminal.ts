/**
 * Runs a real program on a pseudo-terminal with an emulator behind it, so that a test can type, look at cells and
 * wait for what the screen shows. Nothing here waits for time: every condition is looked at again after each piece
 * of output.
 */
import { execFileSync } from "node:child_process";
import { type IPty, spawn } from "@lydell/node-pty";
import type xterm from "@xterm/headless";
import type { ExecutionContext } from "ava";
import { type Cell, cellAt, screenRows } from "./cells.ts";
import { type CellCount, createEmulator } from "./emulator.ts";

/** Far more than anything takes, also on a machine that is busy with other things. */
const DEADLINE_MILLISECONDS = 45_000;

/** Each of these makes Ink and others believe that nobody is watching. */
const HIDDEN_VARIABLES = ["CI", "GITHUB_ACTIONS", "CONTINUOUS_INTEGRATION", "NO_COLOR"];
/** Without a desktop no test opens a browser. */
const NO_DESKTOP = { DISPLAY: undefined, WAYLAND_DISPLAY: undefined, SSH_CONNECTION: "a test" };

export type TerminalOptions = {
  readonly command: string;
  readonly args?: readonly string[];
  /** Added to this process's environment; undefined removes a variable. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly columns?: number;
  readonly rows?: number;
  readonly cwd?: string;
  /** How the emulator counts cells: whole graphemes, which is the default, or each character by itself. */
  readonly cells?: CellCount;
};

/** How the program ended; `signal` is a number, 0 when none. */
export type Exit = { readonly code: number; readonly signal: number };

/** A text that is on the screen, a pattern that matches it, or anything else to be asked. */
export type Condition = string | RegExp | ((terminal: TestTerminal) => boolean);

type Waiter = { check(): boolean; fail(why: string): void };

function environment(extra: TerminalOptions["env"]): Record<string, string | undefined> {
  const env: Record<string, string | undefined> = { ...process.env };
  for (const name of HIDDEN_VARIABLES) delete env[name];
  return { ...env, TERM: "xterm-256color", COLORTERM: "truecolor", ...NO_DESKTOP, ...extra };
}

/** A program and the screen that it draws. */
export class TestTerminal {
  readonly #ended: Promise<Exit>;
  readonly #pty: IPty;
  readonly #emulator: xterm.Terminal;
  readonly #output: Buffer[] = [];
  readonly #waiters = new Set<Waiter>();
  #exit: Exit | undefined;
  #title = "";

  constructor(options: TerminalOptions) {
    const { command, args = [], env, columns = 80, rows = 24, cwd = process.cwd(), cells } = options;
    this.#emulator = createEmulator(columns, rows, cells);
    // Without an encoding the pty hands over bytes, whatever its types say.
    const full = environment(env);
    const settings = { cols: columns, rows, cwd, env: full, encoding: null };
    this.#pty = spawn(command, [...args], { ...settings, name: full.TERM ?? "" });
    this.#pty.onData((data) => this.#show(Buffer.from(data)));
    this.#emulator.onData((reply) => this.#reply(reply));
    this.#emulator.onTitleChange((title) => {
      this.#title = title;
    });
    this.#ended = new Promise((resolve) => this.#pty.onExit((exit) => this.#end(exit, resolve)));
  }

  /** Resolves once the program has ended and its last output is on the screen; rejects like `waitFor`. */
  get exited(): Promise<Exit> {
    const { promise, resolve, reject } = Promise.withResolvers<Exit>();
    const late = setTimeout(() => {
      reject(new Error(`45 seconds passed while waiting for its end. The screen:\n${this.#picture()}`));
    }, DEADLINE_MILLISECONDS);
    void this.#ended.then(resolve).finally(() => clearTimeout(late));
    return promise;
  }

  /** Types: keys as the bytes that a terminal would send. */
  write(keys: string): void {
    this.#pty.write(keys);
  }

  /** The visible rows from top to bottom, without the blanks at their ends. */
  screen(): string[] {
    return screenRows(this.#emulator);
  }

  /** The visible rows as one string. */
  text(): string {
    return this.screen().join("\n");
  }

  /** One visible row, from 0. */
  row(index: number): string {
    return this.screen()[index] ?? "";
  }

  /** One visible cell, from 0. */
  cell(x: number, y: number): Cell {
    return cellAt(this.#emulator.buffer.active, x, y);
  }

  /** Where the cursor is, from 0. */
  get cursor(): { readonly x: number; readonly y: number } {
    const { cursorX: x, cursorY: y } = this.#emulator.buffer.active;
    return { x, y };
  }

  get title(): string {
    return this.#title;
  }

  get pid(): number {
    return this.#pty.pid;
  }

  /** Whether the alternate screen is shown. */
  isAlternate(): boolean {
    return this.#emulator.buffer.active.type === "alternate";
  }

  /** The input modes that the program has switched on: mouse tracking, bracketed paste and so on. */
  get modes(): xterm.IModes {
    return this.#emulator.modes;
  }

  /** Every byte that the program has written. */
  output(): Buffer {
    return Buffer.concat(this.#output);
  }

  /** Resolves as soon as the condition holds; rejects with the whole screen after 45 s or when the program ends. */
  waitFor(condition: Condition, what = `to see ${String(condition)}`): Promise<void> {
    const holds = this.#predicate(condition);
    return new Promise((resolve, reject) => {
      const settle = (then: () => void): void => {
        clearTimeout(deadline);
        this.#waiters.delete(waiter);
        then();
      };
      const fail = (why: string): void =>
        settle(() => reject(new Error(`${why} while waiting ${what}. The screen:\n${this.#picture()}`)));
      const check = (): boolean => {
        const held = holds();
        if (held) settle(resolve);
        return held;
      };
      const waiter = { check, fail };
      const deadline = setTimeout(() => fail("45 seconds passed"), DEADLINE_MILLISECONDS);
      this.#waiters.add(waiter);
      if (this.#exit) this.#lookLast(this.#exit);
      else if (!this.#isTorn) check();
    });
  }

  /** Resolves as soon as the condition doesn't hold. */
  waitGone(condition: Condition, what = `to lose ${String(condition)}`): Promise<void> {
    const holds = this.#predicate(condition);
    return this.waitFor(() => !holds(), what);
  }

  /** Changes the window's size; the program gets SIGWINCH. */
  resize(columns: number, rows: number): void {
    this.#emulator.resize(columns, rows);
    this.#pty.resize(columns, rows);
  }

  /** Loses what is on the screen, as some terminals do when their window changes. */
  forget(): void {
    this.#emulator.write("\x1b[2J");
  }

  /** Takes nothing more of what the program writes, as a terminal does that is stopped with Ctrl-S, or frozen. */
  stall(): void {
    // Left unread, a pseudo-terminal would take a lot before it is full. Here no key but Ctrl-Q lets it go on.
    const { ptsName } = this.#pty as IPty & { readonly ptsName: string };
    execFileSync("stty", [process.platform === "darwin" ? "-f" : "-F", ptsName, "ixon", "-ixany"]);
    this.#pty.write("\x13");
  }

  /** Goes on taking it. */
  unstall(): void {
    this.#pty.write("\x11");
  }

  /** Closes the window: the system tells the program, and takes the terminal away from it. */
  close(): void {
    // Its types don't know that a Unix terminal has this, and `ptsName`.
    (this.#pty as IPty & { destroy(): void }).destroy();
  }

  /** Sends a signal, SIGHUP if not told otherwise, as a closed window does. */
  kill(signal: NodeJS.Signals = "SIGHUP"): void {
    if (!this.#exit) this.#pty.kill(signal);
  }

  /** Ends the program whatever it does, and lets go of the emulator. */
  async dispose(): Promise<void> {
    this.kill("SIGKILL");
    await this.exited;
    this.#emulator.dispose();
  }

  #predicate(condition: Condition): () => boolean {
    if (typeof condition === "function") return () => condition(this);
    if (typeof condition === "string") return () => this.text().includes(condition);
    return () => this.text().search(condition) !== -1;
  }

  /** In the middle of a synchronized frame a terminal shows nothing of it. */
  get #isTorn(): boolean {
    return this.#emulator.modes.synchronizedOutputMode;
  }

  #show(data: Buffer): void {
    this.#output.push(data);
    this.#emulator.write(data, () => {
      if (this.#isTorn) return;
      for (const waiter of [...this.#waiters]) waiter.check();
    });
  }

  #reply(reply: string): void {
    if (!this.#exit) this.#pty.write(reply);
  }

  #end({ exitCode, signal }: { exitCode: number; signal?: number }, resolve: (exit: Exit) => void): void {
    const exit = { code: exitCode, signal: signal ?? 0 };
    this.#exit = exit;
    this.#lookLast(exit, () => resolve(exit));
  }

  /** An empty write is processed after all that came before it. */
  #lookLast(exit: Exit, then?: () => void): void {
    this.#emulator.write("", () => {
      for (const waiter of [...this.#waiters]) {
        if (!waiter.check()) waiter.fail(`The program ended (${JSON.stringify(exit)})`);
      }
      then?.();
    });
  }

  #picture(): string {
    return this.screen()
      .map((row) => `|${row}`)
      .join("\n");
  }
}

/** Starts a program on a terminal of its own, 80x24 if not told otherwise, which the end of the test kills. */
export function startTerminal(t: ExecutionContext, options: TerminalOptions): TestTerminal {
  const terminal = new TestTerminal(options);
  t.teardown(() => terminal.dispose());
  return terminal;
}
