/** Accounts on disk: a fixed number of documents, each account in the one that its name hashes to. */
import { join } from "node:path";
import { crc32 } from "node:zlib";
import * as v from "valibot";
import { canonical } from "../protocol/index.ts";
import type { JournalRecord, RecordOf } from "./records.ts";
import type { Kind } from "./shelf.ts";
import type { Account } from "./store.ts";

const time = v.pipe(v.number(), v.safeInteger());

const row = v.object({
  name: v.string(),
  passwordHash: v.string(),
  createdAt: time,
  loginAt: v.nullable(time),
  logoutAt: v.nullable(time),
  blocks: v.array(v.object({ name: v.string(), since: time })),
});
const schema = v.object({ accounts: v.array(row) });

export type ShardFields = v.InferOutput<typeof schema>;

export interface Entry {
  /** Replaced as a whole, so that who holds one sees no change. */
  account: Account;
  /** Canonical name → since when. */
  readonly blocks: Map<string, number>;
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
    cached: shardCount,
  };
}

function decodeRow({ blocks, loginAt, logoutAt, ...rest }: v.InferOutput<typeof row>): Entry {
  return {
    account: { ...rest, loginAt: loginAt ?? undefined, logoutAt: logoutAt ?? undefined },
    blocks: new Map(blocks.map(({ name, since }) => [name, since])),
  };
}

function encodeRow({ account, blocks }: Entry): v.InferOutput<typeof row> {
  return {
    ...account,
    loginAt: account.loginAt ?? null,
    logoutAt: account.logoutAt ?? null,
    blocks: [...blocks].map(([name, since]) => ({ name, since })),
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
      shard.get(record.owner)?.blocks.delete(record.target);
  }
}

function change(entry: Entry | undefined, fields: Partial<Account>): void {
  if (entry) entry.account = { ...entry.account, ...fields };
}

/** The first of several counts until there is an unblock. */
function block(blocks: Map<string, number> | undefined, { target, time }: RecordOf<"block">): void {
  if (blocks && !blocks.has(target)) blocks.set(target, time);
}

/** The first of two under one name stays. */
function addAccount(shard: Shard, { name, passwordHash, createdAt }: RecordOf<"account">): void {
  if (shard.has(canonical(name))) return;
  shard.set(canonical(name), {
    account: { name, passwordHash, createdAt, loginAt: undefined, logoutAt: undefined },
    blocks: new Map(),
  });
}
