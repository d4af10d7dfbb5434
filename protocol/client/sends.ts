/**
 * Messages on their way to the server, in the order written. Each keeps its key until it is answered, so that
 * sending it again after a reconnect stores nothing twice. Pure but for the callback that transmits.
 */
import { limits } from "../limits.ts";

export interface OutgoingMessage {
  /** ULID; the same at every repetition. */
  readonly key: string;
  /** `everyone`, or the name of the account whispered to. */
  readonly conversation: string;
  readonly text: string;
}

/** Sends that may be unanswered at once: far fewer than the keys that the server remembers. */
const unansweredLimit = limits.keysRemembered / 4;

export class Sends {
  readonly #transmit: (message: OutgoingMessage) => void;
  /** Everything without an answer, oldest first. */
  readonly #waiting = new Map<string, OutgoingMessage>();
  readonly #underWay = new Set<string>();
  #open = false;

  constructor(transmit: (message: OutgoingMessage) => void) {
    this.#transmit = transmit;
  }

  /** How many have no answer yet. */
  get size(): number {
    return this.#waiting.size;
  }

  add(message: OutgoingMessage): void {
    this.#waiting.set(message.key, message);
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
    this.#underWay.clear();
  }

  /** The server has answered: stored or refused. */
  answered(key: string): void {
    this.#waiting.delete(key);
    this.#underWay.delete(key);
    this.#advance();
  }

  /** Forgets everything, because whoever wrote it has logged out. */
  clear(): void {
    this.#waiting.clear();
    this.#underWay.clear();
  }

  #advance(): void {
    if (!this.#open) return;
    for (const message of this.#waiting.values()) {
      if (this.#underWay.size >= unansweredLimit) return;
      if (this.#underWay.has(message.key)) continue;
      this.#underWay.add(message.key);
      this.#transmit(message);
    }
  }
}
