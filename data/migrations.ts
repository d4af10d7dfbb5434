/**
 * How documents of older versions become documents of the current one. Nothing is migrated on disk ahead of time: a
 * document is when it is read, and the next write keeps what it was as `.bak`.
 */
import { corruptDocument } from "./corrupt.ts";
import { StoreError } from "./store.ts";

export interface Versioned {
  readonly version: number;
  readonly [field: string]: unknown;
}

type Step = (document: Versioned) => object;

/**
 * Of one kind of documents: version → what makes a document of the next version of it. None for a version that
 * changed other kinds only. What it makes of a document that isn't what it should be is checked afterwards.
 */
export type Migrations = ReadonlyMap<number, Step>;

/** Of all kinds. A program refuses what is newer, so it rises whenever one of them gets a field. */
export const documentVersion = 2;

/** Gives fields to the rows of a list; a row that has one of them keeps it. */
export function addToRows(list: string, fields: object): Step {
  return ({ [list]: rows }) =>
    Array.isArray(rows) ? { [list]: rows.map((row: object) => ({ ...fields, ...row })) } : {};
}

/** Throws a StoreError `newer` or `corrupt` that names `path`. */
export function migrate(document: Versioned, table: Migrations, current: number, path: string): Versioned {
  if (document.version > current) {
    throw new StoreError(
      "newer",
      `${path} has version ${document.version}; this program knows ${current}. It was left as it is: start the newer program that wrote it.`,
    );
  }
  let migrated = document;
  while (migrated.version < current) {
    if (migrated.version < 1) throw corruptDocument(path, `has version ${migrated.version}, which never was`);
    const changed = table.get(migrated.version)?.(migrated);
    migrated = { ...migrated, ...changed, version: migrated.version + 1 };
  }
  return migrated;
}
