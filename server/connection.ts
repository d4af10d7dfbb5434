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
  requestId,
} from "../protocol/index.ts";
import type { Caller } from "./caller.ts";
import type { Chat } from "./chat.ts";
import { admit, isExclusive, perform } from "./gate.ts";
import { Outbox } from "./outbox.ts";
import type { Peer } from "./peer.ts";
import { endSession } from "./presence.ts";

/** Requests of one connection that may be under way; further ones stay unread in its socket. */
const inFlightLimit = 1024;
/** How long a peer has to take the last bytes of a connection that ends. */
const lingerMs = 2000;

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
  #inFlight = 0;
  #held = false;
  #idle: (() => void) | undefined;
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
    socket.on("end", () => void this.idle().then(() => this.#finish()));
    socket.on("close", () => this.#gone());
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

  /** Resolves when no request is under way. */
  async idle(): Promise<void> {
    if (this.#inFlight > 0) await new Promise<void>((resolve) => (this.#idle = resolve));
  }

  #receive(chunk: Buffer): void {
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
    if (this.#mustWait()) this.#socket.pause();
    else if (this.#socket.isPaused()) this.#socket.resume();
  }

  #mustWait(): boolean {
    return this.#held || this.#inFlight >= inFlightLimit || this.#outbox.isFull;
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
      this.send(encodeFrame(answerOf(request.id, await perform(this.#chat, this.#caller, request))));
    } catch (error) {
      this.#answerError(request.id, request, error);
    }
    this.#inFlight--;
    if (this.#inFlight === 0) this.#idle?.();
    if (this.#held || this.#socket.isPaused()) {
      this.#held = false;
      this.#pump();
    }
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
    this.#outbox.flush();
    this.closed = true;
    this.#outbox.drained();
    this.#socket.end();
    setTimeout(() => this.#socket.destroy(), lingerMs).unref();
  }

  #gone(): void {
    this.closed = true;
    this.#heard?.();
    this.#outbox.drained();
    const { session } = this.#caller;
    if (session === undefined) return;
    this.#chat.turns
      .run(session.id, () => endSession(this.#chat, session))
      .catch((error) => this.#chat.log.error({ event: "logout not stored", error: describe(error) }));
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** An IPv4 address that came in over an IPv6 socket, as people write it. */
function plainAddress(address: string): string {
  return address.startsWith("::ffff:") ? address.slice("::ffff:".length) : address;
}
