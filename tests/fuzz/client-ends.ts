/** Both ends of the client that a person may sit at: the screen and line mode, with a real connection and no terminal. */
import { setTimeout as delay } from "node:timers/promises";
import { Effects } from "../../tui/effects.ts";
import type { Line } from "../../tui/line/line.ts";
import { LineProgram } from "../../tui/line/program.ts";
import { SettingsFile } from "../../tui/settings/file.ts";
import type { Action, Effect } from "../../tui/state/effects.ts";
import { newLogin } from "../../tui/state/login.ts";
import { initialSettings } from "../../tui/state/settings.ts";
import type { Size, State } from "../../tui/state/state.ts";
import { initialState, update } from "../../tui/state/update.ts";
import { titleOf } from "../../tui/title.ts";
import { bytesOf } from "../tui/view/screens.ts";
import { foreignInFrame } from "../tui/view/sequences.ts";

export interface Person {
  /** What should not have been. */
  readonly found: readonly string[];
  /** Resolves when the server has let them in or not. */
  untilAnswered(): Promise<void>;
  /** Does what shows as much as possible. */
  act(): void;
  /** Resolves when the client has noticed that there is no connection. */
  untilAlone(): Promise<void>;
  leave(): Promise<void>;
}

/** How long a client may take; only one that hangs takes so long. */
const patienceMs = 10_000;

function stateAt(port: number, size: Size): State {
  const login = newLogin("alice", "correct horse");
  return initialState(`127.0.0.1:${port}`, login, initialSettings, size, Date.now());
}

async function until(what: string, isSo: () => boolean): Promise<void> {
  const deadline = performance.now() + patienceMs;
  while (!isSo()) {
    if (performance.now() > deadline) throw new Error(`It never came about that ${what}.`);
    await delay(1);
  }
}

/** Notes what isn't drawing, and what is thrown, which a connection would take for its own end. */
class Watch {
  readonly found: string[] = [];

  look(bytes: string): void {
    const foreign = foreignInFrame(bytes);
    if (foreign !== undefined) this.found.push(`to the terminal: ${foreign}`);
  }

  over(act: () => void): void {
    try {
      act();
    } catch (error) {
      this.found.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
    }
  }
}

/** The full screen, as `Program` runs it. */
export class Screen implements Person {
  readonly #watch = new Watch();
  readonly #effects: Effects;
  #state: State;

  constructor(port: number) {
    this.#state = stateAt(port, { columns: 90, rows: 25 });
    const options = { host: "127.0.0.1", port, program: "fuzz", expected: undefined, data: undefined };
    this.#effects = new Effects(options, (action) => this.#do(action));
    this.#effects.run({ do: "connect" });
  }

  get found(): readonly string[] {
    return this.#watch.found;
  }

  async untilAnswered(): Promise<void> {
    await until("the login was answered", () => {
      const { screen } = this.#state;
      return screen.kind === "chat" || screen.problem !== undefined || this.#isAlone;
    });
  }

  act(): void {
    for (const key of ["f2", "escape", "f3", "escape", "ctrl+n", "pageup", "tab", "f1", "escape"])
      this.#do({ type: "input", event: { type: "key", key } });
    this.#do({ type: "input", event: { type: "text", text: "hi" } });
    this.#do({ type: "input", event: { type: "key", key: "enter" } });
  }

  async untilAlone(): Promise<void> {
    await until("the client noticed the end", () => this.#isAlone);
    this.#do({ type: "input", event: { type: "text", text: "typing goes on" } });
  }

  async leave(): Promise<void> {
    await this.#effects.close();
  }

  get #isAlone(): boolean {
    const { state } = this.#state.connection;
    return state === "waiting" || state === "stopped";
  }

  #do(action: Action): void {
    this.#watch.over(() => {
      this.#update(action);
      this.#update({ type: "painted" });
      this.#watch.look(bytesOf(this.#state));
      this.#watch.look(titleOf(this.#state));
    });
  }

  #update(action: Action): void {
    const [state, effects] = update(this.#state, { ...action, now: Date.now() });
    this.#state = state;
    for (const effect of effects) this.#run(effect);
  }

  #run(effect: Effect): void {
    switch (effect.do) {
      case "notify":
        this.#watch.look(effect.title + effect.text);
        break;
      case "copy":
      case "openLink":
      case "compose":
      case "redraw":
      case "suspend":
      case "set":
      case "quit":
        break;
      default:
        this.#effects.run(effect);
    }
  }
}

/** Line mode at a terminal. */
export class Lines implements Person {
  readonly #watch = new Watch();
  readonly #program: LineProgram;
  readonly #said: Line[] = [];
  #prompt = "";

  constructor(port: number) {
    const paper = {
      print: (lines: readonly Line[]) => this.#print(lines),
      ask: (prompt: { text: string } | undefined) => {
        this.#prompt = prompt?.text ?? "";
        this.#watch.look(this.#prompt);
      },
      taken: () => {},
      ring: () => {},
      compose: async () => ({ problem: "There is no editor." }),
    };
    this.#program = new LineProgram(
      {
        host: "127.0.0.1",
        port,
        program: "fuzz",
        expected: undefined,
        data: undefined,
        settings: new SettingsFile("/nowhere/settings.jsonc"),
        state: stateAt(port, { columns: 0, rows: 0 }),
        interactive: true,
      },
      paper,
      () => {},
    );
    this.#program.start();
  }

  get found(): readonly string[] {
    return this.#watch.found;
  }

  async untilAnswered(): Promise<void> {
    await until("line mode said something", () => this.#said.length > 0);
  }

  act(): void {
    for (const line of ["/online", "/recent", "/find o", "/w bob psst", "hi"])
      this.#watch.over(() => this.#program.line(line));
  }

  async untilAlone(): Promise<void> {
    await until("line mode told the end", () => this.#said.some(({ text }) => text.startsWith("Offline: ")));
  }

  async leave(): Promise<void> {
    await this.#program.leave(0);
  }

  #print(lines: readonly Line[]): void {
    this.#said.push(...lines);
    for (const { text } of lines) this.#watch.look(text);
  }
}
