/**
 * What the rules work with: the store, who is logged in, the room, the clock and the log. One per server process;
 * handed to every handler.
 */
import { type Account, type Conversation, everyone, type Store } from "../data/index.ts";
import {
  ChatError,
  canonical,
  type Event,
  encodeFrame,
  encodeMessage,
  type Message,
} from "../protocol/index.ts";
import type { Backlog } from "./backlog.ts";
import { type Allowance, Budget } from "./budgets.ts";
import type { Counts } from "./counts.ts";
import type { Log } from "./log.ts";
import { networkOf } from "./networks.ts";
import type { Passwords } from "./passwords.ts";
import type { Peer } from "./peer.ts";
import { KeyedQueue } from "./queues.ts";
import { Rates } from "./rates.ts";
import { Room } from "./room.ts";
import type { Session } from "./session.ts";
import { Sessions } from "./sessions.ts";

export interface ChatOptions extends Rules {
  readonly store: Store;
  readonly passwords: Passwords;
  readonly log: Log;
  readonly counts: Counts;
  /** The clock, ms since 1970 UTC. */
  readonly now: () => number;
}

/** What the operator decides, and may decide anew while the server runs. */
export interface Rules {
  /** What a lock after failed logins covers besides the account. */
  readonly lockoutScope: "address" | "port";
  /** Failed logins of one address, over all accounts. */
  readonly failedLogins: Allowance;
  /** Accounts made from one address. */
  readonly signups: Allowance;
  /** How long a token lasts without use. */
  readonly tokenDays: number;
  /** Requests per second of one account, in the long run; 0: as many as they like. */
  readonly rate: number;
}

export class Chat {
  readonly store: Store;
  readonly passwords: Passwords;
  readonly log: Log;
  readonly now: () => number;
  readonly counts: Counts;
  readonly sessions = new Sessions();
  readonly room = new Room<Session>();
  /** Sessions to which missed messages are still being sent, with what they are not up to date in. */
  readonly catchingUp = new Map<Session, Backlog>();
  /** Logins of one account and address, so that guesses made at once are counted one by one. */
  readonly attempts = new KeyedQueue();
  /** Starts and ends of sessions of one account. */
  readonly turns = new KeyedQueue();
  /** Large answers, to one connection one after the other. */
  readonly pages = new KeyedQueue<object>();
  /** Pages that searches look through, one a turn of the event loop however many search. */
  readonly searches = new KeyedQueue();
  readonly failedLogins: Budget;
  readonly signups: Budget;
  #rates: Rates | undefined;
  #rules: Rules;

  constructor(options: ChatOptions) {
    this.store = options.store;
    this.passwords = options.passwords;
    this.log = options.log;
    this.counts = options.counts;
    this.now = options.now;
    this.failedLogins = new Budget(options.failedLogins, options.now);
    this.signups = new Budget(options.signups, options.now);
    this.#rates = ratesOf(options);
    this.#rules = options;
  }

  /** Failures and signups that were counted stay counted; another rate begins with everyone as if they had asked for nothing. */
  adopt(rules: Rules): void {
    this.failedLogins.adopt(rules.failedLogins);
    this.signups.adopt(rules.signups);
    if (rules.rate !== this.#rules.rate) this.#rates = ratesOf(rules);
    this.#rules = rules;
  }

  /** Undefined: requests may come as fast as they like. */
  get rates(): Rates | undefined {
    return this.#rates;
  }

  get tokenDays(): number {
    return this.#rules.tokenDays;
  }

  lockoutScope(peer: Peer): string {
    return this.#rules.lockoutScope === "address" ? networkOf(peer.address) : `${peer.address} ${peer.port}`;
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

  /** Tells everyone who is logged in, but for `except`, and how many that are. */
  tellAll(event: Event, except: Iterable<Session>): number {
    return this.room.send(encodeFrame(event), except);
  }

  /** A message to everyone, for all who are logged in but for `except`: to how many it goes. */
  post(message: Message, except: Iterable<Session>): number {
    return this.room.post(encodeMessage(message), except);
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

function ratesOf({ rate }: Rules): Rates | undefined {
  return rate === 0 ? undefined : new Rates(rate);
}
