/**
 * Documents of one kind. Those in use are in memory, the least recently used leave it; changes to the others wait
 * beside the journal until the document is read or written. So a change never waits for a document, and a replay
 * reads none. A document whose changes would take as much memory as itself stays in their place until it is written.
 */
import { corruptDocument } from "./corrupt.ts";
import {
  beginDocument,
  type DocumentOf,
  type Form,
  readDocument,
  removeDocument,
  type Written,
  writeDocument,
} from "./document.ts";
import type { Files } from "./files.ts";
import type { Change, JournalRecord } from "./records.ts";

/** What is particular to one kind of document. */
export interface Kind<Data, Fields extends object> extends Form<Fields> {
  path(key: string): string;
  /** The document before anything happened. */
  empty(key: string): Fields;
  /** Whether a document may be missing on disk when `first` is the oldest change known to it. */
  mayBegin(key: string, first: JournalRecord | undefined): boolean;
  /** Whether nothing ever happened to it before this, so that there is nothing to read. */
  begins?(key: string, first: JournalRecord): boolean;
  /** What stands on disk instead of a document that an earlier version kept in parts. */
  readonly parts?: Parts<Fields>;
  /** Throws a StoreError `corrupt` for what the schema can't tell. */
  decode(fields: Fields, key: string): Data;
  encode(data: Data, key: string): Written<Fields>;
  /** `json`: the record as it is in the journal, where that is known. */
  apply(data: Data, record: JournalRecord, json?: string): void;
  /** Whether this leaves nothing of the document, whatever it was before: then it goes from disk. */
  clears?(key: string, record: JournalRecord): boolean;
  /** Whether what a document was before its last write is kept as `.bak`, where there was anything. */
  readonly keepsPrevious: boolean;
  /** Bytes that a document takes in memory, roughly: asked after every change. Those without it weigh nothing. */
  weigh?(data: Data): number;
}

/** Documents of which later versions make one. They go when that is written. */
export interface Parts<Fields> {
  /** Paths in their order; any of them may be missing. */
  of(key: string): readonly string[];
  /** What those that there are make together with the changes that wait; undefined if that is nothing whole. */
  joined(
    key: string,
    parts: readonly DocumentOf<Fields>[],
    pending: readonly Change[],
  ): DocumentOf<Fields> | undefined;
}

interface Entry<Data> {
  data: Data | undefined;
  /** Of `data`. */
  weight: number;
  /** Of the last change that `data` has. */
  sequence: number;
  /** Of the last change that the document on disk has, as far as that was read or written; 0 while there is none. */
  stored: number;
  /** Changes that the document on disk may lack, even where `data` has them; none while `data` is held instead. */
  pending: Change[];
  /** Whether `data` must not leave memory, because nothing else here has what the document on disk lacks. */
  held: boolean;
  /** Whether it was read from parts. */
  inParts: boolean;
  loading: Promise<Data> | undefined;
  writing: boolean;
}

/** Bytes that a change takes in memory, roughly, until it's written. */
const changeWeight = 300;

export class Shelf<Data, Fields extends object> {
  readonly #files: Files;
  readonly #kind: Kind<Data, Fields>;
  readonly #latest: () => number;
  readonly #bytes: number;
  readonly #entries = new Map<string, Entry<Data>>();
  /** Those with `data` that may leave memory, the least recently used first. */
  readonly #cached = new Map<string, Entry<Data>>();
  /** Of all those together. */
  #weight = 0;

  /**
   * `latest`: sequence number of the last record in the journal. `bytes`: what documents in memory may weigh together,
   * since one may weigh as much as a thousand others.
   */
  constructor(
    files: Files,
    kind: Kind<Data, Fields>,
    latest: () => number,
    bytes: number = Number.POSITIVE_INFINITY,
  ) {
    this.#files = files;
    this.#kind = kind;
    this.#latest = latest;
    this.#bytes = bytes;
  }

