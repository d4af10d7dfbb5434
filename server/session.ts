/**
 * A session: an account that is logged in over one peer, and what has been kept from it on purpose. Knows nothing of
 * sockets, requests or the store.
 */
import type { Conversation } from "../data/index.ts";
import { canonical } from "../protocol/index.ts";
import { Backlog } from "./backlog.ts";
import type { Peer } from "./peer.ts";

export class Session {
  /** As typed at signup. */
  readonly name: string;
  readonly id: string;
  readonly peer: Peer;
  /** Time of the login, ms since 1970 UTC. */
  readonly since: number;
  /** Conversations in which missed messages are still on their way. */
  readonly backlog = new Backlog();
  /** Set once the account has logged out, or been taken over by another session. */
  ended = false;
  #hidden: { from: number; to: number } | undefined;

  constructor(name: string, peer: Peer, since: number) {
    this.name = name;
    this.id = canonical(name);
    this.peer = peer;
    this.since = since;
  }

  sendShared(frames: Buffer): void {
    this.peer.sendShared(frames);
  }

  /** Notes that broadcast `number` is kept from this session by a block. */
  hide(number: number): void {
    const run = this.#hidden;
    this.#hidden =
      run && run.to === number - 1 ? { from: run.from, to: number } : { from: number, to: number };
  }

  /**
   * Where the `received` cursor of everyone belongs when the client has confirmed `received`: past a run of hidden
   * broadcasts, which would otherwise be delivered as missed once the block is gone.
   */
  pastHidden(received: number): number {
    const run = this.#hidden;
    return run && received >= run.from - 1 && received < run.to ? run.to : received;
  }
}

/** A conversation as the wire names it for one of its members: `everyone`, or the other one's name. */
export function wireName(conversation: Conversation, own: string): string {
  if (conversation.kind === "everyone") return "everyone";
  const [first, second] = conversation.between;
  return canonical(first) === canonical(own) ? second : first;
}
