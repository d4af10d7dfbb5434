/**
 * What the rules work with: the store, who is logged in, the room, the clock and the log. One per server process;
 * handed to every handler.
 */
import { type Account, type Conversation, everyone, type Store } from "../data/index.ts";
import { ChatError, canonical, type Event, encodeFrame } from "../protocol/index.ts";
import { type Allowance, Budget } from "./budgets.ts";
import type { Log } from "./log.ts";
import { networkOf } from "./networks.ts";
import type { Passwords } from "./passwords.ts";
import type { Peer } from "./peer.ts";
import { KeyedQueue } from "./queues.ts";
import type { Rates } from "./rates.ts";
import { Room } from "./room.ts";
import type { Session } from "./session.ts";
import { Sessions } from "./sessions.ts";

export interface ChatOptions {
  readonly store: Store;
  readonly passwords: Passwords;
  readonly log: Log;
  /** The clock, ms since 1970 UTC. */
  readonly now: () => number;
  /** What a lock after failed logins covers besides the account. */
  readonly lockoutScope: "address" | "port";
  /** Failed logins of one address, over all accounts. */
  readonly failedLogins: Allowance;
  /** Accounts made from one address. */
  readonly signups: Allowance;
  /** How long a token lasts without use. */
  readonly tokenDays: number;
  /** Undefined: requests may come as fast as they like. */
  readonly rates: Rates | undefined;
}

export class Chat {
  readonly store: Store;
  readonly passwords: Passwords;
  readonly log: Log;
  readonly now: () => number;
  readonly sessions = new Sessions();
  readonly room = new Room<Session>();
  /** Sessions to which missed messages are still being sent. */
  readonly catchingUp = new Set<Session>();
  /** Logins of one account and address, so that guesses made at once are counted one by one. */
  readonly attempts = new KeyedQueue();
  /** Starts and ends of sessions of one account. */
  readonly turns = new KeyedQueue();
  /** Pages that searches look through, one a turn of the event loop however many search. */
  readonly searches = new KeyedQueue();
  readonly failedLogins: Budget;
  readonly signups: Budget;
  readonly tokenDays: number;
  readonly rates: Rates | undefined;
  readonly #lockoutScope: "address" | "port";

  constructor(options: ChatOptions) {
    this.store = options.store;
    this.passwords = options.passwords;
    this.log = options.log;
    this.now = options.now;
    this.failedLogins = new Budget(options.failedLogins, options.now);
    this.signups = new Budget(options.signups, options.now);
    this.tokenDays = options.tokenDays;
    this.rates = options.rates;
    this.#lockoutScope = options.lockoutScope;
  }

  lockoutScope(peer: Peer): string {
    return this.#lockoutScope === "address" ? networkOf(peer.address) : `${peer.address} ${peer.port}`;
  }

  /** The account of that name, unless it was deleted. */
  living(name: string): Account | undefined {
    const account = this.store.account(name);
    return account?.deletedAt === undefined ? account : undefined;
  }

  /**
   * An account's name as it is spelled, for a name that came over the wire, deleted or not; throws `unknown_account` or
   * `yourself`.
   */
  other(session: Session, name: string): string {
    const account = this.store.account(name);
    if (account === undefined) throw new ChatError("unknown_account");
    if (canonical(account.name) === session.id) throw new ChatError("yourself");
    return account.name;
  }

  /** The conversation that the wire calls `name` in this session. */
  conversation(session: Session, name: string): Conversation {
    if (name === "everyone") return everyone;
    return { kind: "pair", between: [session.name, this.other(session, name)] };
  }

  /** Tells one session. */
  tell(session: Session, event: Event): void {
    session.send(encodeFrame(event));
  }

  /** Tells everyone who is logged in, but for `except`. */
  tellAll(event: Event, except: Iterable<Session>): void {
    this.room.send(encodeFrame(event), except);
  }

  /** The sessions of those who block this account: usually none, and then nothing is looked at. */
  blockersOnline(name: string): Session[] {
    return this.#online(this.store.blockersOf(name));
  }

  /** The sessions of those whom this account blocks. */
  blockedOnline(name: string): Session[] {
    return this.#online(this.store.blocks(name).map((block) => block.name));
  }

  #online(ids: Iterable<string>): Session[] {
    const sessions: Session[] = [];
    for (const id of ids) {
      const session = this.sessions.of(id);
      if (session) sessions.push(session);
    }
    return sessions;
  }
}
