/** Folders in which messages are in pages a fourth as large as today's, as earlier versions wrote them. */
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import test, { type ExecutionContext } from "ava";
import fc from "fast-check";
import { checkFolder, everyone, openStore } from "../../data/index.ts";
import { fill, message, pair, texts } from "./contract.ts";
import { forgetProcess } from "./crashed.ts";
import { FaultyFiles, systemError } from "./faults.ts";
import { filesIn, filled, find } from "./filled.ts";
import { hasty, openIn, temporaryFolder } from "./folders.ts";

interface Page {
  readonly version: number;
  readonly sequence: number;
  readonly conversation: string;
  readonly messages: readonly { readonly number: number }[];
}

/** Puts small pages where there are large ones. */
async function split(folder: string): Promise<void> {
  for (const path of (await filesIn(folder)).filter((name) =>
    /conversations\/.*\/\d{10}\.json$/.test(name),
  )) {
    const page = JSON.parse(await readFile(path, "utf8")) as Page;
    await rm(path);
    for (const small of new Set(page.messages.map(({ number }) => smallPageOf(number)))) {
      const messages = page.messages.filter(({ number }) => smallPageOf(number) === small);
      const sequence = sequenceOf(messages.at(-1)?.number ?? 0);
      const name = `${String(small).padStart(8, "0")}.json`;
      await writeFile(join(dirname(path), name), JSON.stringify({ ...page, sequence, messages }));
    }
  }
}

/** Of a message's record, at least: those of the journal's beginning and an account come before the first. */
const sequenceOf = (number: number) => number + 2;
const smallPageOf = (number: number) => Math.ceil(number / 256);

async function smallPages(t: ExecutionContext): Promise<string> {
  const folder = await filled(t);
  await split(folder);
  return folder;
}

const countUp = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, at) => String(first + at));

async function pagesIn(folder: string): Promise<string[]> {
  const names = await readdir(join(folder, "conversations", "everyone"));
  return names.filter((name) => /^\d+\.json$/.test(name)).sort();
}

test("small pages are read as what they are parts of, and stay while nothing changes", async (t) => {
  const folder = await smallPages(t);
  const before = await pagesIn(folder);
  t.deepEqual(before, ["00000001.json", "00000002.json", "00000003.json", "00000004.json", "00000005.json"]);
  const store = await openStore({ folder });
  t.deepEqual(await texts(store, everyone), countUp(1, 1200));
  t.is((await texts(store, pair("alice", "bob"))).length, 3);
  await store.close();
  t.deepEqual(await pagesIn(folder), before);
  t.deepEqual((await checkFolder(folder)).problems, []);
  t.is((await checkFolder(folder)).counts.messages, 1203);
});

test("the page that new messages go to takes the place of its parts", async (t) => {
  const folder = await smallPages(t);
  const store = await openStore({ folder });
  await store.append(message(everyone, "alice", "1201"));
  await store.close();
  t.deepEqual(await pagesIn(folder), [
    "00000001.json",
    "00000002.json",
    "00000003.json",
    "00000004.json",
    "0000001025.json",
  ]);
  t.deepEqual(await texts(await openIn(t, folder), everyone), countUp(1, 1201));
});

test("parts that are left beside their page by a crash do no harm", async (t) => {
  const folder = await smallPages(t);
  const part = await find(folder, /everyone\/00000005\.json$/);
  const kept = await readFile(part);
  const store = await openStore({ folder });
  await fill(store, everyone, "alice", 10, 1201);
  await store.close();
  await writeFile(part, kept);
  t.deepEqual((await checkFolder(folder)).problems, []);
  t.deepEqual(await texts(await openIn(t, folder), everyone), countUp(1, 1210));
});

test("retention removes small pages from disk", async (t) => {
  const folder = await smallPages(t);
  const store = await openStore({ folder });
  await store.remove(everyone, 1024);
  await store.close();
  t.deepEqual(await pagesIn(folder), ["00000005.json"]);
  t.deepEqual((await checkFolder(folder)).problems, []);
});

