/** Gathers a bracketed paste, which may come in many chunks, up to its end mark and a bound. */
import { sanitize } from "../text/sanitize.ts";

const END_MARK = "\x1b[201~";

/** Far beyond the longest message: what a paste holds after this is dropped. */
export const PASTE_LIMIT = 1 << 16;

/** One paste in progress. */
export class PasteCollector {
  #text = "";
  /** The last characters seen, which may be the front of the end mark. */
  #tail = "";

  /** Takes input; once the end mark is there, returns what came after it. */
  push(input: string): string | undefined {
    const seen = this.#tail + input;
    const end = seen.indexOf(END_MARK);
    if (end !== -1) {
      this.#take(seen.slice(0, end));
      return seen.slice(end + END_MARK.length);
    }
    const certain = Math.max(0, seen.length - END_MARK.length + 1);
    this.#take(seen.slice(0, certain));
    this.#tail = seen.slice(certain);
    return undefined;
  }

  /** The pasted text without control characters and invisible ones; its lines end in `\n`. */
  get text(): string {
    return sanitize(this.#text.replaceAll("\ufffd", "")).text;
  }

  #take(text: string): void {
    this.#text += text.slice(0, PASTE_LIMIT - this.#text.length);
  }
}
