/** Accounts on disk: a fixed number of documents, each account in the one that its name hashes to. */
import { join } from "node:path";
import { crc32 } from "node:zlib";
import * as v from "valibot";
import { canonical } from "../protocol/index.ts";
import type { JournalRecord, RecordOf } from "./records.ts";
import type { Kind } from "./shelf.ts";
import type { Account } from "./store.ts";

const time = v.pipe(v.number(), v.safeInteger());
const number = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

const row = v.object({
  name: v.string(),
  passwordHash: v.string(),
  createdAt: time,
  loginAt: v.nullable(time),
  logoutAt: v.nullable(time),
  blocks: v.array(v.object({ name: v.string(), since: time, after: number })),
  ended: v.array(v.object({ name: v.string(), after: number, upTo: number })),
});
const schema = v.object({ accounts: v.array(row) });

export type ShardFields = v.InferOutput<typeof schema>;

export interface Entry {
  /** Replaced as a whole, so that who holds one sees no change. */
  account: Account;
  /** By canonical name of whom the account blocks. */
  readonly blocks: Map<string, Block>;
  /** What blocks that have ended hid, as far as it would otherwise be missed. */
  ended: readonly EndedBlock[];
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
    empty: () => ({ accounts: [] }),
    mayBegin: (_key, first) => first === undefined || first.kind === "account",
    decode: ({ accounts }) => new Map(accounts.map((row) => [canonical(row.name), decodeRow(row)])),
    encode: (shard) => ({ accounts: [...shard.values()].map(encodeRow) }),
    apply: applyToShard,
    keepsPrevious: true,
    cached: shardCount,
  };
}

function decodeRow({ blocks, ended, loginAt, logoutAt, ...rest }: v.InferOutput<typeof row>): Entry {
  return {
    account: { ...rest, loginAt: loginAt ?? undefined, logoutAt: logoutAt ?? undefined },
    blocks: new Map(blocks.map(({ name, ...block }) => [name, block])),
    ended,
  };
}

function encodeRow({ account, blocks, ended }: Entry): v.InferOutput<typeof row> {
  return {
    ...account,
    loginAt: account.loginAt ?? null,
    logoutAt: account.logoutAt ?? null,
    blocks: [...blocks].map(([name, block]) => ({ name, ...block })),
    ended: [...ended],
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
      change(shard.get(record.name), { logoutAt: record.time });
      break;
    case "block":
      block(shard.get(record.owner)?.blocks, record);
      break;
    case "unblock":
      unblock(shard.get(record.owner), record);
  }
}

function change(entry: Entry | undefined, fields: Partial<Account>): void {
  if (entry) entry.account = { ...entry.account, ...fields };
}

/** The first of several counts until there is an unblock. */
function block(blocks: Map<string, Block> | undefined, { target, time, room }: RecordOf<"block">): void {
  if (blocks && !blocks.has(target)) blocks.set(target, { since: time, after: room });
}

/** What the owner has received by now can't be missed any more, so it needn't be remembered. */
function unblock(entry: Entry | undefined, { target, room, received }: RecordOf<"unblock">): void {
  const block = entry?.blocks.get(target);
  if (!entry || !block) return;
  entry.blocks.delete(target);
  const ended = [...entry.ended, { name: target, after: block.after, upTo: room }];
  entry.ended = ended.filter(({ after, upTo }) => upTo > Math.max(after, received));
}

/** The first of two under one name stays. */
function addAccount(shard: Shard, { name, passwordHash, createdAt }: RecordOf<"account">): void {
  if (shard.has(canonical(name))) return;
  shard.set(canonical(name), {
    account: { name, passwordHash, createdAt, loginAt: undefined, logoutAt: undefined },
    blocks: new Map(),
    ended: [],
  });
}
