/**
 * Removes old messages in the background, where the operator wants them kept for a limited time or number only. One
 * page at a time with a pause after each, so that nobody notices.
 */
import { setTimeout as pause } from "node:timers/promises";
import type { Conversation, Store } from "../data/index.ts";
import { describe, type Log } from "./log.ts";
import { pageBytes } from "./pages.ts";

/** What is kept of each conversation; undefined: all. */
export interface Keep {
  readonly days: number | undefined;
  readonly messages: number | undefined;
}

const dayMs = 86_400_000;
const firstSweepMs = 60_000;
const sweepMs = 3_600_000;
const restMs = 5;
/** Each removal writes a page, so it waits until there are as many to remove, or a day's. */
const portion = 256;

export interface RetentionParts {
  readonly store: Pick<Store, "everyConversation" | "page" | "last" | "removed" | "remove">;
  readonly keep: Keep;
  readonly now: () => number;
  readonly log: Log;
}

export class Retention {
  readonly #parts: RetentionParts;
  readonly #stopped = new AbortController();
  #running: Promise<void> = Promise.resolve();
  /** When all conversations were looked at. */
  #lookedAt = Number.NEGATIVE_INFINITY;
  /** Those in which something is to be removed within a day of that. */
  #soon: Conversation[] = [];

  constructor(parts: RetentionParts) {
    this.#parts = parts;
  }

  /** Sweeps soon, and then every hour, if there is anything not to be kept. */
  start(): void {
    const { days, messages } = this.#parts.keep;
    if (days !== undefined || messages !== undefined) this.#running = this.#run();
  }

  /** Resolves when nothing is being removed any more. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.#running;
  }

  /** Goes once through all conversations in which something may have to be removed. */
  async sweep(): Promise<void> {
    const { log } = this.#parts;
    let removed = 0;
    for await (const conversation of this.#candidates()) {
      await this.#rest(restMs);
      if (this.#stopped.signal.aborted) break;
      try {
        removed += await this.#trim(conversation);
      } catch (error) {
        log.warn({ event: "old messages not removed", error: describe(error) });
        this.#soon.push(conversation);
      }
    }
    if (removed > 0) log.info({ event: "old messages removed", messages: removed });
  }

  /**
   * What is kept for a time needs a look at everything once a day only, for no message grows too old on its first day.
   * How many there are may change at any time.
   */
  #candidates(): AsyncIterable<Conversation> | Iterable<Conversation> {
    const { store, keep, now } = this.#parts;
    const soon = this.#soon;
    this.#soon = [];
    const passed = now() - this.#lookedAt;
    // A clock that was set back tells nothing.
    if (keep.messages === undefined && passed >= 0 && passed < dayMs) return soon;
    this.#lookedAt = now();
    return store.everyConversation();
  }

  async #run(): Promise<void> {
    await this.#rest(firstSweepMs);
    while (!this.#stopped.signal.aborted) {
      await this.sweep();
      await this.#rest(sweepMs);
    }
  }

  async #rest(ms: number): Promise<void> {
    const { signal } = this.#stopped;
    await pause(ms, undefined, { signal, ref: false }).catch(() => {});
  }

  /** Resolves to how many messages it has removed. */
  async #trim(conversation: Conversation): Promise<number> {
    const { store } = this.#parts;
    const before = await store.removed(conversation);
    await this.#removeSurplus(conversation);
    if ((await this.#removeExpired(conversation)) < this.#lookedAt + dayMs) this.#soon.push(conversation);
    return (await store.removed(conversation)) - before;
  }

  async #removeSurplus(conversation: Conversation): Promise<void> {
    const { store, keep } = this.#parts;
    if (keep.messages === undefined) return;
    const upTo = (await store.last(conversation)) - keep.messages;
    let removed = await store.removed(conversation);
    if (upTo - removed < portion) return;
    while (removed < upTo && !this.#stopped.signal.aborted) {
      removed = Math.min(upTo, removed + portion);
      await store.remove(conversation, removed);
      await this.#rest(restMs);
    }
  }

  /** Resolves to when there is something to remove again. */
  async #removeExpired(conversation: Conversation): Promise<number> {
    const { store, keep, now } = this.#parts;
    if (keep.days === undefined) return Number.POSITIVE_INFINITY;
    const limit = now() - keep.days * dayMs;
    let due = limit - dayMs;
    for (;;) {
      const page = await store.page({ conversation, range: { from: 1 }, count: portion, bytes: pageBytes });
      const oldest = page[0];
      if (oldest === undefined || this.#stopped.signal.aborted) return Number.POSITIVE_INFINITY;
      if (oldest.time >= due) return oldest.time + (keep.days + 1) * dayMs;
      const next = page.find(({ time }) => time >= limit)?.number ?? oldest.number + page.length;
      await store.remove(conversation, next - 1);
      await this.#rest(restMs);
      // Once it has begun it goes on to the very limit.
      due = limit;
    }
  }
}
