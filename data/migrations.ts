/**
 * How documents of older versions become documents of the current one. Nothing is migrated on disk ahead of time: a
 * document is when it is read, and the next write keeps what it was as `.bak`.
 */
import { corruptDocument } from "./corrupt.ts";
import { StoreError } from "./store.ts";

export interface Versioned {
  readonly version: number;
}

/** version → what makes a document of the next version of it. */
export type Migrations = ReadonlyMap<number, (document: Versioned) => Versioned>;

export const documentVersion = 1;

/** Empty while there has been one version only. */
export const migrations: Migrations = new Map();

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
    const step = table.get(migrated.version);
    if (!step) throw corruptDocument(path, `has version ${migrated.version}, which never was`);
    migrated = { ...step(migrated), version: migrated.version + 1 };
  }
  return migrated;
}
