/**
 * Takes requests out of the bytes of one connection and has them answered: many at once, but exclusive ones alone and
 * large answers one after the other. Knows when to stop reading; knows nothing of how a connection begins or ends.
 */
import { StoreError } from "../data/index.ts";
import {
  answerOf,
  ChatError,
  encodeFrame,
  errorAnswerOf,
  FrameDecoder,
  type FrameValue,
  frameLimits,
  ProtocolError,
  type Request,
  type RequestName,
  requestId,
} from "../protocol/index.ts";
import type { Caller } from "./caller.ts";
import type { Chat } from "./chat.ts";
import { admit, isExclusive, perform } from "./gate.ts";
import { describe } from "./log.ts";
import type { Meter } from "./meter.ts";

/** Requests of one connection that may be under way; further ones stay unread in its socket. */
const inFlightLimit = 1024;
/** Answers with lists and messages: many asked for at once would not fit, so each waits until there is room. */
const large: ReadonlySet<RequestName> = new Set<RequestName>([
  "history",
  "search",
  "conversations",
  "contacts",
  "recent",
  "online",
  "blocked",
]);

/** What an intake needs of its connection. */
export interface Source {
  /** Whether so much waits to be written that nothing more should be asked. */
  readonly isFull: boolean;
  pause(): void;
  resume(): void;
  /** The bytes make no sense: the connection can't go on. */
  broken(error: unknown): void;
}

export class Intake {
  readonly #chat: Chat;
  readonly #caller: Caller;
  readonly #meter: Meter;
  readonly #source: Source;
  readonly #decoder = new FrameDecoder(frameLimits.beforeLogin);
  #inFlight = 0;
  /** An exclusive request is under way. */
  #held = false;
  #paused = false;
  /** Set while requests come too fast. */
  #pause: NodeJS.Timeout | undefined;
  /** When the frame was begun whose end is awaited; endless if there is none. */
  #begunAt = Number.POSITIVE_INFINITY;
  #stopping = false;
  #idle: PromiseWithResolvers<void> | undefined;

  constructor(chat: Chat, caller: Caller, meter: Meter, source: Source) {
    this.#chat = chat;
    this.#caller = caller;
    this.#meter = meter;
    this.#source = source;
  }

  /** Whether it doesn't listen just now. */
  get isPaused(): boolean {
    return this.#paused;
  }

  get begunAt(): number {
    return this.#begunAt;
  }

  /** A frame that is on its way counts as begun only now. */
  excuse(now: number): void {
    if (this.#begunAt < now) this.#begunAt = now;
  }

  receive(chunk: Buffer, now: number): void {
    if (!this.#paused) this.#meter.arrived(now);
    this.#decoder.push(chunk);
    this.pump(now);
  }

  /** Takes requests until there are no more, or the connection has to wait. */
  pump(now = performance.now()): void {
    const { peer, session } = this.#caller;
    let taken = 0;
    this.#meter.begin(now, session?.id);
    try {
      while (!peer.closed && !this.#mustWait()) {
        const loggedIn = this.#caller.session !== undefined;
        this.#decoder.limits = loggedIn ? frameLimits.loggedIn : frameLimits.beforeLogin;
        const value = this.#decoder.next();
        if (value === undefined) break;
        this.#take(value);
        taken++;
      }
    } catch (error) {
      this.#source.broken(error);
    }
    if (peer.closed) return;
    const paused = this.#mustWait();
    this.#noteBegun(paused || this.#decoder.waiting === 0, taken > 0, now);
    this.#setPaused(paused);
    this.#goOnLater();
  }

  /** Takes no more requests, and resolves when none is under way. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await this.idle();
  }

  /** Resolves when no request is under way. */
  async idle(): Promise<void> {
    if (this.#inFlight === 0) return;
    this.#idle ??= Promise.withResolvers();
    await this.#idle.promise;
  }

  #mustWait(): boolean {
    if (this.#stopping || this.#held || this.#inFlight >= inFlightLimit || this.#source.isFull) return true;
    return this.#meter.pause > 0;
  }

  /** One timer for all that wait, however many they are. */
  #goOnLater(): void {
    const ms = this.#meter.pause;
    if (ms === 0 || this.#pause) return;
    this.#pause = setTimeout(() => {
      this.#pause = undefined;
      if (!this.#caller.peer.closed) this.pump();
    }, ms).unref();
  }

  /** A frame that we let wait ourselves is nobody's delay. */
  #noteBegun(isNone: boolean, isNext: boolean, now: number): void {
    if (isNone) this.#begunAt = Number.POSITIVE_INFINITY;
    else if (isNext || this.#begunAt === Number.POSITIVE_INFINITY) this.#begunAt = now;
  }

  #setPaused(paused: boolean): void {
    if (paused === this.#paused) return;
    this.#paused = paused;
    if (paused) this.#source.pause();
    else this.#source.resume();
  }

  #take(value: FrameValue): void {
    const id = requestId(value);
    try {
      this.#meter.take(value.request);
      const request = admit(this.#caller, id, value);
      this.#chat.counts.requests[request.request]++;
      this.#held = isExclusive(request);
      this.#inFlight++;
      this.#start(request);
    } catch (error) {
      if (error instanceof ProtocolError) throw error;
      if (error instanceof ChatError && error.is("slow_down")) this.#chat.counts.slowedDown++;
      this.#refuse(id, error);
    }
  }

  /** Every message passes here, so it makes no promise beside those that it waits for. */
  #start(request: Request): void {
    // Also what is known at once is answered later, or taking a request would take those behind it.
    void this.#outcome(request).then(
      (result) => this.#answer(request, result),
      (error: unknown) => {
        this.#refuse(request.id, error, request);
        this.#done(request);
      },
    );
  }

  #outcome(request: Request): Promise<object> {
    try {
      return Promise.resolve(this.#perform(request));
    } catch (error) {
      return Promise.reject(error);
    }
  }

  #answer(request: Request, result: object): void {
    try {
      this.#caller.peer.send(encodeFrame(answerOf(request.id, result)));
    } catch (error) {
      this.#refuse(request.id, error, request);
    }
    this.#done(request);
  }

  #done(request: Request): void {
    this.#inFlight--;
    if (isExclusive(request)) this.#held = false;
    if (this.#paused) this.pump();
    if (this.#inFlight > 0) return;
    this.#idle?.resolve();
    this.#idle = undefined;
  }

  #perform(request: Request): object | Promise<object> {
    if (!large.has(request.request)) return perform(this.#chat, this.#caller, request);
    // Whoever asks is who asked, also when the turn comes after a logout.
    const caller = { ...this.#caller };
    return this.#chat.pages.run(this, async () => {
      await caller.peer.drained();
      return caller.peer.closed ? {} : perform(this.#chat, caller, request);
    });
  }

  #refuse(id: number, error: unknown, request?: Request): void {
    const answer = error instanceof ChatError ? error : this.#failure(error, request);
    this.#caller.peer.send(encodeFrame(errorAnswerOf(id, answer)));
  }

  #failure(error: unknown, request: Request | undefined): ChatError {
    this.#chat.log.error({ event: "request failed", request: request?.request, error: describe(error) });
    const unavailable = error instanceof StoreError && error.code === "unavailable";
    return unavailable ? new ChatError("unavailable") : new ChatError("internal");
  }
}
