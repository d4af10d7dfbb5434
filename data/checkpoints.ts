/**
 * Writes documents behind the journal: when it has grown, or when changes have waited long enough, it goes on in a
 * new file, every document that lacks something is written, and then the older files go. Nobody waits for it, and when
 * it fails nothing is lost: the journal has it all, and it is tried again.
 */
import { type Files, reasonOf } from "./files.ts";
import type { FolderSyncs } from "./folderSyncs.ts";
import { type Journal, journalPath } from "./journal.ts";
import { isHeld } from "./journalHold.ts";
import { journalFiles } from "./replay.ts";
import type { Documents } from "./state.ts";

export interface Pace {
  /** Bytes of journal, and ms after a change, at which documents are written. */
  readonly journalBytes: number;
  readonly changesWait: number;
}

export const usualPace: Pace = { journalBytes: 16_777_216, changesWait: 30_000 };

/** A few at a time keep the disk busy and leave room for the journal. */
const writers = 4;

export interface CheckpointParts {
  readonly files: Files;
  /** Of the folders in which documents are written. */
  readonly syncs: FolderSyncs;
  readonly folder: string;
  readonly journal: Journal;
  readonly documents: Documents;
  readonly pace: Pace;
  readonly warn: (text: string) => void;
}

export class Checkpoints {
  readonly #parts: CheckpointParts;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  /** After a failure only the timer tries again, or a full disk would be tried at every message. */
  #failed = false;

  constructor(parts: CheckpointParts) {
    this.#parts = parts;
  }

  /** To be called after every change. */
  changed(): void {
    const { journal, pace } = this.#parts;
    this.#arm();
    if (journal.size >= pace.journalBytes && !this.#failed) this.write();
  }

  /** Resolves when it is done or has failed; a running one is joined. */
  write(): Promise<void> {
    this.#running ??= this.#write().finally(() => {
      this.#running = undefined;
      if (this.#parts.documents.changed().length > 0) this.#arm();
    });
    return this.#running;
  }

  /** Writes what there is, for the last time. */
  async close(): Promise<void> {
    await this.#running;
    await this.write();
    clearTimeout(this.#timer);
  }

  #arm(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.write();
    }, this.#parts.pace.changesWait).unref();
  }

  async #write(): Promise<void> {
    const { journal, documents, syncs, warn } = this.#parts;
    if (journal.failure || documents.changed().length === 0) return;
    try {
      const index = await journal.rotate();
      await this.#writeDocuments();
      await syncs.settle();
      await this.#removeJournals(index);
      this.#failed = false;
    } catch (error) {
      this.#failed = true;
      warn(`Documents couldn't be written: ${reasonOf(error)}. The journal keeps what they lack.`);
    }
  }

  /** Writes all that can be written, then throws if one couldn't. */
  async #writeDocuments(): Promise<void> {
    const waiting = this.#parts.documents.changed().values();
    const failures: unknown[] = [];
    const work = async () => {
      for (const write of waiting) await write().catch((error: unknown) => failures.push(error));
    };
    await Promise.all(Array.from({ length: writers }, work));
    if (failures.length > 0) throw failures[0];
  }

  /** The oldest first: what a crash leaves has no gap. Those that are held go with the next ones. */
  async #removeJournals(before: number): Promise<void> {
    const { files, folder } = this.#parts;
    if (await isHeld(files, folder)) return;
    for (const index of await journalFiles(files, folder)) {
      if (index < before) await files.remove(journalPath(folder, index));
    }
  }
}
