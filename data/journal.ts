/**
 * Makes records durable, many at a time: what waits is written and synced at once, and while that is in
 * flight the next group gathers. It knows nothing of what records mean.
 */
import { join } from "node:path";
import { type Files, type OpenFile, reasonOf } from "./files.ts";
import { encodeBegin, encodeGroup, journalVersion } from "./groups.ts";
import type { Change, JournalRecord } from "./records.ts";
import { StoreError } from "./store.ts";

/** From so many records in a group on, the next one waits for as many, but no longer than this. */
const gatherFrom = 16;
const gatherMs = 3;

/** Bytes of zeros by which a file grows ahead, at most. */
const mostAhead = 262_144;
/** From so many bytes on, a write is so much that what it changes of the file's length makes no difference. */
const largeWrite = mostAhead / 4;

/** How the promise of whoever added a record gets settled. */
export interface Settle {
  readonly resolve: (outcome: never) => void;
  readonly reject: (error: unknown) => void;
}

/** What is written at once. */
interface Group {
  /** Sequence number of the first record. */
  readonly first: number;
  /** Set on the first group of a new file. */
  readonly file: OpenFile | undefined;
  readonly changes: Change[];
  /** Each record as it is written. */
  readonly jsons: string[];
  readonly settles: (Settle | undefined)[];
}

export interface JournalStart {
  readonly files: Files;
  readonly folder: string;
  /** The file to go on with and its number. */
  readonly file: OpenFile;
  readonly index: number;
  /** How long that file is, all of it records; an empty one is begun first. */
  readonly size: number;
  /** Sequence number of the next record. */
  readonly next: number;
  /**
   * Called in order with each record that has become durable, and its JSON; what it returns settles the record's
   * promise.
   */
  readonly durable: (change: Change, json: string) => unknown;
  readonly synced: Synced;
}

/** Told of each group that has become durable: how many records it has, and how long the disk took for it. */
export type Synced = (records: number, ms: number) => void;

export class Journal {
  readonly #files: Files;
  readonly #folder: string;
  readonly #durable: JournalStart["durable"];
  readonly #synced: Synced;
  readonly #queue: Group[] = [];
  #file: OpenFile;
  #index: number;
  #size: number;
  /** With the zeros behind the records. */
  #length: number;
  #next: number;
  #writing: Promise<void> | undefined;
  #failure: StoreError | undefined;
  /** Set while a group gathers: at how many records it has enough. */
  #gathering: { readonly enough: number; readonly resume: () => void } | undefined;

  constructor({ files, folder, file, index, size, next, durable, synced }: JournalStart) {
    this.#files = files;
    this.#folder = folder;
    this.#durable = durable;
    this.#synced = synced;
    this.#file = file;
    this.#index = index;
    this.#size = size;
    this.#length = size;
    this.#next = next;
    if (size === 0) this.#begin(undefined, undefined);
  }

  /** Bytes of records in the current file. */
  get size(): number {
    return this.#size;
  }

  get failure(): StoreError | undefined {
    return this.#failure;
  }

  /** Settles when the record is on disk and applied, in the order of the calls. */
  add(record: JournalRecord, settle: Settle): void {
    const group = this.#queue.at(-1) ?? this.#gather(undefined);
    this.#append(group, record, settle);
  }

