/**
 * One connection: bytes in, through decoder and gate to the handlers, answers and events out. Deals with a socket
 * that `listen.ts` has opened; everything about rules is elsewhere.
 */
import type { Socket } from "node:net";
import { StoreError } from "../data/index.ts";
import {
  answerOf,
  ChatError,
  type ClosingCode,
  closings,
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
import { Outbox } from "./outbox.ts";
import type { Peer } from "./peer.ts";
import { endSession } from "./presence.ts";
import { KeyedQueue } from "./queues.ts";

/** Requests of one connection that may be under way; further ones stay unread in its socket. */
const inFlightLimit = 1024;
/** Answers with lists and messages: many asked for at once are made one after the other, as the peer takes them. */
const large: ReadonlySet<RequestName> = new Set<RequestName>([
  "history",
  "conversations",
  "contacts",
  "recent",
  "online",
  "blocked",
]);
/** How long a peer has to take the last bytes of a connection that ends. */
export const lingerMs = 2000;

export class Connection implements Peer {
  readonly address: string;
  readonly port: number;
  readonly #chat: Chat;
  readonly #socket: Socket;
  readonly #decoder = new FrameDecoder(frameLimits.beforeLogin);
  readonly #outbox: Outbox;
  readonly #caller: Caller;
  readonly #probeMs: number;
  readonly #connectedAt = performance.now();
  #heardAt = this.#connectedAt;
  #heard: (() => void) | undefined;
  readonly #pages = new KeyedQueue();
  readonly #gone = Promise.withResolvers<void>();
  #inFlight = 0;
  /** An exclusive request is under way. */
  #held = false;
  #stopping = false;
  #idle: (() => void)[] = [];
  closed = false;

  constructor(chat: Chat, socket: Socket, probeMs: number) {
    this.#chat = chat;
    this.#socket = socket;
    this.#probeMs = probeMs;
    this.address = plainAddress(socket.remoteAddress ?? "");
    this.port = socket.remotePort ?? 0;
    this.#caller = { peer: this, greeted: false, session: undefined };
    this.#outbox = new Outbox(socket, () => this.#giveUp("too_slow"));
    socket.on("data", (chunk: Buffer) => this.#receive(chunk));
    socket.on("drain", () => this.#drained());
    // What goes wrong on a socket ends in "close", which is where it's dealt with.
    socket.on("error", () => {});
    // Whoever has said all they want to say still gets their answers.
    socket.on("end", () => void this.#untilIdle().then(() => this.#finish()));
    socket.on("close", () => void this.#leave());
  }

  /** Resolves when the socket is closed and the end of the session is stored. */
  get gone(): Promise<void> {
    return this.#gone.promise;
  }

  send(frame: Buffer): void {
    if (!this.closed) this.#outbox.send(frame);
  }

  sendShared(frames: Buffer): void {
    if (!this.closed) this.#outbox.sendShared(frames);
  }

  async drained(): Promise<void> {
    if (!this.closed) await this.#outbox.room();
  }

  async answersProbe(): Promise<boolean> {
    if (this.closed) return false;
    this.send(encodeFrame({ event: "probed" }));
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const timer = setTimeout(() => resolve(false), this.#probeMs);
    this.#heard = () => resolve(true);
    const alive = await promise;
    clearTimeout(timer);
    this.#heard = undefined;
    return alive && !this.closed;
  }

  close(code: ClosingCode, retryAfterMs?: number): void {
    if (this.closed) return;
    const closing = { event: "closing", code, text: closings[code] };
    this.send(encodeFrame(retryAfterMs === undefined ? closing : { ...closing, retryAfterMs }));
    this.#finish();
  }

  /** Milliseconds since anything was heard, and whether that is still about a hello. */
  silence(now: number): { ms: number; greeted: boolean } {
    const { greeted } = this.#caller;
    return { ms: now - (greeted ? this.#heardAt : this.#connectedAt), greeted };
  }

  /** Takes no more requests, and resolves when none is under way. */
  async finishRequests(): Promise<void> {
    this.#stopping = true;
    await this.#untilIdle();
  }

  async #untilIdle(): Promise<void> {
    if (this.#inFlight > 0) await new Promise<void>((resolve) => this.#idle.push(resolve));
  }

  #receive(chunk: Buffer): void {
    if (this.closed) return;
    this.#heardAt = performance.now();
    this.#heard?.();
    this.#decoder.push(chunk);
    this.#pump();
  }

  /** Takes requests until there are no more, or the connection has to wait. */
  #pump(): void {
    try {
      while (!this.closed && !this.#mustWait()) {
        const loggedIn = this.#caller.session !== undefined;
        this.#decoder.limits = loggedIn ? frameLimits.loggedIn : frameLimits.beforeLogin;
        const value = this.#decoder.next();
        if (value === undefined) break;
        this.#take(value);
      }
    } catch (error) {
      this.#refuse(error);
    }
    if (this.closed) return;
    if (this.#mustWait()) this.#socket.pause();
    else if (this.#socket.isPaused()) this.#socket.resume();
  }

  #mustWait(): boolean {
    return this.#stopping || this.#held || this.#inFlight >= inFlightLimit || this.#outbox.isFull;
  }

  #take(value: FrameValue): void {
    const id = requestId(value);
    try {
      const request = admit(this.#caller, id, value);
      this.#held = isExclusive(request);
      this.#inFlight++;
      void this.#answer(request);
    } catch (error) {
      this.#answerError(id, undefined, error);
    }
  }

  async #answer(request: Request): Promise<void> {
    try {
      this.send(encodeFrame(answerOf(request.id, await this.#perform(request))));
    } catch (error) {
      this.#answerError(request.id, request, error);
    }
    this.#inFlight--;
    if (isExclusive(request)) this.#held = false;
    if (this.#socket.isPaused() || isExclusive(request)) this.#pump();
    if (this.#inFlight === 0) for (const resolve of this.#idle.splice(0)) resolve();
  }

  #perform(request: Request): Promise<object> {
    if (!large.has(request.request)) return perform(this.#chat, this.#caller, request);
    return this.#pages.run("", async () => {
      await this.drained();
      return this.closed ? {} : perform(this.#chat, this.#caller, request);
    });
  }

  #answerError(id: number, request: Request | undefined, error: unknown): void {
    this.send(encodeFrame(errorAnswerOf(id, this.#chatErrorOf(request, error))));
  }

  #chatErrorOf(request: Request | undefined, error: unknown): ChatError {
    if (error instanceof ChatError) return error;
    const unavailable = error instanceof StoreError && error.code === "unavailable";
    this.#chat.log.error({ event: "request failed", request: request?.request, error: describe(error) });
    return unavailable ? new ChatError("unavailable") : new ChatError("internal");
  }

  #refuse(error: unknown): void {
    if (error instanceof ProtocolError) {
      this.#chat.log.warn({ event: "protocol broken", address: this.address, error: error.message });
      this.close(error.code);
      return;
    }
    this.#chat.log.error({ event: "connection failed", address: this.address, error: describe(error) });
    this.close("internal");
  }

  #drained(): void {
    this.#outbox.drained();
    this.#pump();
  }

  #giveUp(code: ClosingCode): void {
    if (this.closed) return;
    this.#chat.log.warn({ event: "connection given up", address: this.address, code });
    this.close(code);
  }

  /** Writes what is queued and ends our side; a peer that doesn't follow is cut off. */
  #finish(): void {
    if (this.closed) return;
    this.closed = true;
    this.#outbox.flush();
    this.#outbox.drained();
    this.#socket.end();
    // What still comes is dropped. Left unread it would make the system reset the connection, last words and all.
    this.#socket.resume();
    setTimeout(() => this.#socket.destroy(), lingerMs).unref();
  }

  async #leave(): Promise<void> {
    this.closed = true;
    this.#heard?.();
    this.#outbox.drained();
    const { session } = this.#caller;
    try {
      if (session) await this.#chat.turns.run(session.id, () => endSession(this.#chat, session));
    } catch (error) {
      this.#chat.log.error({ event: "logout not stored", error: describe(error) });
    }
    this.#gone.resolve();
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** An IPv4 address that came in over an IPv6 socket, as people write it. */
function plainAddress(address: string): string {
  return address.startsWith("::ffff:") ? address.slice("::ffff:".length) : address;
}
