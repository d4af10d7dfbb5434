/** The part of a check that reads accounts and their blocks. */
import { type Shard, shardKeys, shardOf, shards } from "./accountDocuments.ts";
import type { Shards } from "./accounts.ts";
import { corruptDocument } from "./corrupt.ts";
import type { Findings } from "./findings.ts";

export interface KnownAccounts {
  /** Canonical. */
  readonly names: Iterable<string>;
  /** False only if it is sure that there is none. */
  mayBe(name: string): boolean;
}

export async function checkAccounts(
  findings: Findings,
  shelf: Shards,
  folder: string,
): Promise<KnownAccounts> {
  const found = new Map<string, Shard>();
  for (const key of shardKeys) {
    const shard = await findings.attempt(() => shelf.get(key));
    if (shard) found.set(key, shard);
  }
  const names = [...found.values()].flatMap((shard) => [...shard.keys()]);
  const known = new Set(names);
  const mayBe = (name: string) => known.has(name) || !found.has(shardOf(name));
  const { path } = shards(folder);
  for (const [key, shard] of found) {
    for (const what of wrongIn(key, shard, mayBe))
      findings.problems.push(corruptDocument(path(key), what).message);
  }
  findings.counts.accounts = names.length;
  return { names, mayBe };
}

function* wrongIn(key: string, shard: Shard, mayBe: (name: string) => boolean): Generator<string> {
  for (const [name, { blocks }] of shard) {
    if (shardOf(name) !== key) yield `holds ${name}, which belongs elsewhere`;
    for (const blocked of blocks.keys()) {
      if (!mayBe(blocked)) yield `has ${blocked} blocked by ${name}, but there is no such account`;
    }
  }
}
