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

type FailureRow = v.InferOutput<typeof entry>;

/** The latest change last; names are canonical. */
export class FailureTable {
  readonly #rows = new Set<FailureRow>();
  /** By name and scope, since a list of accounts asks for each of them. */
  readonly #byName = new Map<string, Map<string, FailureRow>>();

  constructor(rows: Iterable<FailureRow> = []) {
    for (const row of rows) this.set(row);
  }

  get(name: string, scope: string): FailureRow | undefined {
    return this.#byName.get(name)?.get(scope);
  }

  of(name: string): readonly FailureRow[] {
    return [...(this.#byName.get(name)?.values() ?? [])];
  }

  all(): FailureRow[] {
    return [...this.#rows];
  }

  /** Takes the place of what there was for this name and scope; without a failure or a lock it's just forgotten. */
  set(row: FailureRow): void {
    const before = this.get(row.name, row.scope);
    if (before) this.#delete(before);
    if (row.count === 0 && row.lockedUntil === 0) return;
    this.#rows.add(row);
    const ofName = this.#byName.get(row.name);
    if (ofName) ofName.set(row.scope, row);
    else this.#byName.set(row.name, new Map([[row.scope, row]]));
  }

  /** Drops the oldest, those that say nothing about a time after this. */
  forget(before: number): void {
    for (const row of this.#rows) {
      if (Math.max(row.time, row.lockedUntil) > before) return;
      this.#delete(row);
    }
  }

  #delete(row: FailureRow): void {
    this.#rows.delete(row);
    const ofName = this.#byName.get(row.name);
    ofName?.delete(row.scope);
    if (ofName?.size === 0) this.#byName.delete(row.name);
  }
}

export const failuresKey = "failures";

export function failureTables(folder: string): Kind<FailureTable, FailureFields> {
  return {
    path: () => join(folder, "failures.json"),
    schema,
    migrations: new Map(),
    empty: () => ({ failures: [] }),
    mayBegin: () => true,
    decode: ({ failures }) => new FailureTable(failures),
    encode: (table) => ({ failures: table.all() }),
    apply: applyToFailures,
    keepsPrevious: true,
  };
}

function applyToFailures(table: FailureTable, record: JournalRecord): void {
  if (record.kind !== "failures") return;
  const { kind: _kind, ...row } = record;
  table.set(row);
  table.forget(row.time - keptFor);
}
