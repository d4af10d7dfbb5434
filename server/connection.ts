/**
 * One connection: how it is heard, written to, probed and ended. Deals with a socket that `listen.ts` has opened; what
 * is asked on it is the business of its intake, and everything about rules is elsewhere.
 */
import type { Socket } from "node:net";
import { type ClosingCode, closings, type Event, encodeFrame, ProtocolError } from "../protocol/index.ts";
import type { Caller } from "./caller.ts";
import type { Chat } from "./chat.ts";
import type { Deadlines } from "./deadlines.ts";
import { Intake, type Source } from "./intake.ts";
import { describe } from "./log.ts";
import { Meter } from "./meter.ts";
import { Outbox, type OutboxEvents } from "./outbox.ts";
import type { ClosingDetails, Peer } from "./peer.ts";
import { endSession } from "./presence.ts";

/** How long a peer has to take the last bytes of a connection that ends. */
export const lingerMs = 2000;
/** After this part of the time in which something must be heard, silence is asked about. */
const askAfter = 0.6;

/** Who has opened the connections. */
export interface Host {
  readonly deadlines: Deadlines;
  /** The socket is closed. */
  left(connection: Connection): void;
}

/** Where a connection comes from. */
interface Origin {
  /** What its address is counted with, if with anything. */
  readonly network: string | undefined;
  /** When it was accepted, by `performance.now()`: before hands were shaken. */
  readonly since: number;
}

/**
 * Many are idle, so what one holds counts: its parts call it by its methods, because a closure for each event of each would
 * be the most of it, and what few need is made when they do.
 */
export class Connection implements Peer, Source, OutboxEvents {
  readonly address: string;
  readonly port: number;
  readonly #chat: Chat;
  readonly #socket: Socket;
  readonly #outbox: Outbox;
  readonly #intake: Intake;
  readonly #caller: Caller;
  readonly #host: Host;
  readonly #connectedAt: number;
  #heardAt = performance.now();
  #heard: (() => void) | undefined;
  /** Whether silence has been asked about. */
  #asked = false;
  /** Whether the socket is closed and the end of the session stored, and who waits for that. */
  #isGone = false;
  #gone: PromiseWithResolvers<void> | undefined;
  closed = false;

  /** What goes wrong on the socket ends in its "close": whoever opened it listens to its errors. */
  constructor(chat: Chat, socket: Socket, { network, since }: Origin, host: Host) {
    this.#chat = chat;
    this.#connectedAt = since;
    this.#socket = socket;
    this.#host = host;
    this.address = plainAddress(socket.remoteAddress ?? "");
    this.port = socket.remotePort ?? 0;
    this.#caller = { peer: this, greeted: false, session: undefined };
    this.#outbox = new Outbox(socket, this);
    this.#intake = new Intake(chat, this.#caller, new Meter(chat, this, network), this);
    socket.on("data", (chunk: Buffer) => this.#receive(chunk));
    socket.on("drain", () => this.#outbox.drained());
    // Whoever has said all they want to say still gets their answers.
    socket.on("end", () => void this.#intake.idle().then(() => this.#finish()));
    socket.on("close", () => void this.#leave());
  }

  get isLoggedIn(): boolean {
    const { session } = this.#caller;
    return session !== undefined && !session.ended;
  }

  /** Resolves when the socket is closed and the end of the session is stored. */
  get gone(): Promise<void> {
    if (this.#isGone) return Promise.resolve();
    this.#gone ??= Promise.withResolvers();
    return this.#gone.promise;
  }

  get isFull(): boolean {
    return this.#outbox.isFull;
  }

  /** Since it began. */
  get bytes(): { readonly received: number; readonly sent: number } {
    return { received: this.#socket.bytesRead, sent: this.#socket.bytesWritten };
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
    const timer = setTimeout(() => resolve(false), this.#host.deadlines.probe);
    this.#heard = () => resolve(true);
    const alive = await promise;
    clearTimeout(timer);
    this.#heard = undefined;
    return alive && !this.closed;
  }

  close(code: ClosingCode, details: ClosingDetails = {}): void {
    if (this.closed) return;
    this.#chat.counts.closed[code]++;
    this.send(encodeFrame(closingOf(code, details)));
    this.#finish();
  }

  /** This process has stood still, and heard nobody: all but the greeting may take as long again. */
  excuse(now: number): void {
    this.#heardAt = now;
    this.#intake.excuse(now);
  }

  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  /** Much waits to be written. The socket tells when it has taken nothing of it for so long. */
  full(): void {
    if (this.#socket.timeout || this.closed) return;
    this.#socket.setTimeout(this.#host.deadlines.stall, () => this.#giveUp("too_slow"));
  }

  overflow(): void {
    this.#giveUp("too_slow");
  }

  room(): void {
    if (this.#socket.timeout) this.#socket.setTimeout(0).removeAllListeners("timeout");
    this.#intake.pump();
  }

  broken(error: unknown): void {
    if (error instanceof ProtocolError) {
      const { name } = this.#caller.session ?? {};
      this.#chat.log.warn({ event: "protocol broken", name, address: this.address, error: error.message });
      this.close(error.code);
      return;
    }
    this.#chat.log.error({ event: "connection failed", address: this.address, error: describe(error) });
    this.close("internal");
  }

  /** Ends it where something was not done in time. */
  endIfOverdue(now: number): void {
    const { hello, frame, idle } = this.#host.deadlines;
    if (!this.#caller.greeted) {
      if (now - this.#connectedAt > hello) this.close("hello_timeout");
      return;
    }
    // Nobody is heard who isn't listened to; and whoever has much to take is judged by how they take it.
    if (this.#intake.isPaused || this.#outbox.isFull) this.#heardAt = now;
    if (now - this.#intake.begunAt > frame) this.close("frame_timeout");
    else if (now - this.#heardAt > idle) this.close("idle");
    else if (now - this.#heardAt > idle * askAfter) this.#ask();
  }

  /** Takes no more requests, and resolves when none is under way. */
  finishRequests(): Promise<void> {
    return this.#intake.stop();
  }

  #receive(chunk: Buffer): void {
    if (this.closed) return;
    const now = performance.now();
    this.#heardAt = now;
    this.#asked = false;
    this.#heard?.();
    this.#intake.receive(chunk, now);
  }

  /** Once in a silence: also a client that sends no pings by itself answers this. */
  #ask(): void {
    if (!this.#asked) this.send(encodeFrame({ event: "probed" }));
    this.#asked = true;
  }

  #giveUp(code: ClosingCode): void {
    if (this.closed) return;
    const { name } = this.#caller.session ?? {};
    this.#chat.log.warn({ event: "connection given up", name, address: this.address, code });
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
    this.#host.left(this);
    this.#heard?.();
    this.#outbox.drained();
    const { session } = this.#caller;
    try {
      if (session) await this.#chat.turns.run(session.id, () => endSession(this.#chat, session));
    } catch (error) {
      this.#chat.log.error({ event: "logout not stored", error: describe(error) });
    }
    this.#isGone = true;
    this.#gone?.resolve();
  }
}

/** The event that says why a connection ends. */
export function closingOf(code: ClosingCode, details: ClosingDetails): Event {
  return { event: "closing", code, text: closings[code], ...details };
}

/** An IPv4 address that came in over an IPv6 socket, as people write it. */
export function plainAddress(address: string): string {
  return address.startsWith("::ffff:") ? address.slice("::ffff:".length) : address;
}
