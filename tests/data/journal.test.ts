/** Group commit, order, rotation and failure of the journal. */
import { stat } from "node:fs/promises";
import { join } from "node:path";
import test, { type ExecutionContext } from "ava";
import { nodeFiles } from "../../data/files.ts";
import { Journal, journalPath } from "../../data/journal.ts";
import type { Change, JournalRecord } from "../../data/records.ts";
import { replay } from "../../data/replay.ts";
import { FaultyFiles, systemError } from "./faults.ts";
import { temporaryFolder } from "./folders.ts";

interface Opened {
  readonly folder: string;
  readonly files: FaultyFiles;
  readonly journal: Journal;
  /** Sequence numbers in the order in which they became durable. */
  readonly durable: number[];
  /** How many records each group had, and ms of its sync. */
  readonly groups: (readonly [number, number])[];
  /** Adds a login of that name; resolves to its sequence number. */
  readonly add: (name: string) => Promise<number>;
}

async function openJournal(t: ExecutionContext): Promise<Opened> {
  const folder = await temporaryFolder(t);
  const files = new FaultyFiles();
  const durable: number[] = [];
  const groups: [number, number][] = [];
  const synced = (records: number, ms: number) => groups.push([records, ms]);
  const apply = ({ sequence }: Change) => {
    durable.push(sequence);
    return sequence;
  };
  const file = await files.open(journalPath(folder, 1), "r+");
  const journal = new Journal({ files, folder, file, index: 1, size: 0, next: 1, durable: apply, synced });
  t.teardown(() => journal.close());
  const add = (name: string) =>
    new Promise<number>((resolve, reject) => journal.add(login(name), { resolve, reject }));
  return { folder, files, journal, durable, groups, add };
}

function login(name: string): JournalRecord {
  return { kind: "login", name, time: 1 };
}

async function namesIn(folder: string): Promise<string[]> {
  const names: string[] = [];
  await replay(nodeFiles, folder, ({ record }) => {
    if (record.kind === "login") names.push(record.name);
  });
  return names;
}

/** The datasync under way, held back until `release`. */
function holdDatasync(files: FaultyFiles): { reached: Promise<void>; release: () => void } {
  const reached = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  files.before = ({ operation }) => {
    if (operation !== "datasync") return;
    reached.resolve();
    return released.promise;
  };
  return { reached: reached.promise, release: released.resolve };
}

test("a thousand records that wait together cost one write and one fdatasync", async (t) => {
  const { files, journal, add, folder } = await openJournal(t);
  await journal.settled();
  const [writes, syncs] = [files.count("write"), files.count("datasync")];
  const names = Array.from({ length: 1000 }, (_, index) => `n${index}`);
  await Promise.all(names.map(add));
  t.is(files.count("write") - writes, 1);
  t.is(files.count("datasync") - syncs, 1);
  t.deepEqual(await namesIn(folder), names);
});

test("records that come while a group is being synced make up the next group", async (t) => {
  const { files, journal, add } = await openJournal(t);
  await journal.settled();
  const writes = files.count("write");
  const { reached, release } = holdDatasync(files);
  const first = add("a");
  await reached;
  const rest = ["b", "c", "d"].map(add);
  t.is(files.count("write") - writes, 1);
  release();
  await Promise.all([first, ...rest]);
  t.is(files.count("write") - writes, 2);
});

test("nothing is durable before its fdatasync is done", async (t) => {
  const { files, journal, add, durable } = await openJournal(t);
  await journal.settled();
  const { reached, release } = holdDatasync(files);
  const added = add("a");
  await reached;
  t.deepEqual(durable, [1]);
  release();
  await added;
  t.deepEqual(durable, [1, 2]);
});

test("promises resolve in the order of the calls, over groups and files", async (t) => {
  const { journal, add, durable } = await openJournal(t);
  const resolved: number[] = [];
  const note = (name: string) => add(name).then((sequence) => resolved.push(sequence));
  const before = ["a", "b"].map(note);
  const rotated = journal.rotate();
  const after = ["c", "d"].map(note);
  await Promise.all([...before, rotated, ...after]);
  await note("e");
  t.deepEqual(
    resolved,
    durable.filter((sequence) => resolved.includes(sequence)),
  );
  t.is(resolved.length, 5);
});

