/** Real folders for tests of the store, gone when the test is over. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ExecutionContext } from "ava";
import { type OpenOptions, openStore, type Store } from "../../data/index.ts";

export async function temporaryFolder(t: ExecutionContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "chat-store-"));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A store that is closed when the test is over. */
export async function openIn(
  t: ExecutionContext,
  folder: string,
  options: Omit<OpenOptions, "folder"> = {},
): Promise<Store> {
  const store = await openStore({ folder, ...options });
  t.teardown(() => store.close());
  return store;
}

/** Documents are written after every group of records, in the background. */
export const hasty = { journalBytes: 0, changesWait: 60_000 };

/** Keeps the process running, as a server's socket does, where a test waits for a timer that doesn't. */
export function stayAwake(t: ExecutionContext): void {
  const timer = setInterval(() => {}, 60_000);
  t.teardown(() => clearInterval(timer));
}
