/** Journals as they were up to version 2: a line with a checksum for each record. */
import { crc32 } from "node:zlib";
import type { JournalRecord } from "../../data/records.ts";

/** `group`: the sequence number of the first line of the same write. */
export function olderLine(sequence: number, group: number, record: JournalRecord): string {
  const json = JSON.stringify({ sequence, group, ...record });
  return `${crc32(json).toString(16).padStart(8, "0")} ${json}\n`;
}
