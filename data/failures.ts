/** Failed logins by account name and scope: one document, small because what is older than an hour is dropped. */
import { join } from "node:path";
import * as v from "valibot";
import type { JournalRecord } from "./records.ts";
import type { Kind } from "./shelf.ts";

const keptFor = 3_600_000;

const integer = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const entry = v.object({
  name: v.string(),
  scope: v.string(),
  count: integer,
  lockedUntil: integer,
  time: integer,
});
const schema = v.object({ failures: v.array(entry) });

export type FailureFields = v.InferOutput<typeof schema>;

/** By `failureKey`, the latest change last. */
export type FailureTable = Map<string, v.InferOutput<typeof entry>>;

export const failuresKey = "failures";

export function failureKey(name: string, scope: string): string {
  return `${name}\n${scope}`;
}

export function failureTables(folder: string): Kind<FailureTable, FailureFields> {
  return {
    path: () => join(folder, "failures.json"),
    schema,
    migrations: new Map(),
    empty: () => ({ failures: [] }),
    mayBegin: () => true,
    decode: ({ failures }) => new Map(failures.map((row) => [failureKey(row.name, row.scope), row])),
    encode: (table) => ({ failures: [...table.values()] }),
    apply: applyToFailures,
    keepsPrevious: true,
  };
}

function applyToFailures(table: FailureTable, record: JournalRecord): void {
  if (record.kind !== "failures") return;
  const { kind: _kind, ...row } = record;
  const key = failureKey(row.name, row.scope);
  table.delete(key);
  if (row.count > 0 || row.lockedUntil > 0) table.set(key, row);
  for (const [oldKey, { time, lockedUntil }] of table) {
    if (Math.max(time, lockedUntil) > row.time - keptFor) return;
    table.delete(oldKey);
  }
}
