/**
 * The messages of one page. Those that were read from its document stay as they are; those that come are kept as the
 * rows that they will be there, in one stretch of bytes: thousands wait for a checkpoint, and as objects each collection
 * of garbage would have to go through them.
 */
import type { Message } from "../protocol/index.ts";
import { FormattedRows, formatRow } from "./document.ts";

// Bytes in memory, roughly, beside texts; the first with all that is there but once, in the shelf too.
const pageWeight = 700;
const messageWeight = 200;
const rowWeight = 8;

const firstBytes = 512;

const firstField = '"number":';
const rowBegin = `,${formatRow({}).slice(0, -1)}`;

export class Page {
  #read: readonly Message[];
  #readWeight: number;
  /** Each with a comma before it. */
  #rows: Buffer = Buffer.alloc(0);
  /** Where each row ends. */
  #ends: number[] = [];
  #last: number;

  /** `read`: with ascending numbers. */
  constructor(read: readonly Message[]) {
    this.#read = read;
    this.#readWeight = weightOf(read);
    this.#last = read.at(-1)?.number ?? 0;
  }

  /** How many there are. Their numbers follow one another. */
  get length(): number {
    return this.#read.length + this.#ends.length;
  }

  /** Number of the latest one there ever was; 0 if none. */
  get last(): number {
    return this.#last;
  }

  /** Of the page in memory, in bytes. */
  get weight(): number {
    return pageWeight + this.#readWeight + this.#rows.length + rowWeight * this.#ends.length;
  }

  get(number: number): Message | undefined {
    const index = number - (this.#last - this.length + 1);
    return index < this.#read.length ? this.#read[index] : this.#row(index - this.#read.length);
  }

  *[Symbol.iterator](): Generator<Message> {
    yield* this.#read;
    for (let index = 0; index < this.#ends.length; index++) yield this.#row(index) as Message;
  }

  /** `json`: JSON that ends in the message's fields, in their order, so that they needn't be formatted again. */
  add({ number, from, text, time, key }: Message, json?: string): void {
    const fields = json ?? JSON.stringify({ number, from, text, time, key });
    const rest = fields.slice(fields.indexOf(firstField));
    const start = this.#end;
    this.#makeRoom(start + rowBegin.length + Buffer.byteLength(rest));
    this.#rows.write(rowBegin, start, "latin1");
    this.#ends.push(start + rowBegin.length + this.#rows.write(rest, start + rowBegin.length));
    this.#last = number;
  }

  removeUpTo(number: number): void {
    const count = Math.max(0, Math.min(this.length, number - (this.#last - this.length)));
    const rows = Math.max(0, count - this.#read.length);
    const from = this.#startOf(rows);
    this.#rows = Buffer.from(this.#rows.subarray(from, this.#end));
    this.#ends = this.#ends.slice(rows).map((end) => end - from);
    this.#read = this.#read.slice(count);
    this.#readWeight = weightOf(this.#read);
  }

  /** As its document has them. */
  format(): FormattedRows {
    const rows = this.#rows.subarray(0, this.#end);
    return new FormattedRows(
      this.#read.length === 0 ? [rows.subarray(1)] : [Buffer.from(this.#read.map(formatRow).join(",")), rows],
    );
  }

  get #end(): number {
    return this.#ends.at(-1) ?? 0;
  }

  #row(index: number): Message | undefined {
    const end = this.#ends[index];
    if (end === undefined) return undefined;
    return JSON.parse(this.#rows.toString("utf8", this.#startOf(index) + 1, end)) as Message;
  }

  #startOf(index: number): number {
    return index === 0 ? 0 : (this.#ends[index - 1] as number);
  }

  #makeRoom(bytes: number): void {
    if (bytes <= this.#rows.length) return;
    const grown = Buffer.allocUnsafeSlow(Math.max(firstBytes, bytes, 2 * this.#rows.length));
    this.#rows.copy(grown);
    this.#rows = grown;
  }
}

/** Two bytes for a character, as texts take that aren't Latin. */
function weightOf(messages: readonly Message[]): number {
  return messages.reduce((sum, { text }) => sum + messageWeight + 2 * text.length, 0);
}
