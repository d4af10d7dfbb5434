/**
 * One connection: how it is heard, written to, probed and ended. Deals with a socket that `listen.ts` has opened; what
 * is asked on it is the business of its intake, and everything about rules is elsewhere.
 */
import type { Socket } from "node:net";
import { type ClosingCode, closings, encodeFrame, ProtocolError } from "../protocol/index.ts";
import type { Caller } from "./caller.ts";
import type { Chat } from "./chat.ts";
import { Intake } from "./intake.ts";
import { describe } from "./log.ts";
import { Outbox } from "./outbox.ts";
import type { Peer } from "./peer.ts";
import { endSession } from "./presence.ts";

/** How long a peer has to take the last bytes of a connection that ends. */
export const lingerMs = 2000;

export class Connection implements Peer {
  readonly address: string;
  readonly port: number;
  readonly #chat: Chat;
  readonly #socket: Socket;
  readonly #outbox: Outbox;
  readonly #intake: Intake;
  readonly #caller: Caller;
  readonly #probeMs: number;
  readonly #connectedAt = performance.now();
  #heardAt = this.#connectedAt;
  #heard: (() => void) | undefined;
  readonly #gone = Promise.withResolvers<void>();
  closed = false;

  constructor(chat: Chat, socket: Socket, probeMs: number) {
    this.#chat = chat;
    this.#socket = socket;
    this.#probeMs = probeMs;
    this.address = plainAddress(socket.remoteAddress ?? "");
    this.port = socket.remotePort ?? 0;
    this.#caller = { peer: this, greeted: false, session: undefined };
    const outbox = new Outbox(socket, {
      overflow: () => this.#giveUp("too_slow"),
      room: () => this.#intake.pump(),
    });
    this.#outbox = outbox;
    this.#intake = new Intake(chat, this.#caller, {
      get isFull() {
        return outbox.isFull;
      },
      pause: () => socket.pause(),
      resume: () => socket.resume(),
      broken: (error) => this.#refuse(error),
    });
    socket.on("data", (chunk: Buffer) => this.#receive(chunk));
    socket.on("drain", () => outbox.drained());
    // What goes wrong on a socket ends in "close", which is where it's dealt with.
    socket.on("error", () => {});
    // Whoever has said all they want to say still gets their answers.
    socket.on("end", () => void this.#intake.idle().then(() => this.#finish()));
    socket.on("close", () => void this.#leave());
  }

  /** Resolves when the socket is closed and the end of the session is stored. */
  get gone(): Promise<void> {
    return this.#gone.promise;
  }

  send(frame: Buffer): void {
    if (!this.closed) this.#outbox.send(frame);
  }

  sendShared(frames: readonly Buffer[]): void {
    if (!this.closed) this.#outbox.sendShared(frames);
  }

  flush(): void {
    if (!this.closed) this.#outbox.flush();
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
  finishRequests(): Promise<void> {
    return this.#intake.stop();
  }

  #receive(chunk: Buffer): void {
    if (this.closed) return;
    this.#heardAt = performance.now();
    this.#heard?.();
    this.#intake.receive(chunk);
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

/** An IPv4 address that came in over an IPv6 socket, as people write it. */
function plainAddress(address: string): string {
  return address.startsWith("::ffff:") ? address.slice("::ffff:".length) : address;
}
