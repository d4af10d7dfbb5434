/**
 * A session: an account that is logged in over one peer, and what has to wait before it may be sent. Knows nothing of
 * sockets, requests or the store.
 */
import type { Conversation } from "../data/index.ts";
import { canonical } from "../protocol/index.ts";
import type { Peer } from "./peer.ts";
import { Bucket } from "./rates.ts";

export class Session {
  /** As typed at signup. */
  readonly name: string;
  readonly id: string;
  readonly peer: Peer;
  /** Id of the grant whose token its client holds. */
  grant: string;
  /** Time of the login, ms since 1970 UTC. */
  readonly since: number;
  /** Set once the account has logged out, or been taken over by another session. */
  ended = false;
  /** What came before the login was answered, which is to come first. */
  #early: Buffer[] | undefined = [];
  #typing: Bucket | undefined;

  constructor(name: string, peer: Peer, since: number, grant: string) {
    this.name = name;
    this.id = canonical(name);
    this.peer = peer;
    this.since = since;
    this.grant = grant;
  }

  /** How often others are told that it types: ten times at once, twice a second in the long run. */
  get typing(): Bucket {
    this.#typing ??= new Bucket(2, 5);
    return this.#typing;
  }

  send(frame: Buffer): void {
    if (this.#early) this.#early.push(frame);
    else this.peer.send(frame);
  }

  sendShared(frames: readonly Buffer[]): void {
    if (this.#early) this.#early.push(...frames);
    else this.peer.sendShared(frames);
  }

  flush(): void {
    this.peer.flush();
  }

  /** The login has been answered. */
  open(): void {
    for (const frame of this.#early ?? []) this.peer.send(frame);
    this.#early = undefined;
  }
}

/** A conversation as the wire names it for one of its members: `everyone`, or the other one's name. */
export function wireName(conversation: Conversation, own: string): string {
  if (conversation.kind === "everyone") return "everyone";
  const [first, second] = conversation.between;
  return canonical(first) === canonical(own) ? second : first;
}
