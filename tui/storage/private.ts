/** Folders and files that only their owner may read: made so, and made so again where they are found otherwise. */
import { chmod, mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";

const folderMode = 0o700;
export const fileMode = 0o600;

/** More than any of the files grows to; what is larger isn't one of them. */
const largest = 64 * 1024 * 1024;
/** Left over for so long, a temporary file belongs to no write that is still going on. */
const staleMs = 60_000;

/** Makes the folder and those above it, and takes from others what they may do in it and those down from `root`. */
export async function makePrivate(root: string, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: folderMode });
  await tightenFolders(root, folder);
}

/** The same for folders that may not be there. */
export async function tightenFolders(root: string, folder: string): Promise<void> {
  let path = root;
  for (const name of ["", ...relative(root, folder).split(sep)]) {
    path = join(path, name);
    await tighten(path, folderMode);
  }
}

async function tighten(path: string, mode: number): Promise<void> {
  const found = await unlessMissing(stat(path));
  if (found && (found.mode & 0o077) !== 0) await chmod(path, mode);
}

/** What the file holds, undefined if there is none. What isn't a file of bounded size is damaged. */
export async function readPrivate(path: string): Promise<string | undefined> {
  const found = await unlessMissing(stat(path));
  if (found === undefined) return undefined;
  if (!found.isFile() || found.size > largest) throw new Damaged();
  await tighten(path, fileMode);
  return readFile(path, "utf8");
}

/** A file isn't what it should be. */
export class Damaged extends Error {}

/** Keeps what can't be read for a person to look at, out of the way. */
export async function setAside(path: string): Promise<void> {
  await rename(path, `${path}.damaged-${Date.now()}`);
}

/** Names in the folder; none where there is no folder. Removes what an interrupted write has left. */
export async function listPrivate(folder: string): Promise<readonly string[]> {
  const names = (await unlessMissing(readdir(folder))) ?? [];
  const temporary = names.filter((name) => name.endsWith(temporaryEnd));
  await Promise.all(temporary.map((name) => removeStale(join(folder, name))));
  return names;
}

async function removeStale(path: string): Promise<void> {
  const found = await unlessMissing(stat(path));
  if (found && Date.now() - found.mtimeMs > staleMs) await rm(path, { force: true });
}

const temporaryEnd = ".tmp";

/** Where the next version of a file is written before it takes the file's place. */
export function temporaryFor(path: string, what: string, pid = process.pid): string {
  return `${path}.${pid}${what}${temporaryEnd}`;
}

/** Writes the file whole or not at all; after `syncFolder` it outlives a power cut. */
export async function replaceFile(path: string, text: string): Promise<void> {
  const temporary = temporaryFor(path, "");
  try {
    await writeFile(temporary, text, { mode: fileMode, flush: true });
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {});
    throw error;
  }
}

/** Removes the file; one that isn't there is no error, also on a disk that can't be written. */
export async function removeFile(path: string): Promise<void> {
  try {
    await rm(path, { force: true });
  } catch (error) {
    if (await unlessMissing(stat(path))) throw error;
  }
}

/** Makes what was written to, renamed in or removed from the folder outlive a power cut. */
export async function syncFolder(folder: string): Promise<void> {
  // Windows has no such thing.
  if (process.platform === "win32") return;
  const handle = await unlessMissing(open(folder, "r"));
  try {
    await handle?.sync();
  } finally {
    await handle?.close();
  }
}

export function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}

async function unlessMissing<Found>(asked: Promise<Found>): Promise<Found | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}
