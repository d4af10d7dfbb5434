/** What a check of a data folder finds, and that it leaves everything as it was. */
import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import test, { type ExecutionContext } from "ava";
import { checkFolder, everyone, openStore } from "../../data/index.ts";
import { message, pair } from "./contract.ts";
import { FaultyFiles } from "./faults.ts";
import { filesIn, filled, find } from "./filled.ts";
import { openIn, temporaryFolder } from "./folders.ts";
import { nextLine, start } from "./processes.ts";

test("a folder that is all right has no problems, and a check changes nothing", async (t) => {
  const folder = await filled(t);
  const files = new FaultyFiles();
  const { problems, notes, counts } = await checkFolder(folder, files);
  t.deepEqual([problems, notes, files.calls], [[], [], []]);
  t.deepEqual(counts, { accounts: 2, conversations: 2, messages: 1203 });
});

test("what only the journal has is checked with the documents", async (t) => {
  const folder = await filled(t);
  const holder = start(t, "opener.ts", folder);
  t.is(await nextLine(holder), "opened");
  await holder.kill();
  const killed = start(t, "appender.ts", folder, "1");
  await nextLine(killed);
  await killed.kill();
  const { problems, counts } = await checkFolder(folder);
  t.deepEqual(problems, []);
  t.true(counts.messages > 1203);
});

test("a folder in use is refused, with what to do", async (t) => {
  const folder = await filled(t);
  await openIn(t, folder);
  await t.throwsAsync(checkFolder(folder), {
    code: "locked",
    message: new RegExp(`Process ${process.pid} holds ${folder}.*backup`),
  });
});

test("a folder without a journal, or none at all, is refused", async (t) => {
  const folder = await filled(t);
  await t.throwsAsync(checkFolder(join(folder, "nowhere")), { code: "unusable", message: /nowhere.*--data/ });
  await t.throwsAsync(checkFolder(await temporaryFolder(t)), { code: "unusable", message: /no journal/ });
});

/** Exactly one problem, which names the file and what is wrong with it, and nothing was mended. */
async function finds(t: ExecutionContext, folder: string, path: string, what: RegExp): Promise<void> {
  const before = await contentsOf(folder);
  const { problems } = await checkFolder(folder);
  t.is(problems.length, 1, problems.join("\n"));
  t.true(problems[0]?.startsWith(path), problems[0]);
  t.regex(problems[0] ?? "", what);
  t.regex(problems[0] ?? "", /backup|newer program/);
  t.deepEqual(await contentsOf(folder), before);
}

async function contentsOf(folder: string): Promise<Map<string, string>> {
  const paths = await filesIn(folder);
  return new Map(await Promise.all(paths.map(async (path) => [path, await readFile(path, "utf8")] as const)));
}

async function edit(path: string, from: string | RegExp, to: string): Promise<void> {
  const text = await readFile(path, "utf8");
  const edited = text.replace(from, to);
  if (edited === text) throw new Error(`${path} has no ${from}.`);
  await writeFile(path, edited);
}

interface Damage {
  readonly pattern: RegExp;
  readonly what: RegExp;
  readonly damage: (path: string) => Promise<unknown>;
}

