/**
 * Writing to a terminal that may stall (its window is frozen, its network is slow) without stalling the process.
 * Everything is written at once or kept, so nothing is left under way when the process ends.
 */
import { constants, openSync, writeSync } from "node:fs";
import { isBusy, writeNow } from "./write-now.ts";

const retryMs = 20;

/**
 * The process's terminal, opened once more: the flag that keeps writes from waiting would otherwise belong to all who
 * share standard output. Without a controlling terminal it's standard output itself.
 */
export function openTerminal(): number {
  try {
    return openSync("/dev/tty", constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
  } catch {
    return process.stdout.fd;
  }
}

export class Output {
  readonly #fd: number;
  readonly #onDrain: () => void;
  #rest: Buffer = Buffer.alloc(0);

  /** `onDrain` is called when a terminal that has stalled takes output again. */
  constructor(fd: number, onDrain: () => void) {
    this.#fd = fd;
    this.#onDrain = onDrain;
  }

  /** False: the terminal is stalled, and nothing of this was taken. */
  write(text: string): boolean {
    if (this.#rest.length > 0) return false;
    this.#rest = Buffer.from(text);
    this.#advance();
    return true;
  }

  /** Writes what is left of the last frame and then this, all within half a second or not at all. */
  finish(text: string): void {
    const all = Buffer.concat([this.#rest, Buffer.from(text)]);
    this.#rest = Buffer.alloc(0);
    writeNow(this.#fd, all);
  }

  #advance(): void {
    try {
      while (this.#rest.length > 0) this.#rest = this.#rest.subarray(writeSync(this.#fd, this.#rest));
    } catch (error) {
      if (isBusy(error)) setTimeout(() => this.#resume(), retryMs);
      // A terminal that is gone takes everything; SIGHUP is on its way.
      else this.#rest = Buffer.alloc(0);
    }
  }

  #resume(): void {
    if (this.#rest.length === 0) return;
    this.#advance();
    if (this.#rest.length === 0) this.#onDrain();
  }
}
