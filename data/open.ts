/** Opens a folder: takes its lock, reads what the journal adds to the documents, and puts the parts together. */
import { join } from "node:path";
import { Appends } from "./appends.ts";
import { Checkpoints, type Pace, usualPace } from "./checkpoints.ts";
import { EmbeddedStore } from "./embedded.ts";
import { type Files, nodeFiles, reasonOf } from "./files.ts";
import { FolderSyncs } from "./folderSyncs.ts";
import { journalVersion } from "./groups.ts";
import { Journal, type JournalStart, journalPath, type Synced } from "./journal.ts";
import { Lock } from "./lock.ts";
import type { Change } from "./records.ts";
import { type Replayed, replay } from "./replay.ts";
import { type Caches, Documents, State, usualCaches } from "./state.ts";
import { type Store, StoreError } from "./store.ts";

export interface OpenOptions {
  /** Made if it isn't there, readable by its owner alone. */
  readonly folder: string;
  readonly files?: Files;
  readonly pace?: Pace;
  readonly caches?: Caches;
  /** Told, in a sentence for the log, what went wrong without harm. */
  readonly warn?: (text: string) => void;
  readonly synced?: Synced;
}

/** Rejects with a StoreError: `locked`, `corrupt`, `newer` or `unusable`. */
export async function openStore({
  folder,
  files = nodeFiles,
  pace = usualPace,
  caches = usualCaches,
  warn = () => {},
  synced = () => {},
}: OpenOptions): Promise<Store> {
  try {
    await files.makeFolder(folder);
    const lock = await Lock.take(files, folder);
    try {
      return await openLocked({ folder, files, pace, caches, warn, synced }, lock);
    } catch (error) {
      await lock.release();
      throw error;
    }
  } catch (error) {
    if (error instanceof StoreError) throw error;
    throw new StoreError("unusable", `Can't use ${folder}: ${reasonOf(error)}.`, { cause: error });
  }
}

async function openLocked(
  { folder, files, pace, caches, warn, synced }: Required<OpenOptions>,
  lock: Lock,
): Promise<Store> {
  const journals = join(folder, "journal");
  await files.makeFolder(journals);
  let latest = 0;
  const syncs = new FolderSyncs(files);
  const documents = new Documents(syncs.files, folder, () => latest, caches);
  const replayed = await replay(files, journals, (change) => {
    latest = change.sequence;
    documents.change(change);
  });
  const state = await State.load(documents);
  const last = await openLast(files, journals, replayed);
  if (replayed.torn > 0) warn(`Cut ${replayed.torn} bytes of an unfinished write off the journal.`);

  const durable = (change: Change, json: string) => {
    latest = change.sequence;
    const outcome = state.apply(change, json);
    if (change.record.kind === "message") appends.durable(change.record);
    if (change.record.kind !== "begin") checkpoints.changed();
    return outcome;
  };
  const { next } = replayed;
  const journal = new Journal({ files, folder: journals, ...last, next, durable, synced });
  const appends = new Appends(state, journal);
  const checkpoints = new Checkpoints({ files, syncs, folder: journals, journal, documents, pace, warn });
  if (documents.changed().length > 0) checkpoints.changed();
  return new EmbeddedStore({ lock, state, journal, appends, checkpoints });
}

type Last = Pick<JournalStart, "file" | "index" | "size">;

/**
 * Goes on where the last process stopped, with nothing unfinished before and all that was read on disk; in a new file
 * after one of an older version, for its first line is what keeps older programs out.
 */
async function openLast(files: Files, folder: string, replayed: Replayed): Promise<Last> {
  const index = Math.max(1, replayed.index);
  const file = await files.open(journalPath(folder, index), "r+");
  try {
    await file.truncate(replayed.length);
    await file.datasync();
    await files.syncFolder(folder);
  } catch (error) {
    await file.close();
    throw error;
  }
  if (replayed.version === journalVersion) return { file, index, size: replayed.length };
  await file.close();
  return openLast(files, folder, {
    ...replayed,
    index: index + 1,
    length: 0,
    torn: 0,
    version: journalVersion,
  });
}
