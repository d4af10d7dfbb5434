/**
 * What one connection asks for, held against the rates of its account and its address. Too much is first not read, so
 * that the far end waits. What would wait too long is answered `slow_down`; whoever goes on all the same is cut off.
 */
import { ChatError, costOf, isRequestName, ProtocolError, type RequestName } from "../protocol/index.ts";
import type { Peer } from "./peer.ts";
import type { Bucket, Rates } from "./rates.ts";

/** A request that has waited so long is refused, before its sender takes the server for dead. */
const patienceMs = 2000;
/** How long the refused should wait at least: half of what may come at once is there again by then. */
const returnMs = 5000;
/** Clocks differ, and nobody who keeps to the time is too early. */
const earlyMs = 500;
/** So many requests after the first refusal, none of which could be carried out, and it isn't a mistake any more. */
const floodLimit = 1000;

/** Messages are stored in the order sent, so once one was refused those behind it are too. */
const ordered: ReadonlySet<RequestName> = new Set<RequestName>(["broadcast", "whisper"]);

export class Meter {
  readonly #source: { readonly rates: Rates | undefined };
  readonly #peer: Pick<Peer, "address" | "port">;
  readonly #network: string | undefined;
  #asker: Bucket | undefined;
  #address: Bucket | undefined;
  #now = 0;
  #inSession = false;
  /** When the oldest requests that wait came in. */
  #cameAt = 0;
  #sendsRefusedUntil = 0;
  #refused = 0;

  /**
   * `source`: has the rates that hold just now; undefined: requests may come as fast as they like. `peer` stands for
   * itself until there is an account; without a `network` only that counts.
   */
  constructor(
    source: { readonly rates: Rates | undefined },
    peer: Pick<Peer, "address" | "port">,
    network: string | undefined,
  ) {
    this.#source = source;
    this.#peer = peer;
    this.#network = network;
  }

  /** Bytes have come in at that time. */
  arrived(now: number): void {
    this.#cameAt = now;
  }

  /** Requests are going to be taken, at that time and for that account. */
  begin(now: number, account: string | undefined): void {
    this.#now = now;
    this.#inSession = account !== undefined;
    const { rates } = this.#source;
    this.#asker = rates?.askers.of(account ?? `${this.#peer.address} ${this.#peer.port}`);
    this.#address = this.#network === undefined ? undefined : rates?.networks.of(this.#network);
  }

  /** ms for which no request should be taken. */
  get pause(): number {
    const overdrawn = this.#overdrawn();
    return this.#refuses(overdrawn) ? 0 : overdrawn;
  }

  /** Throws a ChatError `slow_down` where a request has to come again, a ProtocolError where too many have. */
  take(request: unknown): void {
    if (this.#asker === undefined) return;
    const name = typeof request === "string" && isRequestName(request) ? request : undefined;
    const overdrawn = this.#overdrawn();
    const isSend = name !== undefined && ordered.has(name);
    if (this.#refuses(overdrawn) || (isSend && this.#now < this.#sendsRefusedUntil)) {
      if (++this.#refused > floodLimit)
        throw new ProtocolError("flooding", "Too much was asked for too fast.");
      // Without an answer to this one its sender would take the server for dead.
      if (name !== "ping") throw this.#slowDown(isSend, overdrawn);
    } else this.#refused = 0;
    const cost = name === undefined ? 1 : costOf(name);
    this.#asker.take(cost, this.#now);
    this.#address?.take(cost, this.#now);
  }

  #overdrawn(): number {
    return Math.max(this.#asker?.overdrawn(this.#now) ?? 0, this.#address?.overdrawn(this.#now) ?? 0);
  }

  /** Before a login there is nothing that can't wait. */
  #refuses(overdrawn: number): boolean {
    if (!this.#inSession || overdrawn === 0) return false;
    return overdrawn > patienceMs || this.#now - this.#cameAt > patienceMs;
  }

  #slowDown(isSend: boolean, overdrawn: number): ChatError {
    const seconds = Math.ceil(Math.max(returnMs, overdrawn) / 1000);
    if (isSend) this.#sendsRefusedUntil = this.#now + seconds * 1000 - earlyMs;
    return new ChatError("slow_down", { retryAfter: seconds });
  }
}
