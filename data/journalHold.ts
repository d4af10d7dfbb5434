/**
 * Lets another process read the journal while a server runs: as long as it holds the journal, checkpoints leave its
 * files. It does so by a file beside them, which counts for as long as the process lives.
 */
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { type Files, failedWith } from "./files.ts";
import { isAlive, parseOwner, writeOwner } from "./owner.ts";

const fileName = /^hold\.(\d+)\./;

/**
 * Resolves to what ends the hold. A checkpoint that removes files meanwhile had looked for holds before: then all
 * documents had everything that those files tell before this resolves.
 */
export async function holdJournal(files: Files, folder: string): Promise<() => Promise<void>> {
  const path = join(folder, `hold.${process.pid}.${randomUUID()}`);
  await writeOwner(files, path);
  return () => files.remove(path);
}

/** Whether a living process holds the journal; forgets holds of dead ones. */
export async function isHeld(files: Files, folder: string): Promise<boolean> {
  for (const name of await files.list(folder)) {
    const pid = Number(fileName.exec(name)?.[1] ?? 0);
    if (pid === 0) continue;
    if (await isAlive(files, { pid, ...(await ownerIn(files, join(folder, name))) })) return true;
    await files.remove(join(folder, name));
  }
  return false;
}

/** What another user may not read, or is being written, is known by its name alone. */
async function ownerIn(files: Files, path: string) {
  try {
    return parseOwner((await files.read(path)).toString());
  } catch (error) {
    if (failedWith(error, "EACCES") || failedWith(error, "ENOENT")) return undefined;
    throw error;
  }
}
