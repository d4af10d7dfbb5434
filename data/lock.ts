/**
 * One process holds the folder. Lock files are numbered, the highest counts, and a number is never used again: to take
 * over from a dead holder is to make the next number, which the file system lets one process do. A single lock file
 * would have to be removed first, and then two who both saw it dead could both win.
 */
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { type Files, failedWith } from "./files.ts";
import { isAlive, parseOwner, writeOwner } from "./owner.ts";
import { StoreError } from "./store.ts";

const fileName = /^lock\.(\d+)$/;

export class Lock {
  readonly #files: Files;
  readonly #path: string;

  private constructor(files: Files, path: string) {
    this.#files = files;
    this.#path = path;
  }

  /** Rejects with a StoreError `locked` while another holder lives. */
  static async take(files: Files, folder: string): Promise<Lock> {
    for (;;) {
      const held = await highest(files, folder);
      await refuseIfHeld(files, folder, held);
      const mine = held + 1;
      if (!(await make(files, folder, mine))) continue;
      // Others may have taken this number and the next, and let go of both, since `held` was read.
      if ((await highest(files, folder)) === mine) {
        await removeLower(files, folder, mine);
        return new Lock(files, lockPath(folder, mine));
      }
      await removeIfThere(files, lockPath(folder, mine));
    }
  }

  /** Leaves the file, so that its number isn't used again, but names nobody in it. */
  async release(): Promise<void> {
    await (await this.#files.open(this.#path, "w")).close();
  }
}

/** The process that holds the folder, if one does; takes nothing and leaves no trace. */
export async function holderOf(files: Files, folder: string): Promise<number | undefined> {
  return holderOfLock(files, folder, await highest(files, folder));
}

async function refuseIfHeld(files: Files, folder: string, number: number): Promise<void> {
  const pid = await holderOfLock(files, folder, number);
  if (pid === undefined) return;
  throw new StoreError("locked", `Process ${pid} holds ${folder}. Stop it first, or choose another folder.`);
}

async function holderOfLock(files: Files, folder: string, number: number): Promise<number | undefined> {
  const text = await files.read(lockPath(folder, number)).catch((error: unknown) => {
    if (failedWith(error, "ENOENT")) return "";
    throw error;
  });
  const owner = parseOwner(text.toString());
  return owner && (await isAlive(files, owner)) ? owner.pid : undefined;
}

/** Whole or not at all: a lock is never seen without its owner. False if someone has that number. */
async function make(files: Files, folder: string, number: number): Promise<boolean> {
  const temporary = join(folder, `lock.${randomUUID()}.tmp`);
  await writeOwner(files, temporary);
  try {
    await files.link(temporary, lockPath(folder, number));
    return true;
  } catch (error) {
    if (failedWith(error, "EEXIST")) return false;
    throw error;
  } finally {
    await files.remove(temporary);
  }
}

async function highest(files: Files, folder: string): Promise<number> {
  return Math.max(0, ...(await numbers(files, folder)));
}

async function numbers(files: Files, folder: string): Promise<number[]> {
  return (await files.list(folder)).flatMap((name) => fileName.exec(name)?.[1] ?? []).map(Number);
}

async function removeLower(files: Files, folder: string, mine: number): Promise<void> {
  for (const number of await numbers(files, folder)) {
    if (number < mine) await removeIfThere(files, lockPath(folder, number));
  }
}

async function removeIfThere(files: Files, path: string): Promise<void> {
  await files.remove(path).catch((error: unknown) => {
    if (!failedWith(error, "ENOENT")) throw error;
  });
}

function lockPath(folder: string, number: number): string {
  return join(folder, `lock.${number}`);
}
