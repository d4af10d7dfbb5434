/** Sockets from the time when they were accepted: each has a place, or is about to hear why it has none. */
import type { Socket } from "node:net";
import { type Caps, Door, type Guest, type Refusal } from "./door.ts";

/** Sockets that may be told at once why they are refused; further ones are cut without a word. */
const mostRefused = 64;
/** How long such a socket has to say something and hear it. */
const refusedMs = 2000;

class Visitor implements Guest {
  readonly network: string | undefined;
  readonly refusal: Refusal | undefined;
  readonly since = performance.now();
  /** Once it's known what is spoken on the socket. */
  connection: { readonly isLoggedIn: boolean } | undefined;

  constructor(network: string | undefined, refusal: Refusal | undefined) {
    this.network = network;
    this.refusal = refusal;
  }

  get isLoggedIn(): boolean {
    return this.connection?.isLoggedIn === true;
  }
}

export class Visitors {
  readonly #door: Door;
  readonly #bySource = new Map<string, Visitor>();
  #refused = 0;
  #turnedAway = 0;

  constructor(caps: Caps, sessions: { readonly size: number }) {
    this.#door = new Door(caps, sessions);
  }

  adopt(caps: Caps): void {
    this.#door.caps = caps;
  }

  /** Whether anything should be said on the socket, which is closed otherwise. */
  receive(socket: Socket, network: string | undefined): boolean {
    const refusal = this.#door.refusal(network);
    if (refusal !== undefined) this.#turnedAway++;
    if (refusal !== undefined && this.#refused >= mostRefused) {
      socket.resetAndDestroy();
      return false;
    }
    this.#add(socket, new Visitor(network, refusal));
    return true;
  }

  /** Undefined once its socket is gone. */
  of(socket: Socket): Visitor | undefined {
    return this.#bySource.get(sourceOf(socket));
  }

  /** How many were refused since this was asked the last time. */
  takeTurnedAway(): number {
    const count = this.#turnedAway;
    this.#turnedAway = 0;
    return count;
  }

  #add(socket: Socket, visitor: Visitor): void {
    const source = sourceOf(socket);
    this.#bySource.set(source, visitor);
    if (visitor.refusal === undefined) this.#door.enter(visitor);
    else {
      this.#refused++;
      setTimeout(() => socket.destroy(), refusedMs).unref();
    }
    // Not once(), which keeps more than the listener: it may be there for weeks, and closes once anyway.
    socket.on("close", () => {
      // Unless the next one from there is here already.
      if (this.#bySource.get(source) === visitor) this.#bySource.delete(source);
      if (visitor.refusal === undefined) this.#door.leave(visitor);
      else this.#refused--;
    });
  }
}

/** The same for a socket and for the TLS on it. */
function sourceOf({ remoteAddress, remotePort }: Socket): string {
  return `${remoteAddress} ${remotePort}`;
}