  /** The document if it is in memory, as of all changes so far. */
  loaded(key: string): Data | undefined {
    const entry = this.#entries.get(key);
    if (entry?.data !== undefined) this.#use(key, entry);
    return entry?.data;
  }

  /** Rejects with a StoreError if the document can't be read or isn't what it should be. */
  get(key: string): Promise<Data> {
    const data = this.loaded(key);
    if (data !== undefined) return Promise.resolve(data);
    const entry = this.#entry(key);
    entry.loading ??= this.#load(key, entry);
    return entry.loading;
  }

  /** `json`: the record as it is in the journal, where that is known. */
  change(key: string, change: Change, json?: string): undefined {
    const entry = this.#entry(key);
    if (this.#clears(key, change)) {
      entry.pending = [];
      this.#release(key, entry);
    } else if (isNew(entry) && this.#kind.begins?.(key, change.record)) {
      entry.data = this.#kind.decode(this.#kind.empty(key), key);
    }
    if (!entry.held) entry.pending.push(change);
    if (entry.data === undefined) return;
    this.#apply(entry, entry.data, change, json);
    if (!entry.held && this.#isHeavy(key, entry, entry.data)) this.#hold(key, entry);
    else this.#weigh(key, entry, entry.data);
  }

  /** Documents with changes that they may lack on disk. */
  changed(): string[] {
    return [...this.#entries].flatMap(([key, entry]) => (lacks(entry) ? [key] : []));
  }

  /** Resolves when the document is on disk with all changes up to now, or is gone if they leave nothing of it. */
  async write(key: string): Promise<void> {
    const entry = this.#entry(key);
    entry.writing = true;
    try {
      const [first] = entry.pending;
      if (first && this.#clears(key, first)) {
        await this.#remove([this.#kind.path(key), ...this.#partsOf(key)]);
        entry.pending = entry.pending.filter((change) => change !== first);
        return;
      }
      const data = await this.get(key);
      if (!lacks(entry)) return;
      const { sequence } = entry;
      const hasPrevious = this.#kind.keepsPrevious && entry.stored > 0;
      const fields = this.#kind.encode(data, key);
      await writeDocument(this.#files, this.#kind.path(key), this.#kind, fields, sequence, hasPrevious);
      if (entry.inParts) await this.#remove(this.#partsOf(key));
      entry.inParts = false;
      entry.stored = sequence;
      entry.pending = entry.pending.filter((change) => change.sequence > sequence);
      if (entry.sequence === sequence) this.#release(key, entry);
    } finally {
      entry.writing = false;
      this.#forget(key, entry);
    }
  }

  async #load(key: string, entry: Entry<Data>): Promise<Data> {
    try {
      const document = await this.#read(key, entry);
      const { sequence } = document;
      this.#checkPlace(key, entry, sequence);
      const data = this.#kind.decode(document, key);
      entry.sequence = sequence;
      entry.stored = sequence;
      entry.pending = entry.pending.filter((change) => change.sequence > sequence);
      for (const change of entry.pending) this.#apply(entry, data, change);
      entry.data = data;
      this.#weigh(key, entry, data);
      return data;
    } finally {
      // In the same turn, since it may leave memory and change before anyone who awaits this goes on.
      entry.loading = undefined;
      this.#forget(key, entry);
    }
  }

  /** What is on disk, with sequence number 0 if that is nothing. */
  async #read(key: string, entry: Entry<Data>): Promise<DocumentOf<Fields>> {
    const [first] = entry.pending;
    const begins = first && this.#kind.begins?.(key, first.record);
    if (begins) return beginDocument(this.#kind.empty(key));
    const document = await this.#readAt(this.#kind.path(key), key);
    if (document.sequence > 0) return document;
    const joined = await this.#readParts(key, entry);
    entry.inParts = joined !== undefined;
    return joined ?? document;
  }

  async #readParts(key: string, { pending }: Entry<Data>): Promise<DocumentOf<Fields> | undefined> {
    const found: DocumentOf<Fields>[] = [];
    for (const path of this.#partsOf(key)) {
      const part = await this.#readAt(path, key);
      if (part.sequence > 0) found.push(part);
    }
    return this.#kind.parts?.joined(key, found, pending);
  }

  #readAt(path: string, key: string): Promise<DocumentOf<Fields>> {
    return readDocument(this.#files, path, this.#kind, this.#kind.empty(key));
  }

  #partsOf(key: string): readonly string[] {
    return this.#kind.parts?.of(key) ?? [];
  }

