/** What is kept of an account: written, read again, private, and whole whatever happens. */
import { chmod, mkdir, readdir, rm, stat, symlink, utimes, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import test, { type ExecutionContext } from "ava";
import fc from "fast-check";
import type { KeptMessage } from "../../../tui/state/state.ts";
import type { AccountFiles, Contents } from "../../../tui/storage/account.ts";
import { accountFolder } from "../../../tui/storage/place.ts";
import type { Storage } from "../../../tui/storage/storage.ts";
import { filesIn, hang, place, server, temporaryFolder, untilFlushed, waiting } from "./folders.ts";

async function open(
  t: ExecutionContext,
  storage: Storage,
): Promise<{ files: AccountFiles; contents: Contents }> {
  const { files, contents, trouble } = await storage.open("Alice");
  t.is(trouble, undefined);
  if (files === undefined) throw new Error("The files can't be read.");
  return { files, contents };
}

const saved = (files: AccountFiles, message: KeptMessage): Promise<boolean> =>
  new Promise((told) => files.keep(message, told));

test("where nothing has been kept, there is nothing, and nothing is made", async (t) => {
  const { storage, root } = await place(t);
  const { contents } = await open(t, storage);
  t.deepEqual(contents, { drafts: new Map(), outbox: [], history: [], damaged: [] });
  await t.throwsAsync(stat(root), { code: "ENOENT" });
});

test("drafts, messages and lines are there after a new start", async (t) => {
  const { storage, root } = await place(t);
  const { files } = await open(t, storage);
  files.keepDraft("bob", "half a\nsentence");
  files.keepDraft("everyone", "gone");
  files.keepDraft("everyone", "");
  files.remember("one");
  files.remember("/w bob two\nlines");
  const messages = [waiting(2), waiting(1, { conversation: "Bob", refused: "That person has blocked you." })];
  for (const message of messages) files.keep(message);
  await storage.flush();
  const { contents } = await open(t, (await place(t, root)).storage);
  t.deepEqual(contents.drafts, new Map([["bob", "half a\nsentence"]]));
  t.deepEqual(contents.history, ["one", "/w bob two\nlines"]);
  t.deepEqual(contents.outbox, messages.toReversed());
});

test("a message is on disk when it's said to be, and gone when that is said", async (t) => {
  const { storage, folder } = await place(t);
  const { files } = await open(t, storage);
  t.true(await saved(files, waiting(1)));
  t.deepEqual(Object.keys(await filesIn(folder)), [`outbox/${waiting(1).key}.json`]);
  t.true(await new Promise((told) => files.drop(waiting(1).key, told)));
  t.deepEqual(await filesIn(folder), {});
});

test("a message that is answered before it is written leaves no trace", async (t) => {
  const { storage, folder } = await place(t);
  const { files } = await open(t, storage);
  files.keep(waiting(1), () => t.fail("It isn't wanted any more."));
  files.drop(waiting(1).key);
  await storage.flush();
  await t.throwsAsync(stat(folder), { code: "ENOENT" });
});

test("accounts and servers see nothing of each other", async (t) => {
  const { storage, root } = await place(t);
  const { files } = await open(t, storage);
  files.keepDraft("bob", "alice's");
  files.keep(waiting(1));
  files.remember("alice's");
  await storage.flush();
  const nothing = { drafts: new Map(), outbox: [], history: [], damaged: [] };
  t.deepEqual((await storage.open("bob")).contents, nothing);
  t.deepEqual((await storage.open("alic")).contents, nothing);
  const folders = [
    server,
    { ...server, port: 2001 },
    { host: "127.0.0.12", port: 0 },
    { host: "::1", port: 1 },
  ].map((at) => accountFolder(root, at, "alice"));
  t.is(new Set(folders).size, folders.length);
});

test("whatever a server or an account is called, its folder is a name of its own below the root", (t) => {
  const one = fc.record({ host: fc.string(), port: fc.nat(65_535), account: fc.string() });
  const folder = ({ host, port, account }: { host: string; port: number; account: string }): string =>
    accountFolder("/root", { host, port }, account);
  fc.assert(
    fc.property(one, one, (a, b) => {
      t.regex(folder(a), /^\/root\/accounts\/@[a-z0-9._%-]*_\d+\/@[a-z0-9._%-]*$/);
      const lower = ({ host, port, account }: typeof a): string =>
        JSON.stringify([host.toLowerCase().toWellFormed(), port, account.toLowerCase().toWellFormed()]);
      t.is(folder(a) === folder(b), lower(a) === lower(b));
    }),
  );
});

test("nobody else can read what is kept, also where it could be read before", async (t) => {
  const { storage, root, folder } = await place(t);
  const { files } = await open(t, storage);
  files.keepDraft("bob", "secret");
  files.keep(waiting(1));
  files.remember("secret");
  await storage.flush();
  const paths = [root, ...(await readdir(root, { recursive: true })).map((name) => join(root, name))];
  const modes = async (): Promise<number[]> =>
    Promise.all(paths.map(async (path) => (await stat(path)).mode & 0o077));
  t.is(paths.length, 8);
  t.deepEqual(new Set(await modes()), new Set([0]));
  for (const path of paths) await chmod(path, 0o755);
  await storage.open("alice");
  t.deepEqual(new Set(await modes()), new Set([0]));
  await chmod(dirname(folder), 0o777);
  await rm(folder, { recursive: true });
  files.keepDraft("bob", "again");
  await storage.flush();
  t.deepEqual((await stat(dirname(folder))).mode & 0o077, 0);
});

const damages: Record<string, string> = {
  "drafts.json": "{",
  "history.jsonl": '"one"\nnot a line\n',
  [`outbox/${waiting(1).key}.json`]: '{"conversation":"everyone","text":"\\u001b[2J","time":1}',
  [`outbox/${waiting(2).key}.json`]: '{"conversation":"../x","text":"a","time":1}',
  [`outbox/${waiting(3).key}.json`]: '{"conversation":"everyone","text":"","time":1}',
  [`outbox/${waiting(4).key}.json`]: "",
};

test("a file that is damaged or not ours is set aside, and the rest is read", async (t) => {
  const { storage, folder, root } = await place(t);
  const { files } = await open(t, storage);
  files.keep(waiting(9));
  await storage.flush();
  for (const [name, text] of Object.entries(damages)) await writeFile(join(folder, name), text);
  await writeFile(join(folder, "outbox", "notes.txt"), "somebody's");
  await mkdir(join(folder, "outbox", `${waiting(5).key}.json`));
  const { contents } = await open(t, storage);
  t.deepEqual(contents.outbox, [waiting(9)]);
  t.is(contents.damaged.length, Object.keys(damages).length + 1);
  t.deepEqual(contents.drafts, new Map());
  const again = await open(t, (await place(t, root)).storage);
  t.deepEqual(again.contents, { ...contents, damaged: [] });
  const aside = Object.entries(await filesIn(folder)).filter(([name]) => name.includes(".damaged-"));
  t.deepEqual(aside.map(([, text]) => text).sort(), Object.values(damages).sort());
});

test("controls in what is read never reach the screen", async (t) => {
  const { storage, folder } = await place(t);
  await mkdir(join(folder, "outbox"), { recursive: true });
  await writeFile(join(folder, "drafts.json"), JSON.stringify({ bob: "a\x1b]0;x\x07b", "../bob": "x" }));
  t.is((await storage.open("alice")).contents.damaged.length, 1);
  await writeFile(join(folder, "drafts.json"), JSON.stringify({ bob: "a\x1b]0;x\x07b" }));
  await writeFile(join(folder, "history.jsonl"), `${JSON.stringify("\x1b[2Ja")}\n`);
  await writeFile(
    join(folder, "outbox", `${waiting(1).key}.json`),
    JSON.stringify({ ...waiting(1), refused: "\x1b[2Jno" }),
  );
  const { contents } = await storage.open("alice");
  t.deepEqual(contents.drafts, new Map([["bob", "ab"]]));
  t.deepEqual(contents.history, ["a"]);
  t.is(contents.outbox[0]?.refused, "no");
});

test("a last line that was cut short is dropped, and lines after it are whole", async (t) => {
  const { storage, folder } = await place(t);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "history.jsonl"), '"one"\n"two"\n"thr');
  const { files, contents } = await open(t, storage);
  t.deepEqual(contents.history, ["one", "two"]);
  files.remember("four");
  await storage.flush();
  t.is((await filesIn(folder))["history.jsonl"], '"one"\n"two"\n"four"\n');
});

