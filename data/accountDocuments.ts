/** Accounts on disk: a fixed number of documents, each account in the one that its name hashes to. */
import { join } from "node:path";
import { crc32 } from "node:zlib";
import * as v from "valibot";
import { canonical, limits } from "../protocol/index.ts";
import { addToRows, type Migrations } from "./migrations.ts";
import type { JournalRecord, RecordOf } from "./records.ts";
import type { Kind } from "./shelf.ts";
import type { Account, Grant } from "./store.ts";

const time = v.pipe(v.number(), v.safeInteger());
const number = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

const grant = v.object({
  id: v.string(),
  lasting: v.boolean(),
  current: v.string(),
  before: v.nullable(v.object({ hash: v.string(), salt: v.string() })),
  usedAt: time,
});

const row = v.object({
  name: v.string(),
  passwordHash: v.string(),
  createdAt: time,
  loginAt: v.nullable(time),
  logoutAt: v.nullable(time),
  blocks: v.array(v.object({ name: v.string(), since: time, after: number })),
  ended: v.array(v.object({ name: v.string(), after: number, upTo: number })),
  deletedAt: v.nullable(time),
  grants: v.array(grant),
});
const schema = v.object({ accounts: v.array(row) });
const migrations: Migrations = new Map([[1, addToRows("accounts", { deletedAt: null, grants: [] })]]);

export type ShardFields = v.InferOutput<typeof schema>;

/** There is one in memory for each account. Its parts are replaced as a whole, so that who holds one sees no change. */
export interface Entry {
  account: Account;
  /** By canonical name of whom the account blocks. */
  blocks: ReadonlyMap<string, Block>;
  /** What blocks that have ended hid, as far as it would otherwise be missed. */
  ended: readonly EndedBlock[];
  /** The latest last. */
  grants: readonly Grant[];
}

export interface Block {
  readonly since: number;
  /** It hides broadcasts after this number. */
  readonly after: number;
}

export interface EndedBlock {
  /** Canonical name of who was blocked. */
  readonly name: string;
  /** It hid broadcasts after this number … */
  readonly after: number;
  /** … up to this one. */
  readonly upTo: number;
}

/** Entries by canonical name. */
export type Shard = Map<string, Entry>;

const nobody: ReadonlyMap<string, Block> = new Map();
const none: readonly never[] = [];

const shardCount = 64;

/** Never changes while there are folders of this version: it says where an account is. */
export function shardOf(name: string): string {
  return shardKey(crc32(name) % shardCount);
}

export const shardKeys: readonly string[] = Array.from({ length: shardCount }, (_, index) => shardKey(index));

function shardKey(index: number): string {
  return String(index).padStart(2, "0");
}

export function shards(folder: string): Kind<Shard, ShardFields> {
  return {
    path: (key) => join(folder, "accounts", `${key}.json`),
    schema,
    migrations,
    empty: () => ({ accounts: [] }),
    mayBegin: (_key, first) => first === undefined || first.kind === "account",
    decode: ({ accounts }) => new Map(accounts.map((row) => [canonical(row.name), decodeRow(row)])),
    encode: (shard) => ({ accounts: [...shard.values()].map(encodeRow) }),
    apply: applyToShard,
    keepsPrevious: true,
  };
}

/** What most accounts have in common is shared, and the rest is in objects of just the size: checked ones have room to grow. */
function decodeRow({ blocks, ended, grants, ...row }: ShardFields["accounts"][number]): Entry {
  return {
    account: {
      name: row.name,
      passwordHash: row.passwordHash,
      createdAt: row.createdAt,
      loginAt: row.loginAt ?? undefined,
      logoutAt: row.logoutAt ?? undefined,
      deletedAt: row.deletedAt ?? undefined,
    },
    blocks: blocks.length === 0 ? nobody : new Map(blocks.map(({ name, ...block }) => [name, block])),
    ended: ended.length === 0 ? none : ended,
    grants: grants.length === 0 ? none : grants.map(decodeGrant),
  };
}