test("where retention had removed small pages already, the page begins behind them", async (t) => {
  const folder = await filled(t);
  const store = await openStore({ folder });
  await store.remove(everyone, 512);
  await store.close();
  await split(folder);
  t.deepEqual((await pagesIn(folder)).at(0), "00000003.json");
  const again = await openStore({ folder });
  t.deepEqual(await texts(again, everyone), countUp(513, 1200));
  await again.remove(everyone, 600);
  await again.close();
  t.deepEqual((await checkFolder(folder)).problems, []);
  t.deepEqual(await texts(await openIn(t, folder), everyone), countUp(601, 1200));
});

test("a small page that is missing is found and named", async (t) => {
  const folder = await smallPages(t);
  await rm(await find(folder, /everyone\/00000003\.json$/));
  t.regex(
    (await checkFolder(folder)).problems.join(),
    /everyone\/0000000001\.json has a message out of its place/,
  );
});

/** What everyone was told before a checkpoint that crashed, what was removed then, and what was removed after. */
interface Crash {
  readonly before: number;
  readonly unwritten: readonly number[];
  readonly removedBefore: number;
  readonly removed: number;
}

const crash: fc.Arbitrary<Crash> = fc.record({
  before: fc.oneof(fc.integer({ min: 1, max: 1200 }), fc.constantFrom(256, 512, 768, 1024)),
  unwritten: fc.subarray([1, 2, 3, 4, 5]),
  removedBefore: fc.constantFrom(0, 100, 256, 512),
  removed: fc.constantFrom(0, 120, 300, 600),
});

test("whichever small pages a crash has left unwritten, the journal has what they lack", async (t) => {
  const property = fc.asyncProperty(crash, async ({ before, unwritten, removedBefore, removed }) => {
    const folder = await temporaryFolder(t);
    const first = await openStore({ folder });
    await first.createAccount({ name: "Alice", passwordHash: "x", createdAt: 1 });
    await fill(first, everyone, "alice", before);
    await first.remove(everyone, removedBefore);
    const gone = await first.removed(everyone);
    await first.close();
    const files = new FaultyFiles();
    const store = await openStore({ folder, files });
    await fill(store, everyone, "alice", 1200 - before, before + 1);
    await store.remove(everyone, removed);
    files.before = ({ operation, path }) => {
      if (operation === "remove" && path.endsWith(".log")) throw systemError("EIO");
    };
    await store.close();
    await files.closeAll();
    await forgetProcess(folder);
    await split(folder);
    for (const small of unwritten) await putBack(folder, small, Math.max(gone, (small - 1) * 256), before);
    const again = await openStore({ folder, pace: hasty });
    const left = Math.max(gone, removed);
    t.deepEqual(await texts(again, everyone), countUp(left + 1, 1200));
    await again.close();
    t.deepEqual((await checkFolder(folder)).problems, []);
    const kept = await Promise.all((await filesIn(folder)).map((path) => readFile(path, "utf8")));
    if (left > 0) t.false(kept.some((text) => text.includes(`"text":"${left}"`)));
    await rm(folder, { recursive: true });
  });
  await fc.assert(property, { numRuns: 40, includeErrorInReport: true });
  t.pass();
});

/** Makes a small page what it was before the checkpoint: with the messages after `after` and up to `upTo`, or not there. */
async function putBack(folder: string, small: number, after: number, upTo: number): Promise<void> {
  const last = Math.min(upTo, small * 256);
  const path = join(folder, "conversations", "everyone", `${String(small).padStart(8, "0")}.json`);
  await rm(path, { force: true });
  // The page that the next message goes to stays when all on it is removed.
  if (last <= after && (smallPageOf(upTo) !== small || last === small * 256)) return;
  const messages = countUp(after + 1, last).map((text) => ({
    number: Number(text),
    from: "Alice",
    text,
    time: 1000,
    key: text,
  }));
  // The account's record is the second, and one follows for each message.
  await writeFile(
    path,
    JSON.stringify({ version: 1, sequence: 2 + last, conversation: "everyone", messages }),
  );
}
