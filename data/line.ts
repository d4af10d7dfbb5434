/** One line of the journal: the CRC-32 of its JSON in hex, a space, the JSON, a newline. */
import { crc32 } from "node:zlib";
import type { JournalRecord } from "./records.ts";

export interface Line {
  readonly sequence: number;
  /** Sequence number of the first line that was written by the same write, so synced with it. */
  readonly group: number;
  readonly record: JournalRecord;
}

const checksumLength = 8;
const newline = 0x0a;
const unsealed = "0".repeat(checksumLength);

/** A line without its checksum, for `seal` to fill in. `json`: the record. */
export function encodeLine(sequence: number, group: number, json: string): string {
  return `${unsealed} {"sequence":${sequence},"group":${group},${json.slice(1)}\n`;
}

/** The bytes of lines by `encodeLine`, with their checksums: made for many at once, as each message needs one. */
export function seal(lines: string): Buffer {
  const bytes = Buffer.from(lines);
  for (let at = 0; at < bytes.length; ) {
    const end = bytes.indexOf(newline, at);
    writeHex(bytes, at, crc32(bytes.subarray(at + checksumLength + 1, end)));
    at = end + 1;
  }
  return bytes;
}

/** Undefined for anything that `seal` didn't make; `bytes` comes without the newline. */
export function decodeLine(bytes: Buffer): Line | undefined {
  const json = bytes.subarray(checksumLength + 1);
  if (bytes.toString("latin1", 0, checksumLength + 1) !== `${checksum(json)} `) return undefined;
  const { sequence, group, ...record } = JSON.parse(json.toString()) as Omit<Line, "record"> & JournalRecord;
  return { sequence, group, record };
}

function checksum(json: Buffer): string {
  return crc32(json).toString(16).padStart(checksumLength, "0");
}

const digits = Buffer.from("0123456789abcdef");

function writeHex(bytes: Buffer, at: number, crc: number): void {
  for (let digit = 0; digit < checksumLength; digit++) {
    bytes[at + digit] = digits[(crc >>> (28 - 4 * digit)) & 0xf] as number;
  }
}