test("a thousand lines are kept, the latest", async (t) => {
  const { storage, folder } = await place(t);
  await mkdir(folder, { recursive: true });
  const lines = Array.from({ length: 1500 }, (_, index) => `${index}`);
  await writeFile(join(folder, "history.jsonl"), lines.map((line) => `"${line}"\n`).join(""));
  t.deepEqual((await storage.open("alice")).contents.history, lines.slice(500));
  t.is((await filesIn(folder))["history.jsonl"]?.split("\n").length, 1001);
});

test("what an interrupted write left behind is removed, but not what is being written", async (t) => {
  const { storage, folder } = await place(t);
  const outbox = join(folder, "outbox");
  await mkdir(outbox, { recursive: true });
  for (const name of ["old.json.77.tmp", "new.json.77.tmp"]) await writeFile(join(outbox, name), "{");
  await utimes(join(outbox, "old.json.77.tmp"), 1000, 1000);
  await storage.open("alice");
  t.deepEqual(await readdir(outbox), ["new.json.77.tmp"]);
});

test("a disk that can't be written is told of once, and again when it can", async (t) => {
  const folder = await temporaryFolder(t);
  const blocked = join(folder, "data");
  await writeFile(blocked, "a file where the folder should be");
  const { storage, troubles, root } = await place(t, blocked);
  const { trouble } = await storage.open("alice");
  t.is(trouble, "not a directory");
  await rm(blocked);
  const { files } = await open(t, storage);
  await writeFile(blocked, "again");
  const told: boolean[] = [];
  files.keep(waiting(1), (on) => told.push(on));
  await storage.flush();
  files.keepDraft("bob", "typed");
  await storage.flush();
  t.deepEqual(troubles, ["not a directory"]);
  t.deepEqual([...new Set(told)], [false]);
  await rm(blocked);
  await storage.flush();
  t.deepEqual(troubles, ["not a directory", undefined]);
  t.is(told.at(-1), true);
  const { contents } = await open(t, (await place(t, root)).storage);
  t.deepEqual([contents.outbox, contents.drafts], [[waiting(1)], new Map([["bob", "typed"]])]);
});