function decodeGrant({ id, lasting, current, before, usedAt }: Grant): Grant {
  return { id, lasting, current, before: before && { hash: before.hash, salt: before.salt }, usedAt };
}

function encodeRow({ account, blocks, ended, grants }: Entry): ShardFields["accounts"][number] {
  return {
    ...account,
    loginAt: account.loginAt ?? null,
    logoutAt: account.logoutAt ?? null,
    deletedAt: account.deletedAt ?? null,
    blocks: [...blocks].map(([name, block]) => ({ name, ...block })),
    ended: [...ended],
    grants: [...grants],
  };
}

function applyToShard(shard: Shard, record: JournalRecord): void {
  switch (record.kind) {
    case "account":
      addAccount(shard, record);
      break;
    case "login":
      change(shard.get(record.name), { loginAt: record.time });
      break;
    case "logout":
      leave(shard.get(record.name), record.time);
      break;
    case "password":
      change(shard.get(record.name), { passwordHash: record.passwordHash });
      if (record.grants === "revoke") setGrants(shard.get(record.name), () => []);
      break;
    case "grant":
      setGrants(shard.get(record.name), (grants) => withGrant(grants, record.grant));
      break;
    case "revoke":
      setGrants(shard.get(record.name), (grants) => grants.filter(({ id }) => id !== record.id));
      break;
    case "deletion":
      bury(shard.get(record.name), record.time);
      break;
    case "block":
      block(shard.get(record.owner), record);
      break;
    case "unblock":
      unblock(shard.get(record.owner), record);
  }
}

/** A session may end after its account. */
function leave(entry: Entry | undefined, logoutAt: number): void {
  if (entry?.account.deletedAt === undefined) change(entry, { logoutAt });
}

function setGrants(entry: Entry | undefined, changed: (grants: readonly Grant[]) => readonly Grant[]): void {
  if (entry) entry.grants = changed(entry.grants);
}

function withGrant(grants: readonly Grant[], grant: Grant): Grant[] {
  const others = grants.filter(({ id }) => id !== grant.id);
  const alike = others.filter(({ lasting }) => lasting === grant.lasting);
  const pushedOut = new Set(alike.slice(0, Math.max(0, alike.length + 1 - limits.tokens)));
  return [...others.filter((other) => !pushedOut.has(other)), grant];
}

function bury(entry: Entry | undefined, deletedAt: number): void {
  if (!entry) return;
  change(entry, { passwordHash: "", loginAt: undefined, logoutAt: undefined, deletedAt });
  entry.blocks = nobody;
  entry.ended = none;
  entry.grants = none;
}

function change(entry: Entry | undefined, fields: Partial<Account>): void {
  if (entry) entry.account = { ...entry.account, ...fields };
}

/** The first of several counts until there is an unblock. */
function block(entry: Entry | undefined, { target, time, room }: RecordOf<"block">): void {
  if (!entry || entry.blocks.has(target)) return;
  entry.blocks = new Map([...entry.blocks, [target, { since: time, after: room }]]);
}

/** What the owner has received by now can't be missed any more, so it needn't be remembered. */
function unblock(entry: Entry | undefined, { target, room, received }: RecordOf<"unblock">): void {
  const block = entry?.blocks.get(target);
  if (!entry || !block) return;
  entry.blocks = new Map([...entry.blocks].filter(([name]) => name !== target));
  const ended = [...entry.ended, { name: target, after: block.after, upTo: room }];
  entry.ended = ended.filter(({ after, upTo }) => upTo > Math.max(after, received));
}

/** The first of two under one name stays. */
function addAccount(shard: Shard, { name, passwordHash, createdAt }: RecordOf<"account">): void {
  if (shard.has(canonical(name))) return;
  shard.set(canonical(name), {
    account: {
      name,
      passwordHash,
      createdAt,
      loginAt: undefined,
      logoutAt: undefined,
      deletedAt: undefined,
    },
    blocks: nobody,
    ended: none,
    grants: none,
  });
}
