/** Storage on a real disk, in a folder of its own. */
import { execFileSync } from "node:child_process";
import { constants } from "node:fs";
import { mkdtemp, open, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import type { ExecutionContext } from "ava";
import type { KeptMessage } from "../../../tui/state/state.ts";
import { accountFolder } from "../../../tui/storage/place.ts";
import { temporaryFor } from "../../../tui/storage/private.ts";
import { Storage } from "../../../tui/storage/storage.ts";

export const server = { host: "127.0.0.1", port: 2000 };

/** A folder that the end of the test takes away. */
export async function temporaryFolder(t: ExecutionContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "chat-tui-"));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

export interface Place {
  readonly root: string;
  readonly storage: Storage;
  /** Of alice. */
  readonly folder: string;
  /** What has been said of the disk. */
  readonly troubles: (string | undefined)[];
}

export async function place(t: ExecutionContext, root?: string): Promise<Place> {
  const data = root ?? join(await temporaryFolder(t), "data");
  const troubles: (string | undefined)[] = [];
  const storage = new Storage(data, server, (reason) => troubles.push(reason));
  return { root: data, storage, folder: accountFolder(data, server, "alice"), troubles };
}

/**
 * A file that is about to be written anew hangs until what this returns is called: what a disk that is gone does.
 * The process is the one that writes.
 */
export function hang(file: string, pid = process.pid): () => Promise<void> {
  const pipe = temporaryFor(file, "", pid);
  execFileSync("mkfifo", [pipe]);
  return async () => {
    // Whoever waits to write needs somebody who reads.
    const reader = await open(pipe, constants.O_RDONLY | constants.O_NONBLOCK);
    await rm(pipe, { force: true });
    await reader.close();
  };
}

/** Resolves when a disk that hasn't answered has answered, and has got all. */
export async function untilFlushed(storage: Storage): Promise<void> {
  for (;;) {
    try {
      return await storage.flush();
    } catch {
      await setImmediate();
    }
  }
}

/** Everything below the folder, by its path in it. */
export async function filesIn(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  const texts = await Promise.all(
    files.map(async (file) => [file.slice(folder.length + 1), await readFile(file, "utf8")] as const),
  );
  return Object.fromEntries(texts);
}

export function waiting(number: number, rest: Partial<KeptMessage> = {}): KeptMessage {
  const key = `01M3254${String(number).padStart(19, "0")}`;
  return {
    key,
    conversation: "everyone",
    text: `text ${number}`,
    time: 1000 + number,
    refused: undefined,
    ...rest,
  };
}
