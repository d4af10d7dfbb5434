/**
 * Messages on their way to the server, in the order written. Each keeps its key until it is answered, so that
 * sending it again after a reconnect stores nothing twice: while one has no answer, fewer than `unansweredLimit` others
 * go out, so the server still knows its key. Only other clients of the same account could make it forget, with as many
 * messages as are left of `limits.keysRemembered`. Pure but for the callback that transmits.
 */
import { limits } from "../limits.ts";

export interface OutgoingMessage {
  /** ULID; the same at every repetition. */
  readonly key: string;
  /** `everyone`, or the name of the account whispered to. */
  readonly conversation: string;
  readonly text: string;
}

/**
 * What came of taking a message back: it was never sent; it was sent over a connection that ended before the answer,
 * so that the server may have stored it; it waits for its answer and can't be taken back; it isn't here.
 */
export type Cancelled = "cancelled" | "perhaps sent" | "under way" | "unknown";

/** Sends that may be unanswered at once: far fewer than the keys that the server remembers. */
const unansweredLimit = limits.keysRemembered / 4;

export class Sends {
  readonly #transmit: (message: OutgoingMessage) => void;
  /** Everything without an answer, oldest first. */
  readonly #waiting = new Map<string, OutgoingMessage>();
  readonly #underWay = new Set<string>();
  /** Sent at least once, perhaps by an earlier run of the program. */
  readonly #tried = new Set<string>();
  /** Under way, but answered: the server can't store them before the next session. */
  readonly #delayed = new Set<string>();
  #open = false;
  /** Set when the server wants less: nothing goes out until the time is over and all that was sent has its answer. */
  #hold: "none" | "held" | "over" = "none";

  constructor(transmit: (message: OutgoingMessage) => void) {
    this.#transmit = transmit;
  }

  /** How many have no answer yet. */
  get size(): number {
    return this.#waiting.size;
  }

  /** Whether it still has no answer. */
  has(key: string): boolean {
    return this.#waiting.has(key);
  }

  /** `tried`: it may have been sent before. Does nothing with what is here already. */
  add(message: OutgoingMessage, tried = false): void {
    if (this.#waiting.has(message.key)) return;
    this.#waiting.set(message.key, message);
    if (tried) this.#tried.add(message.key);
    this.#advance();
  }

  /** Takes a message back that has not been answered; what isn't under way is never sent again. */
  cancel(key: string): Cancelled {
    if (!this.#waiting.has(key)) return "unknown";
    if (this.#underWay.has(key) && !this.#delayed.has(key)) return "under way";
    const tried = this.#tried.has(key);
    this.answered(key);
    return tried ? "perhaps sent" : "cancelled";
  }

  /** The server has answered that it can't store it now: it stays, and goes out with the next session. */
  delayed(key: string): void {
    this.#delayed.add(key);
  }

  /** The server has answered that it came too fast: it goes out again after `release`, before all that is newer. */
  hold(key: string): void {
    this.#underWay.delete(key);
    this.#hold = "held";
  }

  /** The time for which the server wanted nothing is over. */
  release(): void {
    if (this.#hold === "held") this.#hold = "over";
    this.#advance();
  }

  /** A session has started: all that is unanswered goes out, again or for the first time. */
  open(): void {
    this.#open = true;
    this.#advance();
  }

  /** The connection is gone: what was under way has to be sent again. */
  suspend(): void {
    this.#open = false;
    this.#hold = "none";
    this.#underWay.clear();
    this.#delayed.clear();
  }

  /** The server has answered: stored or refused. */
  answered(key: string): void {
    for (const keys of [this.#waiting, this.#underWay, this.#tried, this.#delayed]) keys.delete(key);
    this.#advance();
  }

  /** Forgets everything, because whoever wrote it has logged out. */
  clear(): void {
    for (const keys of [this.#waiting, this.#underWay, this.#tried, this.#delayed]) keys.clear();
  }

  #advance(): void {
    if (!this.#open || this.#isHeld()) return;
    for (const message of this.#waiting.values()) {
      if (this.#underWay.size >= unansweredLimit) return;
      if (this.#underWay.has(message.key)) continue;
      this.#underWay.add(message.key);
      this.#tried.add(message.key);
      this.#transmit(message);
    }
  }

  /** What is still under way was sent after what was refused: stored first, it would be out of order. */
  #isHeld(): boolean {
    if (this.#hold === "over" && this.#underWay.size === this.#delayed.size) this.#hold = "none";
    return this.#hold !== "none";
  }
}