  async #remove(paths: readonly string[]): Promise<void> {
    for (const path of paths) await removeDocument(this.#files, path);
  }

  #checkPlace(key: string, { pending }: Entry<Data>, sequence: number): void {
    const path = this.#kind.path(key);
    if (sequence === 0 && !this.#kind.mayBegin(key, pending[0]?.record)) {
      throw corruptDocument(path, "is missing");
    }
    if (sequence > this.#latest()) throw corruptDocument(path, "is newer than the journal");
  }

  #clears(key: string, { record }: Change): boolean {
    return this.#kind.clears?.(key, record) === true;
  }

  #apply(entry: Entry<Data>, data: Data, { sequence, record }: Change, json?: string): void {
    this.#kind.apply(data, record, json);
    entry.sequence = sequence;
  }

  #entry(key: string): Entry<Data> {
    let entry = this.#entries.get(key);
    if (!entry) {
      entry = {
        data: undefined,
        weight: 0,
        sequence: 0,
        stored: 0,
        pending: [],
        held: false,
        inParts: false,
        loading: undefined,
        writing: false,
      };
      this.#entries.set(key, entry);
    }
    return entry;
  }

  #use(key: string, entry: Entry<Data>): void {
    if (entry.held) return;
    this.#cached.delete(key);
    this.#cached.set(key, entry);
  }

  /** Whether its changes take as much memory as the document. What clears it has to wait by itself. */
  #isHeavy(key: string, { pending }: Entry<Data>, data: Data): boolean {
    const [first] = pending;
    return (
      first !== undefined &&
      !this.#clears(key, first) &&
      pending.length * changeWeight >= this.#weightOf(data)
    );
  }

  #hold(key: string, entry: Entry<Data>): void {
    entry.pending = [];
    entry.held = true;
    this.#cached.delete(key);
    this.#weight -= entry.weight;
    entry.weight = 0;
  }

  #release(key: string, entry: Entry<Data>): void {
    if (!entry.held || entry.data === undefined) return;
    entry.held = false;
    this.#weigh(key, entry, entry.data);
  }

  /** Of a document that was read or changed. Others make room for it, if need be. */
  #weigh(key: string, entry: Entry<Data>, data: Data): void {
    if (entry.held) return;
    this.#use(key, entry);
    const weight = this.#weightOf(data);
    this.#weight += weight - entry.weight;
    entry.weight = weight;
    if (this.#weight > this.#bytes) this.#shrink(entry);
  }

  #weightOf(data: Data): number {
    return this.#kind.weigh?.(data) ?? 0;
  }

  /** A document being written stays, or a read could see it on disk as it was before. */
  #shrink(inUse: Entry<Data>): void {
    for (const [key, entry] of this.#cached) {
      if (this.#weight <= this.#bytes) return;
      if (entry.writing || entry === inUse) continue;
      this.#weight -= entry.weight;
      entry.weight = 0;
      entry.data = undefined;
      this.#cached.delete(key);
      this.#forget(key, entry);
    }
  }

  #forget(key: string, { data, pending, loading, writing }: Entry<Data>): void {
    const idle = data === undefined && pending.length === 0 && loading === undefined && !writing;
    if (idle) this.#entries.delete(key);
  }
}

/** Whether the document on disk may lack something. */
function lacks({ pending, held }: Entry<unknown>): boolean {
  return pending.length > 0 || held;
}

function isNew({ data, pending, loading }: Entry<unknown>): boolean {
  return data === undefined && pending.length === 0 && loading === undefined;
}
