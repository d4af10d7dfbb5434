/** What start-up makes of journal files that are whole, torn, damaged, missing or too new. */
import { rm, writeFile } from "node:fs/promises";
import test, { type ExecutionContext } from "ava";
import { nodeFiles } from "../../data/files.ts";
import { journalPath, journalVersion } from "../../data/journal.ts";
import { encodeLine, seal } from "../../data/line.ts";
import type { JournalRecord } from "../../data/records.ts";
import { replay } from "../../data/replay.ts";
import { temporaryFolder } from "./folders.ts";

function line(sequence: number, group: number, record: JournalRecord): string {
  return seal(encodeLine(sequence, group, JSON.stringify(record))).toString();
}

const begin = { kind: "begin", version: journalVersion } as const;

/** A login of that name, written in the same group as the line before unless it starts one. */
function login(sequence: number, group = sequence): string {
  return line(sequence, group, { kind: "login", name: `n${sequence}`, time: 1 });
}

/** Journal files 1, 2 … with these contents. */
async function journalOf(t: ExecutionContext, ...contents: string[]): Promise<string> {
  const folder = await temporaryFolder(t);
  for (const [index, content] of contents.entries()) await writeFile(journalPath(folder, index + 1), content);
  return folder;
}

async function read(folder: string) {
  const sequences: number[] = [];
  const replayed = await replay(nodeFiles, folder, ({ sequence }) => {
    sequences.push(sequence);
  });
  return { ...replayed, sequences };
}

const first = line(1, 1, begin);
const second = line(4, 4, begin);
const damaged = (line: string) => line.replace("login", "LOGIN");

test("no journal at all is an empty one", async (t) => {
  const folder = await temporaryFolder(t);
  t.deepEqual(await read(`${folder}/journal`), {
    index: 0,
    length: 0,
    torn: 0,
    version: journalVersion,
    next: 1,
    sequences: [],
  });
});

test("records come in order, from all files", async (t) => {
  const last = second + login(5);
  const folder = await journalOf(t, first + login(2) + login(3), last);
  t.deepEqual(await read(folder), {
    index: 2,
    length: last.length,
    torn: 0,
    version: journalVersion,
    next: 6,
    sequences: [1, 2, 3, 4, 5],
  });
});

test("a last line that is cut off anywhere is torn, the rest is read", async (t) => {
  const whole = first + login(2);
  const line = login(3);
  for (let length = 1; length < line.length; length++) {
    const folder = await journalOf(t, whole + line.slice(0, length));
    const { next, torn, sequences, length: kept } = await read(folder);
    t.deepEqual(
      { next, torn, sequences, kept },
      { next: 3, torn: length, sequences: [1, 2], kept: whole.length },
    );
  }
});

test("a bad checksum at the very end is torn", async (t) => {
  const { next, torn } = await read(await journalOf(t, first + login(2) + damaged(login(3))));
  t.deepEqual([next, torn], [3, login(3).length]);
});

test("damage inside the last write is torn, for a power cut may keep its later blocks only", async (t) => {
  const lost = damaged(login(3, 3)) + login(4, 3);
  const { next, torn } = await read(await journalOf(t, first + login(2) + lost));
  t.deepEqual([next, torn], [3, lost.length]);
});

test("a last write that is cut off, or holds zeros, from any byte on leaves a prefix of its records", async (t) => {
  const whole = first + login(2);
  const lines = [login(3, 3), login(4, 3), login(5, 3)];
  const write = lines.join("");
  for (let length = 0; length < write.length; length++) {
    for (const rest of ["", "\0".repeat(write.length - length)]) {
      const { next, sequences, torn } = await read(await journalOf(t, whole + write.slice(0, length) + rest));
      const kept = lines.filter((_, at) => lines.slice(0, at + 1).join("").length <= length).length;
      t.deepEqual(sequences, [1, 2, 3, 4, 5].slice(0, 2 + kept));
      t.is(next, 3 + kept);
      t.is(torn, length + rest.length - lines.slice(0, kept).join("").length);
    }
  }
});

test("damage before a later write is an error that names file and line", async (t) => {
  const folder = await journalOf(t, first + login(2) + damaged(login(3)) + login(4));
  await t.throwsAsync(read(folder), {
    code: "corrupt",
    message: new RegExp(`${folder}/00000001.log .*line 3`),
  });
});

test("damage in any file but the last is an error, at its end too", async (t) => {
  const folder = await journalOf(t, first + login(2) + login(3).slice(0, -5), second);
  await t.throwsAsync(read(folder), { code: "corrupt", message: /00000001\.log .*line 3/ });
});

test("a file that is missing between others is an error that names it", async (t) => {
  const folder = await journalOf(t, first, "", second);
  await rm(journalPath(folder, 2));
  await t.throwsAsync(read(folder), { code: "corrupt", message: /00000002\.log is missing/ });
});

test("records that are missing between others are an error", async (t) => {
  const folder = await journalOf(t, first + login(2) + login(4));
  await t.throwsAsync(read(folder), { code: "corrupt", message: /record 4 in line 3, where 3 belongs/ });
});

test("a file that was only just made doesn't count, and the one before may be torn", async (t) => {
  const whole = first + login(2);
  const { index, length, torn, next } = await read(await journalOf(t, `${whole}1234`, "", ""));
  t.deepEqual([index, length, torn, next], [1, whole.length, 4, 3]);
});

test("a single file without its beginning is an error, since nothing tells where it goes on", async (t) => {
  const folder = await journalOf(t, "", second.slice(0, 9));
  await rm(journalPath(folder, 1));
  await t.throwsAsync(read(folder), { code: "corrupt", message: /00000002\.log .*line 1/ });
});

test("a journal of a newer version is refused with its name and version", async (t) => {
  const folder = await journalOf(t, line(1, 1, { kind: "begin", version: journalVersion + 1 }));
  await t.throwsAsync(read(folder), { code: "newer", message: /00000001\.log has version 3/ });
});