test("a disk that doesn't answer is told of, holds nobody up, and is used again when it answers", async (t) => {
  const { storage, troubles, folder, root } = await place(t);
  const { files } = await open(t, storage);
  files.keepDraft("bob", "first");
  await storage.flush();
  const answer = hang(join(folder, "drafts.json"));
  const told: boolean[] = [];
  files.keepDraft("bob", "second");
  files.keep(waiting(1), (on) => told.push(on));
  await t.throwsAsync(storage.flush(), { message: "the disk doesn't answer" });
  t.deepEqual([troubles, told], [["the disk doesn't answer"], [false]]);
  files.keep(waiting(2), (on) => told.push(on));
  t.deepEqual(told, [false, false]);
  t.false(storage.flushNow());
  t.is((await storage.open("alice")).trouble, "the disk doesn't answer");
  await answer();
  await untilFlushed(storage);
  t.deepEqual([troubles.at(-1), told.slice(-2)], [undefined, [true, true]]);
  const { contents } = await open(t, (await place(t, root)).storage);
  t.deepEqual([contents.outbox, contents.drafts], [[waiting(1), waiting(2)], new Map([["bob", "second"]])]);
});

test("a disk that doesn't answer while it's read ends in an account without files", async (t) => {
  const { storage, folder } = await place(t);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "history.jsonl"), '"a line"\n"cut sh');
  const answer = hang(join(folder, "history.jsonl"));
  t.like(await storage.open("alice"), { files: undefined, trouble: "the disk doesn't answer" });
  await answer();
});

test("files that can't be read are not written over", async (t) => {
  const { storage, folder } = await place(t);
  await mkdir(folder, { recursive: true });
  await symlink("drafts.json", join(folder, "drafts.json"));
  const { files, trouble } = await storage.open("alice");
  t.is(files, undefined);
  t.is(trouble, "too many symbolic links encountered");
});

test("a program that ends saves what it hasn't saved yet", async (t) => {
  const { storage, root } = await place(t);
  const { files } = await open(t, storage);
  files.keepDraft("bob", "typed");
  files.keep(waiting(1));
  files.remember("line");
  storage.flushNow();
  const { contents } = await open(t, (await place(t, root)).storage);
  t.deepEqual(contents, {
    drafts: new Map([["bob", "typed"]]),
    outbox: [waiting(1)],
    history: ["line"],
    damaged: [],
  });
});

test("what is forgotten is gone, and doesn't come back", async (t) => {
  const { storage, folder } = await place(t);
  const { files } = await open(t, storage);
  files.keep(waiting(1));
  await storage.flush();
  files.keepDraft("bob", "typed");
  files.remember("line");
  await files.forget();
  await storage.flush();
  await t.throwsAsync(stat(folder), { code: "ENOENT" });
  files.keepDraft("bob", "new");
  await storage.flush();
  t.deepEqual(await filesIn(folder), { "drafts.json": '{"bob":"new"}' });
});

test("of changes in any order the last one counts", async (t) => {
  const change = fc.record({ number: fc.nat(3), on: fc.boolean(), flush: fc.boolean() });
  await fc.assert(
    fc.asyncProperty(fc.array(change, { maxLength: 12 }), async (changes) => {
      const { storage, root } = await place(t);
      const { files } = await open(t, storage);
      const wanted = new Map<number, KeptMessage>();
      for (const [index, { number, on, flush }] of changes.entries()) {
        const message = waiting(number, { text: `version ${index}` });
        if (on) files.keep(message);
        else files.drop(message.key);
        if (on) wanted.set(number, message);
        else wanted.delete(number);
        if (flush) void storage.flush();
      }
      await storage.flush();
      const { contents } = await open(t, (await place(t, root)).storage);
      t.deepEqual(
        contents.outbox,
        [...wanted.values()].toSorted((a, b) => (a.key < b.key ? -1 : 1)),
      );
    }),
    { numRuns: 15 },
  );
});
