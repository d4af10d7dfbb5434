/** One line of the journal: the CRC-32 of its JSON in hex, a space, the JSON, a newline. */
import { crc32 } from "node:zlib";
import type { JournalRecord } from "./records.ts";

export interface Line {
  readonly sequence: number;
  /** Sequence number of the first line that was written by the same write, so synced by the same fdatasync. */
  readonly group: number;
  readonly record: JournalRecord;
}

const checksumLength = 8;

export function encodeLine(sequence: number, group: number, record: JournalRecord): string {
  const json = `{"sequence":${sequence},"group":${group},${JSON.stringify(record).slice(1)}`;
  return `${checksum(json)} ${json}\n`;
}

/** Undefined for anything that `encodeLine` didn't write; `bytes` comes without the newline. */
export function decodeLine(bytes: Buffer): Line | undefined {
  const json = bytes.subarray(checksumLength + 1);
  if (bytes.toString("latin1", 0, checksumLength + 1) !== `${checksum(json)} `) return undefined;
  const { sequence, group, ...record } = JSON.parse(json.toString()) as Omit<Line, "record"> & JournalRecord;
  return { sequence, group, record };
}

function checksum(json: string | Buffer): string {
  return crc32(json).toString(16).padStart(checksumLength, "0");
}
