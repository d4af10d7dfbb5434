/**
 * The terminal as the program uses it: raw input, a screen to draw on, sizes, suspending. The only file that touches
 * the process's terminal.
 */
import { createWriteStream } from "node:fs";
import type { Size } from "../state/state.ts";
import type { InputEvent } from "./events.ts";
import { InputDecoder } from "./input.ts";
import { Screen } from "./screen.ts";
import { writeNow } from "./write-now.ts";

/** How long after an Esc what follows still belongs to it. */
const escapeMs = 30;
/** Terminals resize in storms: draw everything anew once it has been quiet for so long. */
const resizeMs = 60;

export interface TtyEvents {
  onInput(event: InputEvent): void;
  onResize(size: Size): void;
  /** What was on screen is lost: draw it whole. */
  onLost(): void;
}

export class Tty {
  readonly #events: TtyEvents;
  readonly #decoder = new InputDecoder();
  readonly #screen = new Screen((text) => writeNow(process.stdout.fd, text), { focus: true, keyboard: true });
  // Unlike process.stdout, which blocks the process while a terminal is stalled.
  readonly #out = createWriteStream("", { fd: process.stdout.fd, autoClose: false });
  #escape: NodeJS.Timeout | undefined;
  #resize: NodeJS.Timeout | undefined;

  constructor(events: TtyEvents) {
    this.#events = events;
    this.#out.on("drain", () => events.onLost());
    process.stdin.on("data", (chunk: Buffer) => this.#receive(chunk));
    process.stdout.on("resize", () => this.#resized());
    process.on("SIGCONT", () => this.enter());
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

  /** Gives the terminal back; harmless when called again. */
  leave(): void {
    this.#screen.leave();
    if (process.stdin.isTTY) process.stdin.setRawMode(false);
    process.stdin.pause();
  }

  /** Stops like any program does at Ctrl-Z, with all that belongs to it. */
  suspend(): void {
    this.leave();
    process.kill(0, "SIGTSTP");
  }

  /** False: the terminal is stalled, and the frame was not taken; `onLost` says when to draw again. */
  write(bytes: string): boolean {
    if (this.#out.writableNeedDrain) return false;
    this.#out.write(bytes);
    return true;
  }

  #receive(chunk: Buffer): void {
    clearTimeout(this.#escape);
    for (const event of this.#decoder.push(chunk)) this.#events.onInput(event);
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
