/** Whom the operator keeps out: one document, as long as the list of them. */
import { join } from "node:path";
import * as v from "valibot";
import type { JournalRecord } from "./records.ts";
import type { Kind } from "./shelf.ts";

const integer = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const entry = v.object({ target: v.string(), since: integer, until: v.nullable(integer) });
const schema = v.object({ bans: v.array(entry) });

export type BanFields = v.InferOutput<typeof schema>;

/** By target. */
export type BanTable = Map<string, v.InferOutput<typeof entry>>;

export const bansKey = "bans";

export function banTables(folder: string): Kind<BanTable, BanFields> {
  return {
    path: () => join(folder, "bans.json"),
    schema,
    migrations: new Map(),
    empty: () => ({ bans: [] }),
    mayBegin: () => true,
    decode: ({ bans }) => new Map(bans.map((ban) => [ban.target, ban])),
    encode: (table) => ({ bans: [...table.values()] }),
    apply: applyToBans,
    keepsPrevious: true,
  };
}

function applyToBans(table: BanTable, record: JournalRecord): void {
  if (record.kind === "unban") table.delete(record.target);
  if (record.kind !== "ban") return;
  const { target, since, until } = record;
  table.set(target, { target, since, until });
  for (const [other, ban] of table) if (ban.until !== null && ban.until < since) table.delete(other);
}
