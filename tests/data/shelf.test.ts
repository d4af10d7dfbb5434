/** Documents in and out of memory: the same to callers, whatever the file layer and the cache do. */
import { join } from "node:path";
import test from "ava";
import fc from "fast-check";
import * as v from "valibot";
import { type Files, nodeFiles } from "../../data/files.ts";
import type { Change, JournalRecord } from "../../data/records.ts";
import { type Kind, Shelf } from "../../data/shelf.ts";
import { FaultyFiles, systemError } from "./faults.ts";
import { temporaryFolder } from "./folders.ts";

/** A document that lists the times of logins. */
function logins(folder: string): Kind<number[], { times: number[] }> {
  return {
    path: (key) => join(folder, `${key}.json`),
    schema: v.object({ times: v.array(v.number()) }),
    migrations: new Map(),
    empty: () => ({ times: [] }),
    mayBegin: (_key, first) => first?.kind !== "logout",
    decode: ({ times }) => times,
    encode: (times) => ({ times }),
    apply(times, record: JournalRecord) {
      if (record.kind === "login") times.push(record.time);
    },
    keepsPrevious: true,
    weigh: (times) => 1000 * (1 + times.length),
  };
}

/** One that takes no more memory than three changes. */
function light(folder: string): ReturnType<typeof logins> {
  return { ...logins(folder), weigh: (times) => 700 + 30 * times.length };
}

function change(sequence: number): Change {
  return { sequence, record: { kind: "login", name: "x", time: sequence } };
}

/** Nothing happened to a document before this. */
function firstChange(sequence: number): Change {
  return { sequence, record: { kind: "login", name: "first", time: sequence } };
}

function beginning(folder: string): ReturnType<typeof logins> {
  return { ...light(folder), begins: (_key, record) => record.kind === "login" && record.name === "first" };
}

const always = () => Number.POSITIVE_INFINITY;

/** In the middle of the next write of a document. */
function whileWriting(files: FaultyFiles, happens: () => void): void {
  files.before = ({ operation }) => {
    if (operation !== "datasync") return;
    files.before = () => {};
    happens();
  };
}

/** Two empty documents fit in memory. */
function open(files: Files, kind: ReturnType<typeof logins>, latest = always) {
  return new Shelf(files, kind, latest, 2000);
}

test("a change to a document that isn't in memory reads nothing", async (t) => {
  const files = new FaultyFiles();
  const shelf = open(files, logins(await temporaryFolder(t)));
  shelf.change("a", change(1));
  t.deepEqual(files.reads, []);
  t.is(shelf.loaded("a"), undefined);
  t.deepEqual(await shelf.get("a"), [1]);
});

const inMemory = (shelf: ReturnType<typeof open>) =>
  ["a", "b", "c", "d"].filter((key) => shelf.loaded(key) !== undefined);

test("documents beyond what memory may hold leave it, the least recently used first", async (t) => {
  const shelf = open(nodeFiles, logins(await temporaryFolder(t)));
  for (const key of ["a", "b", "a", "c"]) await shelf.get(key);
  t.deepEqual(inMemory(shelf), ["a", "c"]);
});

test("a document that grows makes others leave, and has room again when it leaves itself", async (t) => {
  const shelf = open(nodeFiles, logins(await temporaryFolder(t)));
  for (const key of ["a", "b"]) await shelf.get(key);
  shelf.change("a", change(1));
  t.deepEqual(inMemory(shelf), ["a"]);
  for (const key of ["b", "c"]) await shelf.get(key);
  t.deepEqual(inMemory(shelf), ["b", "c"]);
});

test("a document that is too heavy by itself stays as long as no other is used", async (t) => {
  const shelf = open(nodeFiles, logins(await temporaryFolder(t)));
  for (const sequence of [1, 2, 3]) shelf.change("a", change(sequence));
  t.deepEqual(await shelf.get("a"), [1, 2, 3]);
  t.deepEqual(inMemory(shelf), ["a"]);
  await shelf.get("b");
  t.deepEqual(inMemory(shelf), ["b"]);
});

