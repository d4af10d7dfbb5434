/** A data folder with something in it, and the way to its files. */
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { ExecutionContext } from "ava";
import { everyone, openStore } from "../../data/index.ts";
import { createAccounts, fill, pair } from "./contract.ts";
import { temporaryFolder } from "./folders.ts";

/** Paths within the folder, without those of folders. */
export async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

export async function find(folder: string, pattern: RegExp): Promise<string> {
  const path = (await filesIn(folder)).find((name) => pattern.test(name));
  if (path === undefined) throw new Error(`There is no ${pattern} in ${folder}.`);
  return path;
}

/** A folder in which Alice has told everyone 1,200 messages and bob three. */
export async function filled(t: ExecutionContext): Promise<string> {
  const folder = await temporaryFolder(t);
  const store = await openStore({ folder });
  await createAccounts(store, "Alice", "bob");
  await fill(store, everyone, "alice", 1200);
  await fill(store, pair("alice", "bob"), "bob", 3);
  await store.close();
  return folder;
}
