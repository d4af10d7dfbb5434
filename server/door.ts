/**
 * Who may come in: how many connections there may be in all, how many of them without a login, and how many from one
 * address. Knows nothing of sockets.
 */
import type { ClosingCode } from "../protocol/index.ts";

export interface Caps {
  /** Connections in all. */
  readonly connections: number;
  /** Connections of one address that aren't logged in. */
  readonly perAddress: number;
}

/** Waiting for a login costs little, and more than these at once are no people. */
const mostStrangers = 4096;
/** Of the logged in an address may have so many times as many: a school, an office or a home is behind it. */
const loggedInFactor = 16;

export type Refusal = Extract<ClosingCode, "server_full" | "address_full">;

/** One connection, from the time when it was accepted. */
export interface Guest {
  /** The address, or the network, with which it's counted; undefined: with none. */
  readonly network: string | undefined;
  readonly isLoggedIn: boolean;
}

export class Door {
  caps: Caps;
  readonly #guests = new Set<Guest>();
  readonly #byNetwork = new Map<string, Set<Guest>>();
  readonly #sessions: { readonly size: number };

  /** `sessions`: how many are logged in. */
  constructor(caps: Caps, sessions: { readonly size: number }) {
    this.caps = caps;
    this.#sessions = sessions;
  }

  /** Why one more can't come in from that network now; undefined if it can. */
  refusal(network: string | undefined): Refusal | undefined {
    const { connections, perAddress } = this.caps;
    const strangers = this.#guests.size - this.#sessions.size;
    if (this.#guests.size >= connections || strangers >= mostStrangers) return "server_full";
    const others = network === undefined ? undefined : this.#byNetwork.get(network);
    if (others === undefined || others.size < perAddress) return undefined;
    if (others.size >= perAddress * loggedInFactor) return "address_full";
    const waiting = others.values().filter(({ isLoggedIn }) => !isLoggedIn);
    return waiting.drop(perAddress - 1).next().done ? undefined : "address_full";
  }

  enter(guest: Guest): void {
    this.#guests.add(guest);
    if (guest.network === undefined) return;
    const others = this.#byNetwork.get(guest.network);
    if (others) others.add(guest);
    else this.#byNetwork.set(guest.network, new Set([guest]));
  }

  leave(guest: Guest): void {
    this.#guests.delete(guest);
    if (guest.network === undefined) return;
    const others = this.#byNetwork.get(guest.network);
    others?.delete(guest);
    if (others?.size === 0) this.#byNetwork.delete(guest.network);
  }
}