const damages: Readonly<Record<string, Damage>> = {
  "a page that isn't JSON": {
    pattern: /everyone\/0000000001\.json$/,
    what: /is not a document/,
    damage: (path) => writeFile(path, "{"),
  },
  "an empty mailbox": {
    pattern: /bob\.json$/,
    what: /is not a document/,
    damage: (path) => writeFile(path, ""),
  },
  "a page that is missing": {
    pattern: /everyone\/0000000001\.json$/,
    what: /is missing/,
    damage: (path) => rm(path),
  },
  "a last page that is missing": {
    pattern: /everyone\/0000001025\.json$/,
    what: /is missing/,
    damage: (path) => rm(path),
  },
  "a page without its last message": {
    pattern: /everyone\/0000001025\.json$/,
    what: /ends with message 1199, where 1200 belongs/,
    damage: (path) => edit(path, /,\n {2}.*"number":1200,.*\n/, "\n"),
  },
  "a page with a hole": {
    pattern: /everyone\/0000000001\.json$/,
    what: /out of its place/,
    damage: (path) => edit(path, /^ {2}.*"number":7,.*\n/m, ""),
  },
  "a page with a stranger's message": {
    pattern: /pairs\/.*\/0000000001\.json$/,
    what: /message by mallory/,
    damage: (path) => edit(path, /"from":"bob"/, '"from":"mallory"'),
  },
  "a page of no conversation": {
    pattern: /everyone\/0000001025\.json$/,
    what: /belongs to no conversation/,
    damage: (path) => writeFile(join(dirname(path), "0000002049.json"), "{}"),
  },
  "a mailbox that is missing": { pattern: /bob\.json$/, what: /is missing/, damage: (path) => rm(path) },
  "a cursor beyond the last message": {
    pattern: /alice\.json$/,
    what: /read 1201 in everyone, which has 1200/,
    damage: (path) => edit(path, '"read":0', '"read":1201'),
  },
  "a mailbox that lacks a conversation": {
    pattern: /alice\.json$/,
    what: /lacks alice\+bob/,
    damage: (path) => edit(path, /,\n {2}[^\n]*"alice\+bob"[^\n]*/, ""),
  },
  "an account document of a newer program": {
    pattern: /accounts\/\d+\.json$/,
    what: /version 3/,
    damage: (path) => writeFile(path, '{"version":3}'),
  },
  "a damaged journal": {
    pattern: /\.log$/,
    what: /damaged in line 1/,
    damage: (path) => edit(path, "begin", "BEGIN"),
  },
};

for (const [name, { pattern, what, damage }] of Object.entries(damages)) {
  test(`${name} is found, named and left as it is`, async (t) => {
    const folder = await filled(t);
    const path = await find(folder, pattern);
    await damage(path);
    const named = what.source.includes("no conversation") ? path.replace("0000001025", "0000002049") : path;
    await finds(t, folder, named, what);
  });
}

test("a block of an account that there isn't is found", async (t) => {
  const folder = await filled(t);
  const store = await openStore({ folder });
  await store.block("alice", "bob", 1);
  await store.close();
  const shards = (await filesIn(folder)).filter((path) => /accounts\/\d+\.json$/.test(path));
  const texts = await Promise.all(shards.map((path) => readFile(path, "utf8")));
  const path = shards[texts.findIndex((text) => text.includes('"name":"bob","since"'))] ?? "";
  await edit(path, '"name":"bob","since"', '"name":"mallory","since"');
  await finds(t, folder, path, /mallory blocked by alice/);
});

test("an account in another document than its own is found", async (t) => {
  const folder = await filled(t);
  const path = await find(folder, /accounts\/\d+\.json$/);
  const elsewhere = join(dirname(path), "63.json");
  await rename(path, elsewhere);
  await finds(t, folder, elsewhere, /which belongs elsewhere/);
});

test("mailboxes of a pair that disagree are found, whichever is right", async (t) => {
  const folder = await filled(t);
  await edit(await find(folder, /bob\.json$/), '"last":3', '"last":4');
  const { problems } = await checkFolder(folder);
  t.regex(problems.join("\n"), /ends alice\+bob at number 3, the other side's at 4/);
});

test("all problems are told, not only the first", async (t) => {
  const folder = await filled(t);
  for (const pattern of [/alice\.json$/, /everyone\/0000000001\.json$/, /failures\.json$|latest\.json$/]) {
    await writeFile(await find(folder, pattern), "x");
  }
  t.true((await checkFolder(folder)).problems.length >= 3);
});

test("what interrupted writes leave, and files of others, are noted and no problem", async (t) => {
  const folder = await filled(t);
  const journal = await find(folder, /\.log$/);
  await writeFile(journal, `${(await readFile(journal, "utf8")).replaceAll("\0", "")}12345678 {"sequ`);
  await writeFile(join(folder, "accounts", "05.json.tmp"), "{");
  await writeFile(join(folder, "README"), "mine");
  const { problems, notes } = await checkFolder(folder);
  t.deepEqual(problems, []);
  t.is(notes.length, 3);
  t.regex(notes.join("\n"), /05\.json\.tmp was left/);
  t.regex(notes.join("\n"), /README is not a file of this program/);
  t.regex(notes.join("\n"), /15 bytes of an unfinished write/);
  const store = await openStore({ folder });
  t.is((await store.append(message(pair("alice", "bob"), "bob", "x"))).number, 4);
  t.is(await store.last(everyone), 1200);
  await store.close();
});
