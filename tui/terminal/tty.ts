/**
 * The terminal as the program uses it: raw input, a screen to draw on, sizes, suspending. The only file that touches
 * the process's terminal.
 */
import type { Size } from "../state/state.ts";
import { joinBursts } from "./burst.ts";
import type { InputEvent } from "./events.ts";
import { InputDecoder } from "./input.ts";
import { Output, openTerminal } from "./output.ts";
import { Screen } from "./screen.ts";
import { stopProcess } from "./stop.ts";

/** How long after an Esc what follows still belongs to it. */
export const escapeMs = 30;
/** Terminals resize in storms: draw everything anew once it has been quiet for so long. */
const resizeMs = 60;
/** Far longer than it takes to be stopped. */
const unstoppedMs = 100;

export interface TtyEvents {
  onInput(event: InputEvent): void;
  onResize(size: Size): void;
  /** What was on screen is lost: draw it whole. */
  onLost(): void;
  /** The terminal's window is gone. */
  onGone(): void;
}

export class Tty {
  readonly #events: TtyEvents;
  readonly #decoder = new InputDecoder();
  // Unlike process.stdout, which blocks the process while a terminal is stalled.
  readonly #out = new Output(openTerminal(), () => this.#events.onLost());
  readonly #screen = new Screen((text) => this.#out.finish(text), {
    focus: true,
    keyboard: true,
    ground: true,
  });
  #isLent = false;
  #escape: NodeJS.Timeout | undefined;
  #resize: NodeJS.Timeout | undefined;

  constructor(events: TtyEvents) {
    this.#events = events;
    process.stdin.on("data", (chunk: Buffer) => this.#receive(chunk));
    for (const end of ["end", "error"]) process.stdin.on(end, () => events.onGone());
    // Also where the window is back at its size before anyone looked, which is no "resize" of process.stdout.
    process.on("SIGWINCH", () => this.#resized());
    process.on("SIGCONT", () => this.#continued());
  }

  get size(): Size {
    const { columns = 80, rows = 24 } = process.stdout;
    return { columns, rows };
  }

  /** Takes the terminal over, also after a suspend. */
  enter(): void {
    process.stdin.setRawMode(true);
    process.stdin.resume();
    this.#screen.enter();
    this.#events.onLost();
  }

  /** Wheel and clicks come as input; otherwise the terminal has them, and selects text. */
  setMouse(on: boolean): void {
    this.#screen.setMouse(on);
  }

  /** Gives the terminal back; harmless when called again. */
  leave(): void {
    this.#screen.leave();
    if (process.stdin.isTTY) process.stdin.setRawMode(false);
    process.stdin.pause();
  }

  /** Gives the terminal back while the process is stopped. */
  suspend(): void {
    this.leave();
    stopProcess();
    // Where there is no shell that could continue it, a process is not stopped either.
    setTimeout(() => this.enter(), unstoppedMs);
  }

  /** Somebody else has the terminal until this is done; what is written meanwhile is not for it. */
  async lend<Result>(use: () => Promise<Result>): Promise<Result> {
    this.leave();
    this.#isLent = true;
    try {
      return await use();
    } finally {
      this.#isLent = false;
      this.enter();
    }
  }

  /** False: the terminal is stalled or lent, and nothing was taken; `onLost` says when to draw again. */
  write(bytes: string): boolean {
    return !this.#isLent && this.#out.write(bytes);
  }

  /** Whoever had the terminal meanwhile left it as they like it, also when this was stopped from outside. */
  #continued(): void {
    if (this.#isLent) return;
    this.leave();
    this.enter();
  }

  #receive(chunk: Buffer): void {
    clearTimeout(this.#escape);
    for (const event of joinBursts(this.#decoder.push(chunk))) this.#events.onInput(event);
    if (this.#decoder.pending) this.#escape = setTimeout(() => this.#flush(), escapeMs);
  }

  #flush(): void {
    for (const event of this.#decoder.flush()) this.#events.onInput(event);
  }

  #resized(): void {
    this.#events.onResize(this.size);
    clearTimeout(this.#resize);
    this.#resize = setTimeout(() => this.#events.onLost(), resizeMs);
  }
}
