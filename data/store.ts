/**
 * What a store promises, in the domain's verbs. The embedded store is one implementation and a distributed engine
 * may be another; `tests/data/contract.ts` runs against every one of them. Callers know nothing of files.
 *
 * Names are passed in any spelling and compared by their canonical form; what comes back is spelled as at signup.
 * Every promise that writes resolves when the write is on disk, and rejects with a StoreError when it can't be:
 * then nothing of it may be shown to anyone. Times are ms since 1970 UTC.
 */
import type { Message } from "../protocol/index.ts";

/** The room that all accounts share, or the pair of two accounts, in either order. */
export type Conversation =
  | { readonly kind: "everyone" }
  | { readonly kind: "pair"; readonly between: readonly [string, string] };

export const everyone: Conversation = { kind: "everyone" };

export interface Account {
  /** As typed at signup. */
  readonly name: string;
  /** Opaque to the store: what the server needs to check a password. */
  readonly passwordHash: string;
  readonly createdAt: number;
  /** The last login; undefined before the first. */
  readonly loginAt: number | undefined;
  /** The last end of a session, undefined before the first; older than `loginAt` while a session lasts. */
  readonly logoutAt: number | undefined;
  /** Undefined while it lives. Afterwards it has no password, grants, blocks and times, but keeps its name for good. */
  readonly deletedAt: number | undefined;
}

/** What lets whoever holds its token log in without a password; hashes only, opaque to the store. */
export interface Grant {
  /** Not to be guessed: it is part of the token. */
  readonly id: string;
  /** Whether a client keeps it between its runs, so that grants for one run don't push it out. */
  readonly lasting: boolean;
  /** Hash of the secret that was given out last. */
  readonly current: string;
  /** Hash of the secret before, good until the current one is used, and what makes the current one from it. */
  readonly before: { readonly hash: string; readonly salt: string } | null;
  /** The last login with it, or the one that made it. */
  readonly usedAt: number;
}

export interface Append {
  readonly conversation: Conversation;
  readonly from: string;
  readonly text: string;
  readonly time: number;
  /** The sender's own; within `limits.keysRemembered` sends of one account it names one message for good. */
  readonly key: string;
}

export interface Appended {
  readonly number: number;
  /** Of the first append under this key. */
  readonly time: number;
  /** Whether the key had been stored before, so that nothing new was. */
  readonly repeated: boolean;
}

/** How far an account has got in a conversation: `received` by its client, `read` by a person. */
export type CursorName = "received" | "read";

export interface ConversationState {
  readonly conversation: Conversation;
  /** Number of the latest message, 0 if there is none. */
  readonly last: number;
  /** Time of the latest message, 0 if there is none. */
  readonly lastTime: number;
  readonly received: number;
  readonly read: number;
  /** The other one's `received` in a pair; 0 for everyone. */
  readonly delivered: number;
  /** The messages up to this number have been removed; 0 if none have. */
  readonly removed: number;
}

export interface PageQuery {
  readonly conversation: Conversation;
  /** The first messages numbered `from` and up, or the last ones below `before`; the oldest comes first in both. */
  readonly range: { readonly from: number } | { readonly before: number };
  /** At most so many messages … */
  readonly count: number;
  /** … and no more than fit when their texts' UTF-8 bytes are added up; one message is always given. */
  readonly bytes: number;
}

export interface Failures {
  /** Failed logins in a row since the last success or lock. */
  readonly count: number;
  /** When the lock ends; in the past or 0 if there is none. */
  readonly lockedUntil: number;
}

/** Whom the operator keeps out. */
export interface Ban {
  /** The canonical name of an account, or an address or network as whoever sets it writes it; opaque to the store. */
  readonly target: string;
  readonly since: number;
  /** Undefined while nobody lifts it. */
  readonly until: number | undefined;
}

/** What writes about a deleted account rejects as `unknown`, as it does about one that never was, but for what ends anyway. */
export interface Store {
  /** Rejects with a StoreError `exists` when an account of that canonical name is there already. */
  createAccount(account: { name: string; passwordHash: string; createdAt: number }): Promise<void>;
  /** From memory: every process that serves keeps a replica of names, logins and blocks. */
  account(name: string): Account | undefined;
  /** Those not deleted, in canonical order after the given canonical name ("" for the first), at most `count`. */
  accounts(after: string, count: number): readonly Account[];
  recordLogin(name: string, time: number): Promise<void>;
  recordLogout(name: string, time: number): Promise<void>;
  /** Accounts whose last login is at or after `since`, the latest first. */
  loggedInSince(since: number): readonly Account[];
  /** Replaces what a password is checked with; where grants are revoked, that is one step with it. */
  setPassword(name: string, passwordHash: string, grants: "keep" | "revoke"): Promise<void>;
  /** What is left of an account is its name, which is never free again, and its messages. */
  deleteAccount(name: string, time: number): Promise<void>;

