/**
 * What waits to be written to one socket. It must not block, must not reorder and must stay bounded: frames queued
 * in one turn of the event loop leave in one write, and a peer that stops reading is given up at a limit.
 */

/** The part of a socket that an outbox needs. */
export interface Sink {
  readonly writableLength: number;
  write(bytes: Buffer): boolean;
  /** Between these two, writes are gathered into one. */
  cork(): void;
  uncork(): void;
}

/** Below this there is room for more: producers that can wait do so above it. */
const softLimit = 64 * 1024;
/** Above this the peer is too slow to be kept. */
const hardLimit = 1024 * 1024;

export interface OutboxEvents {
  /** Told again and again while more waits than the peer has room for. */
  full(): void;
  /** More waits than the peer may owe. */
  overflow(): void;
  /** After it was full there is room again. */
  room(): void;
}

export class Outbox {
  readonly #sink: Sink;
  readonly #events: OutboxEvents;
  #frames: Buffer[] = [];
  #queuedBytes = 0;
  #waiting: PromiseWithResolvers<void> | undefined;

  constructor(sink: Sink, events: OutboxEvents) {
    this.#sink = sink;
    this.#events = events;
  }

  send(frame: Buffer): void {
    this.#queuedBytes += frame.length;
    if (this.#frames.push(frame) === 1) setImmediate(() => this.flush());
  }

  /** Keeps the order: what was queued before goes before. */
  sendShared(frames: readonly Buffer[]): void {
    this.flush();
    if (frames.length > 1) this.#sink.cork();
    for (const part of frames) this.#sink.write(part);
    if (frames.length > 1) this.#sink.uncork();
    this.#limit();
  }

  flush(): void {
    if (this.#frames.length === 0) return;
    const frames = this.#frames;
    const wasFull = this.isFull;
    this.#frames = [];
    this.#queuedBytes = 0;
    this.#sink.write(frames.length === 1 ? (frames[0] as Buffer) : Buffer.concat(frames));
    this.#limit();
    if (wasFull && !this.isFull) this.drained();
  }

  get isFull(): boolean {
    return this.#sink.writableLength + this.#queuedBytes > softLimit;
  }

  /** Resolves when there is room for more. */
  async room(): Promise<void> {
    this.flush();
    if (!this.isFull) return;
    this.#waiting ??= Promise.withResolvers();
    await this.#waiting.promise;
  }

  /** The socket has taken all that was written, or is gone. */
  drained(): void {
    this.#waiting?.resolve();
    this.#waiting = undefined;
    this.#events.room();
  }

  #limit(): void {
    const owed = this.#sink.writableLength;
    if (owed <= softLimit) return;
    if (owed > hardLimit) this.#events.overflow();
    else this.#events.full();
  }
}