test("a document that leaves memory as soon as it was read is read again by whoever asks then", async (t) => {
  const missing = async () => Promise.reject(systemError("ENOENT"));
  const shelf = open({ ...nodeFiles, read: missing }, logins(await temporaryFolder(t)));
  await shelf.get("b");
  const first = shelf.get("a");
  while (shelf.loaded("a") === undefined) await null;
  shelf.change("b", change(1));
  shelf.change("a", change(2));
  t.deepEqual(await shelf.get("a"), [2]);
  t.deepEqual(await first, []);
});

test("changes that come while a document is being read are in it", async (t) => {
  const files = new FaultyFiles();
  const shelf = open(files, logins(await temporaryFolder(t)));
  files.beforeRead = () => {
    files.beforeRead = () => {};
    shelf.change("a", change(2));
  };
  shelf.change("a", change(1));
  t.deepEqual(await shelf.get("a"), [1, 2]);
});

/** What a write does to the document `a`, and to the one before it. */
async function writtenBy(files: FaultyFiles, shelf: Shelf<number[], { times: number[] }>): Promise<string[]> {
  const before = files.calls.length;
  await shelf.write("a");
  return files.calls.slice(before).flatMap(({ operation }) => (/link|re/.test(operation) ? [operation] : []));
}

test("the first write of a document looks for none before it, later ones keep it", async (t) => {
  const files = new FaultyFiles();
  const folder = await temporaryFolder(t);
  const shelf = open(files, logins(folder));
  shelf.change("a", change(1));
  t.deepEqual(await writtenBy(files, shelf), ["rename"]);
  shelf.change("a", change(2));
  t.deepEqual(await writtenBy(files, shelf), ["remove", "link", "rename"]);
  const again = open(files, logins(folder));
  again.change("a", change(3));
  t.deepEqual(await writtenBy(files, again), ["remove", "link", "rename"]);
});

test("a kind of document that keeps none before it doesn't", async (t) => {
  const files = new FaultyFiles();
  const shelf = open(files, { ...logins(await temporaryFolder(t)), keepsPrevious: false });
  for (const sequence of [1, 2]) {
    shelf.change("a", change(sequence));
    t.deepEqual(await writtenBy(files, shelf), ["rename"]);
  }
});

test("changes that come while a document is being written are written by the next write", async (t) => {
  const files = new FaultyFiles();
  const folder = await temporaryFolder(t);
  const shelf = open(files, logins(folder));
  shelf.change("a", change(1));
  whileWriting(files, () => shelf.change("a", change(2)));
  await shelf.write("a");
  t.deepEqual(shelf.changed(), ["a"]);
  t.deepEqual(await open(nodeFiles, logins(folder)).get("a"), [1]);
  await shelf.write("a");
  t.deepEqual(shelf.changed(), []);
  t.deepEqual(await open(nodeFiles, logins(folder)).get("a"), [1, 2]);
});

test("a document in use again while it is being written has what is being written", async (t) => {
  let held: Promise<void> | undefined;
  let reading: Promise<number[]> | undefined;
  const files = {
    ...nodeFiles,
    // What is on disk when the read begins, but only once the write is over.
    async read(path: string) {
      const found = nodeFiles.read(path);
      await Promise.allSettled([found, path.endsWith("a.json") && held]);
      return found;
    },
    async rename(from: string, to: string) {
      for (const key of ["b", "c", "d"]) await shelf.get(key);
      held = writing;
      reading = shelf.get("a");
      await nodeFiles.rename(from, to);
    },
  };
  const shelf = open(files, logins(await temporaryFolder(t)));
  shelf.change("a", change(1));
  const writing = shelf.write("a");
  await writing;
  t.deepEqual(await reading, [1]);
});

test("a replay of changes that a document has changes nothing, and isn't written", async (t) => {
  const folder = await temporaryFolder(t);
  const shelf = open(nodeFiles, logins(folder));
  for (const sequence of [1, 2, 3]) shelf.change("a", change(sequence));
  await shelf.write("a");
  const files = new FaultyFiles();
  const again = open(files, logins(folder));
  for (const sequence of [2, 3]) again.change("a", change(sequence));
  await again.write("a");
  t.is(files.calls.length, 0);
  again.change("a", change(4));
  t.deepEqual(await again.get("a"), [1, 2, 3, 4]);
});

