/**
 * Reads the journal at start-up. Tells an unfinished write, which was never acknowledged and is cut, from damage to
 * what was, which stops the start.
 */
import { type Files, failedWith } from "./files.ts";
import { decodeGroup, groupBegin, journalVersion, written } from "./groups.ts";
import { journalPath } from "./journal.ts";
import type { Change } from "./records.ts";
import { StoreError } from "./store.ts";

export interface Replayed {
  /** Number of the last file, 0 if there is none, and its length in bytes without what is to be cut: that and zeros. */
  readonly index: number;
  readonly length: number;
  /** Bytes of an unfinished write at the end of that file. */
  readonly torn: number;
  /** Of that file; the current one if there is none. */
  readonly version: number;
  /** The sequence number after the last one read. */
  readonly next: number;
}

const fileName = /^(\d{8})\.log$/;

/** Numbers of the journal's files, in order. */
export async function journalFiles(files: Files, folder: string): Promise<number[]> {
  const names = await files.list(folder).catch((error: unknown) => {
    if (failedWith(error, "ENOENT")) return [];
    throw error;
  });
  return names
    .flatMap((name) => fileName.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => a - b);
}

/**
 * Without those at the end that nothing was written to: the next file is made while the last is still being written, and is begun only when
 * that is all on disk. Until then the one before is the last, and may be torn.
 */
async function begunFiles(files: Files, folder: string): Promise<number[]> {
  const indices = await journalFiles(files, folder);
  for (let last = indices.at(-1); last !== undefined && indices.length > 1; last = indices.at(-1)) {
    if (written(await files.read(journalPath(folder, last))).length > 0) break;
    indices.pop();
  }
  return indices;
}

export async function replay(
  files: Files,
  folder: string,
  apply: (change: Change) => void,
): Promise<Replayed> {
  const indices = await begunFiles(files, folder);
  // What came before the oldest file is known only if that is the very first.
  let read: Replayed = {
    index: 0,
    length: 0,
    torn: 0,
    version: journalVersion,
    next: (indices[0] ?? 1) === 1 ? 1 : 0,
  };
  for (const index of indices) {
    const path = journalPath(folder, index);
    if (read.index > 0 && index !== read.index + 1) {
      throw corrupt(journalPath(folder, read.index + 1), "is missing");
    }
    const reader = new FileReader(path, written(await files.read(path)), read.next, index === indices.at(-1));
    for (const change of reader.changes()) apply(change);
    read = { index, length: reader.at, torn: reader.torn, version: reader.version, next: reader.next };
  }
  return read;
}

class FileReader {
  readonly #path: string;
  readonly #bytes: Buffer;
  readonly #last: boolean;
  /** Of the line before `at`. */
  #line = 0;
  at = 0;
  torn = 0;
  version = journalVersion;
  /** 0 while only the first line can tell. */
  next: number;

  constructor(path: string, bytes: Buffer, next: number, last: boolean) {
    this.#path = path;
    this.#bytes = bytes;
    this.next = next;
    this.#last = last;
  }

  *changes(): Generator<Change> {
    for (;;) {
      const group = decodeGroup(this.#bytes, this.at);
      if (group === undefined) return this.#stop();
      for (const [index, record] of group.records.entries()) {
        const change = { sequence: group.sequence + index, record };
        this.#check(change);
        yield change;
        this.next = change.sequence + 1;
      }
      this.#line += group.lines;
      this.at = group.end;
    }
  }

  #check({ sequence, record }: Change): void {
    const number = this.#line + 1;
    if (this.next > 0 && sequence !== this.next) {
      throw corrupt(this.#path, `has record ${sequence} in line ${number}, where ${this.next} belongs`);
    }
    if ((record.kind === "begin") !== (number === 1)) {
      throw corrupt(this.#path, `has its beginning not in line 1 alone, but see line ${number}`);
    }
    if (record.kind !== "begin") return;
    this.version = record.version;
    if (record.version > journalVersion) {
      throw new StoreError(
        "newer",
        `${this.#path} has version ${record.version}; this program knows ${journalVersion}. Start the newer program that wrote it.`,
      );
    }
  }

  /** At a group that isn't whole, or the end. */
  #stop(): void {
    this.torn = this.#bytes.length - this.at;
    if (this.next === 0 || (this.torn > 0 && (!this.#last || this.#laterWrite()))) {
      throw corrupt(this.#path, `is damaged in line ${this.#line + 1}`);
    }
  }

  /**
   * Whether a later write follows the damage: it was begun after the damaged one had been synced, and so
   * acknowledged. What belongs to the same write doesn't count: a power cut may keep its later blocks and lose earlier ones.
   */
  #laterWrite(): boolean {
    for (const { index } of this.#bytes.toString("latin1", this.at).matchAll(groupBegin)) {
      const group = decodeGroup(this.#bytes, this.at + index);
      if (group && group.write > this.next) return true;
    }
    return false;
  }
}

function corrupt(path: string, what: string): StoreError {
  return new StoreError("corrupt", `${path} ${what}. Restore the whole data folder from a backup.`);
}
