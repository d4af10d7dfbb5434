/**
 * The keys under which one account sent lately. Two generations instead of one list that drops its oldest entry at each
 * new one: remembering a message costs one insertion, and forgetting costs nothing.
 */
import { limits } from "../protocol/index.ts";

export interface Sent {
  readonly conversation: string;
  readonly number: number;
  readonly time: number;
}

export class SentKeys {
  #older = new Map<string, Sent>();
  #recent = new Map<string, Sent>();
  /** The largest so far. Keys rise, as ULIDs do, so a new one is nearly always known to be new by this alone. */
  #largest = "";

  /** Takes over what was remembered, oldest first. */
  constructor(entries: Iterable<readonly [key: string, sent: Sent]> = []) {
    for (const [key, sent] of entries) this.set(key, sent);
  }

  get(key: string): Sent | undefined {
    if (key > this.#largest) return undefined;
    return this.#recent.get(key) ?? this.#older.get(key);
  }

  /** The latest `limits.keysRemembered` are always kept, and never more than twice as many. */
  set(key: string, sent: Sent): void {
    if (this.#recent.size >= limits.keysRemembered) {
      this.#older = this.#recent;
      this.#recent = new Map();
    }
    this.#recent.set(key, sent);
    if (key > this.#largest) this.#largest = key;
  }

  /** Oldest first. */
  *[Symbol.iterator](): Generator<[key: string, sent: Sent]> {
    yield* this.#older;
    yield* this.#recent;
  }
}
