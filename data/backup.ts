/**
 * A copy of a data folder that a server may be writing to. Documents come first and the journal after them, held from
 * before the first document on: so the journal has everything that any of the copied documents lacks, and nothing
 * that a document has is missing in it. To open the copy is to replay one onto the other, as after a crash.
 */
import { chmod } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";
import { type Files, failedWith, nodeFiles, reasonOf } from "./files.ts";
import { wholeLength, written } from "./groups.ts";
import { journalPath } from "./journal.ts";
import { holdJournal } from "./journalHold.ts";
import { journalFiles } from "./replay.ts";
import { StoreError } from "./store.ts";
import { filesBelow } from "./tree.ts";

/** A few at a time keep the disk busy and leave room for the server. */
const copiers = 4;

/** Rejects with a StoreError `unusable` that says what to do; what is in `target` then is no backup. */
export async function backUp(folder: string, target: string, files: Files = nodeFiles): Promise<void> {
  await refuseUnlessData(files, folder);
  await refuseUnlessNew(files, folder, target);
  try {
    await files.makeFolder(target);
    await chmod(target, 0o700);
    const release = await holdJournal(files, join(folder, "journal"));
    try {
      await copyDocuments(files, folder, target);
      await copyJournal(files, join(folder, "journal"), join(target, "journal"));
    } finally {
      await release();
    }
  } catch (error) {
    throw unusable(
      `Can't back up ${folder} to ${target}: ${reasonOf(error)}. What is in ${target} now is no backup: remove it, and try again.`,
      error,
    );
  }
}

async function refuseUnlessData(files: Files, folder: string): Promise<void> {
  try {
    await files.list(join(folder, "journal"));
  } catch (error) {
    const what = failedWith(error, "ENOENT") ? "There is no data in" : "Can't read";
    throw unusable(`${what} ${folder}: ${reasonOf(error)}. Name the data folder with --data.`, error);
  }
}

async function refuseUnlessNew(files: Files, folder: string, target: string): Promise<void> {
  const inside = relative(resolve(folder), resolve(target));
  if (!inside.startsWith("..")) {
    throw unusable(`${target} is in the data folder. Choose a folder elsewhere, best on another disk.`);
  }
  const names = await files.list(target).catch((error: unknown) => {
    if (failedWith(error, "ENOENT")) return [];
    throw unusable(`Can't use ${target}: ${reasonOf(error)}. Choose another folder.`, error);
  });
  if (names.length > 0) throw unusable(`${target} is not empty. Choose a new folder for each backup.`);
}

/** Documents, and what the server keeps beside them to be known by. Left out are the lock, `.bak` and leftovers. */
const isCopied = /\.(json|pem)$/;

async function copyDocuments(files: Files, folder: string, target: string): Promise<void> {
  const paths = (await filesBelow(files, folder)).filter((path) => isCopied.test(path));
  const waiting = paths.values();
  const folders = new Set([target]);
  const work = async () => {
    for (const path of waiting) {
      const copy = join(target, path);
      if (!folders.has(dirname(copy))) await files.makeFolder(dirname(copy));
      folders.add(dirname(copy));
      await copyFile(copy, files.read(join(folder, path)), files);
    }
  };
  await Promise.all(Array.from({ length: copiers }, work));
  for (const each of folders) await files.syncFolder(each);
}

/** One that was removed since it was listed is removed in the journal too. */
async function copyFile(to: string, reading: Promise<Buffer>, files: Files): Promise<void> {
  const bytes = await reading.catch((error: unknown) => {
    if (!failedWith(error, "ENOENT")) throw error;
  });
  if (bytes) await writeFile(files, to, bytes);
}

/**
 * The newest file first: when it has something, those before it are complete. What has gone meanwhile are the oldest,
 * which the documents have. The folder takes its name when all is there: without a journal no copy opens.
 */
async function copyJournal(files: Files, folder: string, target: string): Promise<void> {
  const temporary = `${target}.tmp`;
  await files.makeFolder(temporary);
  for (const index of (await journalFiles(files, folder)).reverse()) {
    await copyFile(journalPath(temporary, index), readJournal(files, journalPath(folder, index)), files);
  }
  await files.syncFolder(temporary);
  await files.rename(temporary, target);
  await files.syncFolder(dirname(target));
}

/**
 * Of a file that is written to while it's read, the end of a write may be there and its beginning not. What was there before
 * stands in front of that, and no copied document has anything later: it's cut there. But what isn't whole
 * either when it's read again is damaged, which is left to whoever checks the copy.
 */
async function readJournal(files: Files, path: string): Promise<Buffer> {
  const bytes = written(await files.read(path));
  const whole = wholeLength(bytes);
  if (whole === bytes.length || wholeLength(await files.read(path)) === whole) return bytes;
  return bytes.subarray(0, whole);
}

async function writeFile(files: Files, path: string, bytes: Buffer): Promise<void> {
  const file = await files.open(path, "w");
  try {
    await file.write(bytes, 0);
  } finally {
    await file.close();
  }
}

function unusable(text: string, cause?: unknown): StoreError {
  return new StoreError("unusable", text, { cause });
}
