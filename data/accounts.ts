/** All accounts in memory, by name, by last login and by who blocks whom; what they answer is durable. */
import { canonical } from "../protocol/index.ts";
import {
  type Block,
  type EndedBlock,
  type Entry,
  type Shard,
  type ShardFields,
  shardKeys,
  shardOf,
} from "./accountDocuments.ts";
import type { Change, RecordOf } from "./records.ts";
import type { Shelf } from "./shelf.ts";
import { firstIndex } from "./sorted.ts";
import { type Account, type Grant, StoreError } from "./store.ts";

export type Shards = Shelf<Shard, ShardFields>;

type AccountChange = Change & {
  readonly record: RecordOf<
    "account" | "login" | "logout" | "password" | "grant" | "revoke" | "deletion" | "block" | "unblock"
  >;
};

const nobody: ReadonlySet<string> = new Set();
/** Enough to keep the disk busy. What reading them leaves behind can go before the next ones are read. */
const readAtOnce = 8;

export class Accounts {
  readonly #shards: Shards;
  readonly #change: (change: Change) => void;
  readonly #entries = new Map<string, Entry>();
  /** Canonical names in order. */
  #names: string[] = [];
  /** Those who ever logged in, the latest last. */
  #byLogin: Entry[] = [];
  /** Canonical name → canonical names of those who block it. */
  readonly #blockers = new Map<string, Set<string>>();

  private constructor(shards: Shards, change: (change: Change) => void) {
    this.#shards = shards;
    this.#change = change;
  }

  /** `change`: hands a record to the documents that it changes. */
  static async load(shards: Shards, change: (change: Change) => void): Promise<Accounts> {
    const accounts = new Accounts(shards, change);
    for (let first = 0; first < shardKeys.length; first += readAtOnce) {
      const keys = shardKeys.slice(first, first + readAtOnce);
      for (const shard of await Promise.all(keys.map((key) => shards.get(key)))) accounts.#index(shard);
    }
    accounts.#names.sort();
    accounts.#byLogin.sort((a, b) => loginOf(a) - loginOf(b));
    return accounts;
  }

  /** By name in any spelling. */
  find(name: string): Account | undefined {
    return this.#entries.get(canonical(name))?.account;
  }

  /** Canonical names of all that there ever were. */
  ever(): Iterable<string> {
    return this.#entries.keys();
  }

  /** Throws a StoreError `unknown` if there is no such account, or none any more. */
  require(name: string): Account {
    const account = this.find(name);
    if (!account || account.deletedAt !== undefined)
      throw new StoreError("unknown", `There is no account named ${JSON.stringify(name)}.`);
    return account;
  }

  after(name: string, count: number): Account[] {
    const start = firstIndex(this.#names, (other) => other > name);
    return this.#names.slice(start, start + count).flatMap((other) => this.find(other) ?? []);
  }

  loggedInSince(since: number): Account[] {
    const start = firstIndex(this.#byLogin, (entry) => loginOf(entry) >= since);
    return this.#byLogin
      .slice(start)
      .reverse()
      .map(({ account }) => account);
  }

  blocksOf(name: string): ReadonlyMap<string, Block> {
    return this.#entries.get(canonical(name))?.blocks ?? new Map();
  }

  grantsOf(name: string): readonly Grant[] {
    return this.#entries.get(canonical(name))?.grants ?? [];
  }

  endedBlocksOf(name: string): readonly EndedBlock[] {
    return this.#entries.get(canonical(name))?.ended ?? [];
  }

  blockersOf(name: string): ReadonlySet<string> {
    return this.#blockers.get(canonical(name)) ?? nobody;
  }

  /** Tells whether there is an account, or a block, that wasn't there before, or one less. */
  apply(change: AccountChange): boolean {
    const { record } = change;
    switch (record.kind) {
      case "account":
        return this.#add(change, canonical(record.name));
      case "login":
        return this.#logIn(change, record.name);
      case "deletion":
        return this.#delete(change, record.name);
      case "logout":
      case "password":
      case "grant":
      case "revoke":
        this.#change(change);
        return true;
      case "block":
      case "unblock":
        return this.#setBlock(change, record);
    }
  }

  #add(change: Change, name: string): boolean {
    const isNew = !this.#entries.has(name);
    this.#change(change);
    const entry = this.#shards.loaded(shardOf(name))?.get(name);
    if (!isNew || !entry) return false;
    this.#entries.set(name, entry);
    this.#names.splice(
      firstIndex(this.#names, (other) => other > name),
      0,
      name,
    );
    return true;
  }

  #logIn(change: Change, name: string): boolean {
    const entry = this.#entries.get(name);
    if (!entry) return false;
    this.#forgetLogin(entry);
    this.#change(change);
    const after = firstIndex(this.#byLogin, (other) => loginOf(other) > loginOf(entry));
    this.#byLogin.splice(after, 0, entry);
    return true;
  }

  #forgetLogin(entry: Entry): void {
    const before = this.#byLogin.indexOf(
      entry,
      firstIndex(this.#byLogin, (other) => loginOf(other) >= loginOf(entry)),
    );
    if (before >= 0) this.#byLogin.splice(before, 1);
  }

  /** Whoever blocks the account goes on doing so: what it said is still in the history. */
  #delete(change: Change, name: string): boolean {
    const entry = this.#entries.get(name);
    if (!entry || entry.account.deletedAt !== undefined) return false;
    this.#forgetLogin(entry);
    for (const target of entry.blocks.keys()) this.#blockers.get(target)?.delete(name);
    this.#names.splice(
      firstIndex(this.#names, (other) => other >= name),
      1,
    );
    this.#change(change);
    return true;
  }

  #setBlock(change: Change, { kind, owner, target }: RecordOf<"block" | "unblock">): boolean {
    const blocked = this.blocksOf(owner).has(target);
    this.#change(change);
    if (kind === "block") this.#addBlocker(target, owner);
    else this.#blockers.get(target)?.delete(owner);
    return blocked === (kind === "unblock");
  }

  #index(shard: Shard): void {
    for (const [name, entry] of shard) {
      this.#entries.set(name, entry);
      if (entry.account.deletedAt === undefined) this.#names.push(name);
      if (entry.account.loginAt !== undefined) this.#byLogin.push(entry);
      for (const target of entry.blocks.keys()) this.#addBlocker(target, name);
    }
  }

  #addBlocker(target: string, owner: string): void {
    const blockers = this.#blockers.get(target);
    if (blockers) blockers.add(owner);
    else this.#blockers.set(target, new Set([owner]));
  }
}

/** Before all times for who never logged in. */
function loginOf({ account }: Entry): number {
  return account.loginAt ?? Number.NEGATIVE_INFINITY;
}