test("a new file begins when all before it is durable, and records go on in it", async (t) => {
  const { journal, add, durable, folder } = await openJournal(t);
  const before = add("a");
  t.is(await journal.rotate(), 2);
  t.true(durable.includes(await before));
  t.true(journal.size > 0);
  await add("b");
  await nodeFiles.remove(journalPath(folder, 1));
  t.deepEqual(await namesIn(folder), ["b"]);
});

test("a rotation that fails leaves the journal going on in its file", async (t) => {
  const { journal, add, files, folder } = await openJournal(t);
  files.before = ({ operation }) => {
    if (operation === "open") throw systemError("ENOSPC");
  };
  await t.throwsAsync(journal.rotate(), { code: "ENOSPC" });
  await add("a");
  files.before = () => {};
  t.is(await journal.rotate(), 2);
  await add("b");
  t.deepEqual(await namesIn(folder), ["a", "b"]);
});

for (const operation of ["write", "datasync"] as const) {
  test(`after a failing ${operation} nothing more is acknowledged, though it would work again`, async (t) => {
    const { journal, add, files, durable, folder } = await openJournal(t);
    await add("a");
    const known = durable.length;
    files.before = (call) => {
      if (call.operation === operation) throw systemError("ENOSPC");
    };
    const failing = [add("b"), add("c")];
    const expected = { name: "StoreError", code: "unavailable", message: /no space left on device/ };
    for (const promise of failing) await t.throwsAsync(promise, expected);
    files.before = () => {};
    await t.throwsAsync(add("d"), { ...expected, message: new RegExp(folder) });
    await t.throwsAsync(journal.rotate(), expected);
    t.is(durable.length, known);
    t.is(journal.failure?.code, "unavailable");
    t.false((await namesIn(folder)).includes("d"));
  });
}

test("records that wait behind a failing write are refused with it", async (t) => {
  const { files, journal, add } = await openJournal(t);
  await journal.settled();
  const { reached, release } = holdDatasync(files);
  const first = add("a");
  await reached;
  const second = add("b");
  files.before = () => {
    throw systemError("EIO");
  };
  release();
  await first;
  await t.throwsAsync(second, { code: "unavailable", message: /i\/o error/ });
});

test("each file grows ahead by zeros, so that few of its writes change its length", async (t) => {
  const { journal, add, folder } = await openJournal(t);
  for (const file of [1, 2]) {
    if (file === 2) await journal.rotate();
    const lengths = new Set<number>();
    for (let index = 0; index < 500; index++) {
      await add(`a name to fill the file ${index}`);
      lengths.add((await stat(journalPath(folder, file))).size);
    }
    t.true(lengths.size < 20, `${lengths.size} lengths`);
    const bytes = await nodeFiles.read(journalPath(folder, file));
    t.true(bytes.subarray(journal.size).every((byte) => byte === 0));
    t.true(bytes.length <= 2 * journal.size);
  }
  t.is((await namesIn(folder)).length, 1000);
});

test("a large write, and those behind it, grow the file by no more than they need", async (t) => {
  const { journal, add, folder } = await openJournal(t);
  for (let round = 0; round < 3; round++) {
    await Promise.all(Array.from({ length: 1000 }, (_, index) => add("x".repeat(100 + (index % 2)))));
    t.is((await stat(journalPath(folder, 1))).size, journal.size);
  }
  await add("small");
  t.true((await stat(journalPath(folder, 1))).size <= journal.size + 262_144);
});

test("the journal's files are for their owner alone", async (t) => {
  const { add, folder } = await openJournal(t);
  await add("a");
  t.is((await stat(join(folder, "00000001.log"))).mode & 0o777, 0o600);
});

test("it tells how many records each sync has made durable, and how long the disk took", async (t) => {
  const { journal, groups, add } = await openJournal(t);
  await Promise.all([add("alice"), add("bob")]);
  await add("carol");
  await journal.settled();
  t.deepEqual(
    groups.map(([records]) => records),
    // With the line that begins a file.
    [3, 1],
  );
  t.true(groups.every(([, ms]) => ms > 0));
});