  /** The latest last; none of an unknown name. */
  grants(name: string): readonly Grant[];
  /** Adds a grant, or replaces the one of its id. Of the lasting ones, and of the others, the latest `limits.tokens` stay. */
  setGrant(name: string, grant: Grant): Promise<void>;
  revokeGrant(name: string, id: string): Promise<void>;

  /** Both resolve to whether anything changed. */
  block(owner: string, target: string, time: number): Promise<boolean>;
  unblock(owner: string, target: string): Promise<boolean>;
  isBlocked(owner: string, target: string): boolean;
  /**
   * Whether a block that has ended since kept this broadcast from the owner. It stands in the history then, but was
   * never meant to be delivered. Forgotten for what the owner's `received` cursor has passed.
   */
  wasHidden(owner: string, from: string, number: number): boolean;
  /** Whom the owner blocks, in order of the canonical names, and since when. */
  blocks(owner: string): readonly { readonly name: string; readonly since: number }[];
  /** Canonical names of those who block this account; costs nothing when there are none. */
  blockersOf(name: string): ReadonlySet<string>;

  /**
   * Stores one message. Within a conversation numbers are given in the order of the calls, without holes, and
   * promises resolve in that order. The sender's own `received` and `read` cursors do not move.
   */
  append(message: Append): Promise<Appended>;
  /** What an earlier append of this sender under this key gave, if it is still remembered. */
  sent(from: string, key: string): Promise<Appended | undefined>;
  page(query: PageQuery): Promise<readonly Message[]>;
  /** Number of the latest durable message: what a page may contain. From memory for `everyone` and for pairs in use. */
  last(conversation: Conversation): Promise<number>;
  /** The messages up to this number have been removed; from memory as `last`. */
  removed(conversation: Conversation): Promise<number>;
  /**
   * Removes the messages up to this number for good. Numbers go on as if they were there, cursors stay where they are, and
   * the keys they were sent under are remembered as before. Ends early when the store is closed.
   */
  remove(conversation: Conversation, upTo: number): Promise<void>;
  /** Where this account stands in one conversation. */
  conversation(owner: string, conversation: Conversation): Promise<ConversationState>;
  /** Every conversation of the account, `everyone` first, then by the time of the latest message, newest first. */
  conversations(owner: string): Promise<readonly ConversationState[]>;
  /** Every conversation that there is, each once, in no order; those of deleted accounts too, and none that can't be read. */
  everyConversation(): AsyncIterable<Conversation>;
  /**
   * Moves a cursor forward, never back and never past the last message, and resolves to where it stands then.
   * A new account's cursors in `everyone` start at its last message: nobody misses what came before them.
   */
  moveCursor(owner: string, conversation: Conversation, cursor: CursorName, number: number): Promise<number>;

  /** Failed logins per (account name, address or other scope); they outlive a restart and need no account. */
  failures(name: string, scope: string): Failures;
  /** Replaces what is known; `count` 0 and `lockedUntil` 0 forgets it. Entries older than an hour may be dropped. */
  setFailures(name: string, scope: string, failures: Failures, time: number): Promise<void>;

  /** The scopes for which failed logins of this account name are remembered. */
  failuresOf(name: string): readonly (Failures & { readonly scope: string })[];

  /** A ban that has ended is no ban, but may still be given. */
  ban(target: string): Ban | undefined;
  /** In order of targets. */
  bans(): readonly Ban[];
  /** Replaces what there is for that target. Bans that ended before `since` may be dropped. */
  setBan(ban: Ban): Promise<void>;
  /** Resolves to whether there was one. */
  liftBan(target: string): Promise<boolean>;

  /** Why nothing can be stored any more, if so: everything that writes rejects with it. */
  readonly failure: StoreError | undefined;

  /**
   * Waits for all that was asked before, writes it into its lasting form and lets go of the folder. What is asked later
   * rejects as `unavailable`. It resolves after a failed write too: what was acknowledged is safe.
   */
  close(): Promise<void>;
}

/**
 * - exists: an account of that name is there already
 * - unknown: there is no such account
 * - unavailable: writing failed (full disk, failing fsync); from then on the store acknowledges nothing
 * - corrupt: a file doesn't hold what it should; the message names it
 * - newer: a file was written by a newer version; the message names it
 * - locked: another process holds the folder; the message names it
 * - unusable: the folder can't be made, read or written; the message names it and the reason
 */
export type StoreErrorCode =
  | "exists"
  | "unknown"
  | "unavailable"
  | "corrupt"
  | "newer"
  | "locked"
  | "unusable";

export class StoreError extends Error {
  readonly code: StoreErrorCode;

  constructor(code: StoreErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "StoreError";
    this.code = code;
  }
}
