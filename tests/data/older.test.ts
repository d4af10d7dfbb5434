/** A folder that a program of the version before has written: it is read as it is, and no such program reads what comes after. */
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import test, { type ExecutionContext } from "ava";
import { backUp, checkFolder, everyone, openStore } from "../../data/index.ts";
import type { JournalRecord } from "../../data/records.ts";
import { message, pair, texts } from "./contract.ts";
import { forgetProcess } from "./crashed.ts";
import { FaultyFiles } from "./faults.ts";
import { hasty, openIn, temporaryFolder } from "./folders.ts";
import { olderLine } from "./olderLines.ts";

const line = (sequence: number, record: JournalRecord) => olderLine(sequence, sequence, record);
const standing = { received: 0, read: 0, delivered: 0 };
const conversations = [
  { conversation: "everyone", last: 0, lastTime: 0, ...standing },
  { conversation: "alice+bob", last: 1, lastTime: 6, ...standing },
];
const times = { createdAt: 1, loginAt: null, logoutAt: null };
const hi = { number: 1, from: "Alice", text: "hi", time: 5, key: "K1" };
const psst = { number: 1, from: "bob", text: "psst", time: 6, key: "K2" };

const documents: Readonly<Record<string, object>> = {
  "accounts/00.json": {
    accounts: [
      {
        name: "bob",
        passwordHash: "h",
        ...times,
        blocks: [{ name: "alice", since: 7, after: 1 }],
        ended: [],
      },
    ],
    sequence: 7,
  },
  "accounts/07.json": {
    accounts: [{ name: "Alice", passwordHash: "h", ...times, loginAt: 2, blocks: [], ended: [] }],
    sequence: 4,
  },
  "mailboxes/47/alice.json": {
    account: "alice",
    conversations,
    sent: [{ key: "K1", conversation: "everyone", number: 1, time: 5 }],
    sequence: 6,
  },
  "mailboxes/40/bob.json": {
    account: "bob",
    conversations,
    sent: [{ key: "K2", conversation: "alice+bob", number: 1, time: 6 }],
    sequence: 6,
  },
  "conversations/everyone/latest.json": { last: 1, lastTime: 5, sequence: 5 },
  "conversations/everyone/00000001.json": { conversation: "everyone", messages: [hi], sequence: 5 },
  "conversations/pairs/2f/alice+bob/00000001.json": {
    conversation: "alice+bob",
    messages: [psst],
    sequence: 6,
  },
};

/** The documents above, and a journal with one message more and the beginning of another. */
async function older(t: ExecutionContext): Promise<string> {
  const folder = await temporaryFolder(t);
  const more = { conversation: "everyone", number: 2, from: "bob", text: "more", time: 9, key: "K3" };
  const journal = line(8, { kind: "begin", version: 1 }) + line(9, { kind: "message", ...more });
  const files = Object.entries(documents).map(([path, document]) => [
    path,
    JSON.stringify({ ...document, version: 1 }),
  ]);
  for (const [path = "", text = ""] of [...files, ["journal/00000002.log", `${journal}0bad`]]) {
    await mkdir(join(folder, dirname(path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  return folder;
}

const versionOf = async (path: string) => JSON.parse(await readFile(path, "utf8")).version;

test("a folder of the version before is all right, and so is its backup", async (t) => {
  const folder = await older(t);
  const copy = join(await temporaryFolder(t), "copy");
  await backUp(folder, copy);
  for (const each of [folder, copy]) {
    const { problems, counts } = await checkFolder(each);
    t.deepEqual(problems, []);
    t.deepEqual(counts, { accounts: 2, conversations: 2, messages: 3 });
  }
});

test("a folder of the version before has everything, and nothing of what came later", async (t) => {
  const store = await openIn(t, await older(t));
  t.like(store.account("alice"), { name: "Alice", loginAt: 2, deletedAt: undefined });
  t.deepEqual(store.grants("alice"), []);
  t.true(store.isBlocked("bob", "alice"));
  t.deepEqual(await texts(store, everyone), ["hi", "more"]);
  t.deepEqual(await texts(store, pair("alice", "bob")), ["psst"]);
  t.is(await store.removed(everyone), 0);
  t.is(await store.removed(pair("alice", "bob")), 0);
  t.true((await store.append(message(everyone, "alice", "hi", { key: "K1" }))).repeated);
});

test("what changes has the current version on disk, the rest stays as it was", async (t) => {
  const folder = await older(t);
  const store = await openIn(t, folder);
  await store.recordLogin("alice", 10);
  await store.close();
  t.is(await versionOf(join(folder, "accounts/07.json")), 2);
  t.is(await versionOf(join(folder, "accounts/07.json.bak")), 1);
  t.is(await versionOf(join(folder, "accounts/00.json")), 1);
  t.is(await versionOf(join(folder, "conversations/everyone/latest.json")), 2);
  t.deepEqual((await checkFolder(folder)).problems, []);
});

test("a journal of the version before is gone on with in a new file, by which older programs know it", async (t) => {
  const folder = await older(t);
  const journal = (name: string) => readFile(join(folder, "journal", name), "utf8");
  const store = await openIn(t, folder);
  await store.recordLogin("alice", 10);
  t.deepEqual(await readdir(join(folder, "journal")), ["00000002.log", "00000003.log"]);
  t.notRegex(await journal("00000002.log"), /0bad|login/);
  t.regex(
    await journal("00000003.log"),
    /^\w{8} \{"sequence":10,"group":10,"kind":"begin","version":4\}\n.*\n.*"login"/,
  );
});

test("stopped at any call at its first start by this program, the folder has all that was acknowledged", async (t) => {
  for (let stopAt = 1, stopped = true; stopped; stopAt++) {
    const folder = await older(t);
    const files = new FaultyFiles();
    files.stopAt = stopAt;
    const expected = ["hi", "more"];
    try {
      const store = await openStore({ folder, files, pace: hasty });
      await store.append(message(everyone, "bob", "new"));
      expected.push("new");
      await store.close();
    } catch (error) {
      if (!files.stopped) throw error;
    }
    stopped = files.stopped;
    await files.closeAll();
    if (stopped) await files.losePower(1);
    await forgetProcess(folder);
    t.deepEqual((await checkFolder(folder)).problems, [], `stopped at ${stopAt}`);
    const found = await texts(await openIn(t, folder), everyone);
    t.deepEqual(found.slice(0, expected.length), expected, `stopped at ${stopAt}`);
  }
});