test("a document that is missing where its changes don't begin it is an error", async (t) => {
  const shelf = open(nodeFiles, logins(await temporaryFolder(t)));
  shelf.change("a", { sequence: 5, record: { kind: "logout", name: "x", time: 1 } });
  await t.throwsAsync(shelf.get("a"), { code: "corrupt", message: /a\.json is missing/ });
});

test("a document that is ahead of the journal is an error, or new records would be taken for old ones", async (t) => {
  const folder = await temporaryFolder(t);
  const shelf = open(nodeFiles, logins(folder));
  shelf.change("a", change(9));
  await shelf.write("a");
  const restored = open(nodeFiles, logins(folder), () => 8);
  await t.throwsAsync(restored.get("a"), { code: "corrupt", message: /a\.json is newer than the journal/ });
});

test("a document whose changes take as much memory as itself stays until it is written", async (t) => {
  const shelf = open(nodeFiles, light(await temporaryFolder(t)));
  shelf.change("a", change(1));
  await shelf.get("a");
  for (const sequence of [2, 3]) shelf.change("a", change(sequence));
  for (const key of ["b", "c", "d"]) await shelf.get(key);
  t.deepEqual(inMemory(shelf), ["a", "c", "d"], "it doesn't count while it must stay");
  t.deepEqual(shelf.changed(), ["a"]);
  await shelf.write("a");
  t.deepEqual(shelf.changed(), []);
  t.deepEqual(inMemory(shelf), ["a", "d"]);
  await shelf.get("b");
  t.deepEqual(await shelf.get("a"), [1, 2, 3]);
});

test("what changes a document that stays while it is being written is written by the next write", async (t) => {
  const files = new FaultyFiles();
  const folder = await temporaryFolder(t);
  const shelf = open(files, light(folder));
  await shelf.get("a");
  for (const sequence of [1, 2, 3]) shelf.change("a", change(sequence));
  whileWriting(files, () => shelf.change("a", change(4)));
  await shelf.write("a");
  t.deepEqual(shelf.changed(), ["a"]);
  await shelf.write("a");
  t.deepEqual(shelf.changed(), []);
  t.deepEqual(await open(nodeFiles, light(folder)).get("a"), [1, 2, 3, 4]);
});

test("a document that begins with a change is in memory at once, and nothing is read", async (t) => {
  const files = new FaultyFiles();
  const shelf = open(files, beginning(await temporaryFolder(t)));
  shelf.change("a", firstChange(1));
  t.deepEqual(shelf.loaded("a"), [1]);
  t.deepEqual(files.reads, []);
});

for (const [what, kindIn, begin] of [
  ["heavy", logins, change],
  ["light", light, change],
  ["light documents that have a beginning", beginning, firstChange],
] as const)
  test(`what is read is what was changed, in any order of changes, reads, writes and restarts: ${what}`, async (t) => {
    const step = fc.tuple(
      fc.constantFrom("change", "change", "get", "write", "wait", "restart"),
      fc.constantFrom("a", "b", "c", "d"),
    );
    const run = fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const kind = kindIn(await temporaryFolder(t));
      const model = new Map<string, number[]>();
      const journal: [string, Change][] = [];
      const checks: Promise<void>[] = [];
      let shelf = open(nodeFiles, kind);
      for (const [action, key] of steps) {
        if (action === "change") {
          const next = (model.has(key) ? change : begin)(journal.length + 1);
          journal.push([key, next]);
          model.set(key, [...(model.get(key) ?? []), next.sequence]);
          shelf.change(key, next);
        } else if (action === "get") {
          const expected = model.get(key) ?? [];
          // More may be applied before the promise resolves, never less.
          checks.push(
            shelf.get(key).then((found) => {
              t.deepEqual(found.slice(0, expected.length), expected);
            }),
          );
        } else if (action === "write") {
          // As checkpoints do: one write of a document at a time.
          await shelf.write(key);
        } else {
          await Promise.all(checks.splice(0));
          if (action === "restart") {
            shelf = open(nodeFiles, kind);
            for (const [owner, each] of journal) shelf.change(owner, each);
          }
        }
      }
      await Promise.all(checks);
      for (const [key, expected] of model) t.deepEqual(await shelf.get(key), expected);
    });
    await t.notThrowsAsync(fc.assert(run, { numRuns: 100 }));
  });
