/** Lines from a pipe, a file or a terminal that is only half there: read as fast as they are taken, answered plainly. */
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";

/** So many lines are held before no more are read. */
const heldMax = 256;

export class PipedLines {
  readonly #reader: ReturnType<typeof createInterface>;
  #held = 0;
  #ended = false;

  constructor(input: Readable, onLine: (text: string) => void, onEnd: () => void) {
    this.#reader = createInterface({ input, terminal: false, crlfDelay: Number.POSITIVE_INFINITY });
    this.#reader.on("line", (line) => {
      if (++this.#held >= heldMax) this.#reader.pause();
      onLine(line);
    });
    this.#reader.on("close", () => {
      this.#ended = true;
      onEnd();
    });
  }

  /** One line has been dealt with. */
  taken(): void {
    if (--this.#held < heldMax && !this.#ended) this.#reader.resume();
  }

  close(): void {
    this.#reader.close();
  }
}
