/** What start-up makes of journal files that are whole, torn, damaged, missing or too new. */
import { rm, writeFile } from "node:fs/promises";
import test, { type ExecutionContext } from "ava";
import fc from "fast-check";
import { nodeFiles } from "../../data/files.ts";
import { encodeBegin, encodeGroup, journalVersion } from "../../data/groups.ts";
import { journalPath } from "../../data/journal.ts";
import type { JournalRecord } from "../../data/records.ts";
import { replay } from "../../data/replay.ts";
import { temporaryFolder } from "./folders.ts";
import { olderLine } from "./olderLines.ts";

const login = (sequence: number): JournalRecord => ({ kind: "login", name: `n${sequence}`, time: 1 });

/** How journals are written. */
interface Form {
  readonly version: number;
  begin(sequence: number): string;
  /** Logins with these sequence numbers. */
  write(...sequences: number[]): string;
  /** In which line a second write stands after the first line and a login. */
  readonly secondWrite: number;
}

function groupOfLogins(...sequences: number[]): string {
  const jsons = sequences.map((sequence) => JSON.stringify(login(sequence)));
  return encodeGroup(sequences[0] ?? 0, jsons).toString();
}

const forms: readonly Form[] = [
  {
    version: journalVersion,
    begin: (sequence) => encodeBegin(sequence).toString(),
    write: groupOfLogins,
    secondWrite: 4,
  },
  {
    version: 3,
    begin: (sequence) => olderLine(sequence, sequence, { kind: "begin", version: 3 }),
    write: groupOfLogins,
    secondWrite: 4,
  },
  {
    version: 2,
    begin: (sequence) => olderLine(sequence, sequence, { kind: "begin", version: 2 }),
    write: (first = 0, ...more) =>
      [first, ...more].map((sequence) => olderLine(sequence, first, login(sequence))).join(""),
    secondWrite: 3,
  },
];

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

const damaged = (written: string) => written.replace("login", "LOGIN");
const current = forms[0] as Form;
const first = current.begin(1);
const second = current.begin(4);

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

for (const { version, begin, write, secondWrite } of forms) {
  const title = (text: string) => `version ${version}: ${text}`;
  const first = begin(1);
  const second = begin(4);
  const whole = first + write(2);

  test(title("records come in order, from all files and writes"), async (t) => {
    const last = second + write(5, 6) + write(7);
    const folder = await journalOf(t, first + write(2) + write(3), last);
    t.deepEqual(await read(folder), {
      index: 2,
      length: last.length,
      torn: 0,
      version,
      next: 8,
      sequences: [1, 2, 3, 4, 5, 6, 7],
    });
  });

  test(title("a last write that is cut off anywhere is torn, the rest is read"), async (t) => {
    const last = write(3);
    for (let length = 1; length < last.length; length++) {
      const folder = await journalOf(t, whole + last.slice(0, length));
      const { next, torn, sequences, length: kept } = await read(folder);
      t.deepEqual(
        { next, torn, sequences, kept },
        { next: 3, torn: length, sequences: [1, 2], kept: whole.length },
      );
    }
  });

  test(title("a bad checksum at the very end is torn"), async (t) => {
    const { next, torn } = await read(await journalOf(t, whole + damaged(write(3))));
    t.deepEqual([next, torn], [3, write(3).length]);
  });

  test(
    title("damage in the last write is torn, for a power cut may keep its later blocks only"),
    async (t) => {
      const lost = damaged(write(3, 4));
      const { next, torn } = await read(await journalOf(t, whole + lost));
      t.deepEqual([next, torn], [3, lost.length]);
    },
  );

  test(title("damage before a later write is an error that names file and line"), async (t) => {
    for (const later of [write(4), write(4, 5) + write(6)]) {
      const folder = await journalOf(t, whole + damaged(write(3)) + later);
      await t.throwsAsync(read(folder), {
        code: "corrupt",
        message: new RegExp(`${folder}/00000001.log .*line ${secondWrite}\\.`),
      });
    }
  });

  test(title("damage in any file but the last is an error, at its end too"), async (t) => {
    const folder = await journalOf(t, whole + write(3).slice(0, -5), second);
    await t.throwsAsync(read(folder), {
      code: "corrupt",
      message: new RegExp(`00000001\\.log .*line ${secondWrite}\\.`),
    });
  });

  test(title("records that are missing between others are an error"), async (t) => {
    const folder = await journalOf(t, whole + write(4));
    await t.throwsAsync(read(folder), {
      code: "corrupt",
      message: new RegExp(`record 4 in line ${secondWrite}, where 3 belongs`),
    });
  });

  test(title("a file that was only just made doesn't count, and the one before may be torn"), async (t) => {
    const { index, length, torn, next } = await read(await journalOf(t, `${whole}1234`, "", ""));
    t.deepEqual([index, length, torn, next], [1, whole.length, 4, 3]);
  });

  test(title("a beginning that isn't in the first line is an error"), async (t) => {
    for (const content of [whole + begin(3), write(1)]) {
      await t.throwsAsync(read(await journalOf(t, content)), {
        code: "corrupt",
        message: /not in line 1 alone/,
      });
    }
  });
}