  /**
   * Goes on in a new file. Resolves to its number when all that was added before is durable and applied, and the new
   * file has its first line, so that the older files are needed only for what documents lack.
   */
  async rotate(): Promise<number> {
    const index = this.#index + 1;
    const file = await this.#files.open(journalPath(this.#folder, index), "w");
    try {
      await this.#files.syncFolder(this.#folder);
      await new Promise<void>((resolve, reject) => this.#begin(file, { resolve, reject }));
    } finally {
      if (this.#file !== file) await file.close();
    }
    this.#index = index;
    return index;
  }

  /** Resolves when nothing waits any more, durable or not. */
  async settled(): Promise<void> {
    while (this.#writing) await this.#writing;
  }

  async close(): Promise<void> {
    await this.settled();
    await this.#file.close();
  }

  #begin(file: OpenFile | undefined, settle: Settle | undefined): void {
    this.#append(this.#gather(file), { kind: "begin", version: journalVersion }, settle);
  }

  #gather(file: OpenFile | undefined): Group {
    const group: Group = { first: this.#next, file, changes: [], jsons: [], settles: [] };
    this.#queue.push(group);
    return group;
  }

  #append(group: Group, record: JournalRecord, settle: Settle | undefined): void {
    const sequence = this.#next++;
    const json = JSON.stringify(record);
    group.changes.push({ sequence, record });
    group.jsons.push(json);
    group.settles.push(settle);
    if (this.#gathering && group.changes.length >= this.#gathering.enough) this.#gathering.resume();
    this.#writing ??= this.#write();
  }

  async #write(): Promise<void> {
    // Lets everything that this turn of the event loop brings join the group.
    await new Promise(setImmediate);
    for (let group = this.#queue.shift(); group; group = this.#queue.shift()) {
      try {
        if (this.#failure) throw this.#failure;
        await this.#commit(group);
      } catch (error) {
        this.#fail(error, group);
      }
      await this.#gatherMore(group.changes.length);
    }
    this.#writing = undefined;
  }

  /** Those who have just got their answers are about to write again: under load one sync for all of them is worth a wait. */
  async #gatherMore(settled: number): Promise<void> {
    const waiting = this.#queue.at(-1)?.changes.length ?? 0;
    if (settled < gatherFrom || waiting >= settled) return;
    await new Promise<void>((resume) => {
      this.#gathering = { enough: settled, resume };
      // What has arrived by then is read before the wait is over.
      setTimeout(() => setImmediate(resume), gatherMs);
    });
    this.#gathering = undefined;
  }

  async #commit(group: Group): Promise<void> {
    const { file, changes, jsons, settles } = group;
    if (file) await this.#goOnIn(file);
    const bytes = encode(group);
    const end = this.#size + bytes.length;
    const grows = end > this.#length && bytes.length < largeWrite;
    const written = grows ? withRoom(bytes, end) : bytes;
    const begun = performance.now();
    await this.#file.write(written, this.#size);
    this.#synced(changes.length, performance.now() - begun);
    this.#length = Math.max(this.#length, this.#size + written.length);
    this.#size = end;
    changes.forEach((change, at) => {
      const outcome = this.#durable(change, jsons[at] as string);
      settles[at]?.resolve(outcome as never);
    });
  }

  async #goOnIn(file: OpenFile): Promise<void> {
    const done = this.#file;
    this.#file = file;
    this.#size = 0;
    this.#length = 0;

    await done.close();
  }

  /** After a failed write or fsync nobody knows what the disk holds, so nothing is acknowledged any more. */
  #fail(error: unknown, group: Group): void {
    this.#failure ??= new StoreError(
      "unavailable",
      `Can't write the journal in ${this.#folder}: ${reasonOf(error)}. Nothing more is stored until this is mended and the server started again.`,
      { cause: error },
    );
    for (const settle of group.settles) settle?.reject(this.#failure);
  }
}

/**
 * With zeros behind, so that the writes that come next change nothing but what is in the file: a length that changes has to be
 * synced too, for which most file systems write several times as much. A small file at most doubles.
 */
function withRoom(bytes: Buffer, end: number): Buffer {
  return Buffer.concat([bytes], bytes.length + Math.min(end, mostAhead));
}

function encode({ first, changes, jsons }: Group): Buffer {
  if (changes[0]?.record.kind !== "begin") return encodeGroup(first, jsons);
  const rest = jsons.slice(1);
  return Buffer.concat([encodeBegin(first), ...(rest.length > 0 ? [encodeGroup(first + 1, rest)] : [])]);
}

export function journalPath(folder: string, index: number): string {
  return join(folder, `${String(index).padStart(8, "0")}.log`);
}
