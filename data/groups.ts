/**
 * How records stand in a journal file. First a line that begins the file, and then groups: what one write made durable. A
 * group is a line that tells the sequence number of its first record and how many bytes follow, and then a line of
 * JSON for each record. Each begins with a checksum, the CRC-32 in hex of what stands behind it and a space.
 * Zeros may follow, since a file grows ahead of what is written; no group has one.
 * Up to version 3 there were none, and up to version 2 each record stood in a line of its own like the one that begins a file.
 */
import { crc32 } from "node:zlib";
import type { JournalRecord } from "./records.ts";

/** Rises with each kind of record, and each field of one, that a program before would pass over. */
export const journalVersion = 4;

export interface Group {
  /** Sequence number of the first record. */
  readonly sequence: number;
  /** Sequence number of the first record of the same write, which was several groups before version 3. */
  readonly write: number;
  readonly records: readonly JournalRecord[];
  readonly lines: number;
  /** Where in the file it ends. */
  readonly end: number;
}

const checksumLength = 8;
/** What a checksum is about begins here. */
const checkedFrom = checksumLength + 1;
const unsealed = "0".repeat(checksumLength);
const newline = 0x0a;
/** Where a group may begin behind damage, which may be zeros. */
export const groupBegin = /(?<=[\n\0])[0-9a-f]{8} \{/g;
const groupLine = /^\{"sequence":(\d+),"bytes":(\d+)\}$/;

/** The line that begins a file: programs of all versions read it, so older ones see that they can't go on. */
export function encodeBegin(sequence: number): Buffer {
  const begin = { sequence, group: sequence, kind: "begin", version: journalVersion };
  return seal(Buffer.from(`${unsealed} ${JSON.stringify(begin)}\n`));
}

/** `jsons`: the records, at least one. */
export function encodeGroup(sequence: number, jsons: readonly string[]): Buffer {
  const lines = jsons.join("\n");
  const size = Buffer.byteLength(lines) + 1;
  const first = `${unsealed} {"sequence":${sequence},"bytes":${size}}\n`;
  const bytes = Buffer.allocUnsafe(first.length + size);
  bytes.write(first, "latin1");
  bytes.write(lines, first.length);
  bytes[bytes.length - 1] = newline;
  return seal(bytes);
}

/** The group, or line of its own, that stands at `at`; undefined unless one does, whole and undamaged. */
export function decodeGroup(bytes: Buffer, at: number): Group | undefined {
  const lineEnd = bytes.indexOf(newline, at);
  if (lineEnd < at + checkedFrom) return undefined;
  const line = bytes.toString("utf8", at + checkedFrom, lineEnd);
  const [, sequence, size = 0] = groupLine.exec(line) ?? [];
  const last = lineEnd + Number(size);
  if (bytes[last] !== newline || !isSealed(bytes.subarray(at, last + 1))) return undefined;
  return sequence === undefined
    ? lineOf(line, last + 1)
    : groupOf(Number(sequence), bytes.toString("utf8", lineEnd + 1, last), last + 1);
}

/** What was written, without the zeros behind it. */
export function written(bytes: Buffer): Buffer {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0) end--;
  return bytes.subarray(0, end);
}

/** Where the last of the groups ends that follow one another from the beginning. */
export function wholeLength(bytes: Buffer): number {
  let end = 0;
  for (let group = decodeGroup(bytes, end); group; group = decodeGroup(bytes, end)) end = group.end;
  return end;
}

function groupOf(sequence: number, lines: string, end: number): Group {
  const records = lines.split("\n").map((json) => JSON.parse(json) as JournalRecord);
  return { sequence, write: sequence, records, lines: 1 + records.length, end };
}

function lineOf(line: string, end: number): Group {
  const { sequence, group, ...record } = JSON.parse(line) as JournalRecord & {
    sequence: number;
    group: number;
  };
  return { sequence, write: group, records: [record], lines: 1, end };
}

function seal(bytes: Buffer): Buffer {
  bytes.write(checksum(bytes), "latin1");
  return bytes;
}

function isSealed(bytes: Buffer): boolean {
  return bytes.toString("latin1", 0, checkedFrom) === `${checksum(bytes)} `;
}

/** The newline at the end needs none. */
function checksum(bytes: Buffer): string {
  return crc32(bytes.subarray(checkedFrom, -1)).toString(16).padStart(checksumLength, "0");
}