test("a last write that is cut off, or holds zeros, from any byte on leaves none of its records", async (t) => {
  const whole = first + current.write(2);
  const write = current.write(3, 4, 5);
  for (let length = 0; length < write.length; length++) {
    for (const rest of ["", "\0".repeat(write.length - length)]) {
      const { next, sequences, torn } = await read(await journalOf(t, whole + write.slice(0, length) + rest));
      t.deepEqual(sequences, [1, 2]);
      t.is(next, 3);
      t.is(torn, length);
    }
  }
});

test("version 2: a last write that is cut off, or holds zeros, leaves a prefix of its records", async (t) => {
  const lines = [3, 4, 5].map((sequence) => olderLine(sequence, 3, login(sequence)));
  const whole = olderLine(1, 1, { kind: "begin", version: 2 }) + olderLine(2, 2, login(2));
  const write = lines.join("");
  for (let length = 0; length < write.length; length++) {
    for (const rest of ["", "\0".repeat(write.length - length)]) {
      const { next, sequences, torn } = await read(await journalOf(t, whole + write.slice(0, length) + rest));
      const kept = lines.filter((_, at) => lines.slice(0, at + 1).join("").length <= length).length;
      t.deepEqual(sequences, [1, 2, 3, 4, 5].slice(0, 2 + kept));
      t.is(next, 3 + kept);
      t.is(torn, length - lines.slice(0, kept).join("").length);
    }
  }
});

test("zeros behind what was written are no part of it, in any file", async (t) => {
  const zeros = "\0".repeat(5000);
  const last = second + current.write(5);
  const folder = await journalOf(t, first + current.write(2, 3) + zeros, last + zeros);
  const { sequences, torn, length, index } = await read(folder);
  t.deepEqual(
    { sequences, torn, length, index },
    { sequences: [1, 2, 3, 4, 5], torn: 0, length: last.length, index: 2 },
  );
});

test("a file of zeros is one that was only just made, and the one before may be torn", async (t) => {
  const whole = first + current.write(2);
  const { index, length, torn, next } = await read(await journalOf(t, `${whole}1234\0\0`, "\0".repeat(100)));
  t.deepEqual([index, length, torn, next], [1, whole.length, 4, 3]);
});

test("a later write is found behind zeros where one is missing", async (t) => {
  const missing = "\0".repeat(current.write(3).length);
  const folder = await journalOf(t, `${first + current.write(2) + missing + current.write(4)}\0\0`);
  await t.throwsAsync(read(folder), { code: "corrupt", message: /damaged in line 4/ });
});

test("any records are read as they were written, whatever their texts hold", async (t) => {
  const text = fc.string({ unit: "binary", maxLength: 40 });
  const writes = fc.array(fc.array(text, { minLength: 1, maxLength: 5 }), { maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(writes, async (written) => {
      const names: string[] = [];
      let journal = first;
      let next = 2;
      for (const write of written) {
        journal += encodeGroup(
          next,
          write.map((name) => JSON.stringify({ kind: "login", name, time: 1 })),
        );
        next += write.length;
      }
      await replay(nodeFiles, await journalOf(t, journal), ({ record }) => {
        if (record.kind === "login") names.push(record.name);
      });
      t.deepEqual(names, written.flat());
    }),
    { numRuns: 50 },
  );
});

test("a file that is missing between others is an error that names it", async (t) => {
  const folder = await journalOf(t, first, "", second);
  await rm(journalPath(folder, 2));
  await t.throwsAsync(read(folder), { code: "corrupt", message: /00000002\.log is missing/ });
});

test("a single file without its beginning is an error, since nothing tells where it goes on", async (t) => {
  const folder = await journalOf(t, "", second.slice(0, 9));
  await rm(journalPath(folder, 1));
  await t.throwsAsync(read(folder), { code: "corrupt", message: /00000002\.log .*line 1/ });
});

test("a journal of a newer version is refused with its name and version, whatever follows", async (t) => {
  const newer = olderLine(1, 1, { kind: "begin", version: journalVersion + 1 });
  for (const rest of ["", "what no program of today can read"]) {
    await t.throwsAsync(read(await journalOf(t, newer + rest)), {
      code: "newer",
      message: new RegExp(`00000001\\.log has version ${journalVersion + 1}`),
    });
  }
});

test("the first line is as it always was, so that an older program refuses what follows", (t) => {
  t.is(encodeBegin(7).toString(), olderLine(7, 7, { kind: "begin", version: journalVersion }));
});
