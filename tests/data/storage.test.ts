/** What the embedded store does with its folder: what it reads and writes when, and what it says when it can't. */
import { readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import test from "ava";
import { everyone, openStore, type Store } from "../../data/index.ts";
import { createAccounts, fill, message, pair, texts } from "./contract.ts";
import { FaultyFiles, systemError } from "./faults.ts";
import { filesIn, filled, find } from "./filled.ts";
import { hasty, openIn, stayAwake, temporaryFolder } from "./folders.ts";

test("everything in the folder is for its owner alone", async (t) => {
  const folder = await filled(t);
  const paths = (await readdir(folder, { recursive: true })).map((name) => join(folder, name));
  for (const path of paths) {
    const stats = await stat(path);
    t.is(stats.mode & 0o777, stats.isDirectory() ? 0o700 : 0o600, path);
  }
});

test("a closed store is documents and a journal without records", async (t) => {
  const folder = await filled(t);
  const journals = await readdir(join(folder, "journal"));
  t.is(journals.length, 1);
  t.regex(
    await readFile(join(folder, "journal", journals[0] ?? ""), "utf8"),
    /^[^\n]*"kind":"begin"[^\n]*\n\0*$/,
  );
  t.regex(
    await readFile(await find(folder, /everyone\/0000001025\.json$/), "utf8"),
    /^ {2}.*"number":1200,/m,
  );
});

test("messages are on disk once", async (t) => {
  const folder = await filled(t);
  const store = await openStore({ folder });
  await store.append(message(everyone, "alice", "x"));
  await store.append(message(pair("alice", "bob"), "bob", "y"));
  await store.close();
  const kept = (await filesIn(folder)).filter((path) => path.endsWith(".bak"));
  t.true(kept.length > 0);
  t.deepEqual(
    kept.filter((path) => /\d{10}\.json/.test(path)),
    [],
  );
});

test("start-up reads no messages and no mailboxes", async (t) => {
  const folder = await filled(t);
  const files = new FaultyFiles();
  const store = await openIn(t, folder, { files });
  t.is(await store.last(everyone), 1200);
  t.deepEqual(
    files.reads.filter((path) => /mailboxes|\d{10}\.json/.test(path)),
    [],
  );
});

test("an append reads the sender's mailbox at most, once", async (t) => {
  const folder = await filled(t);
  const files = new FaultyFiles();
  const store = await openIn(t, folder, { files });
  const known = files.reads.length;
  await store.append(message(everyone, "alice", "x"));
  await store.append(message(pair("alice", "bob"), "alice", "y"));
  t.deepEqual(
    files.reads.slice(known).map((path) => path.replace(/.*\//, "")),
    ["alice.json"],
  );
});

for (const [what, ask, expected] of [
  ["a message", async (store) => (await store.append(message(everyone, "alice", "x"))).number, 1201],
  ["a cursor", (store) => store.moveCursor("alice", everyone, "read", 7), 7],
] as const satisfies [string, (store: Store) => Promise<number>, number][]) {
  test(`closing waits for ${what} that waits for a mailbox to be read`, async (t) => {
    const folder = await filled(t);
    const files = new FaultyFiles();
    const store = await openStore({ folder, files });
    files.beforeRead = async () => {
      // Far longer than closing takes when it waits for nobody.
      for (let times = 0; times < 100; times++) await stat(folder);
    };
    const asked = ask(store);
    await store.close();
    t.is(await asked, expected);
  });
}

test("a broadcast writes the same bytes however many accounts there are", async (t) => {
  const written = async (accounts: number) => {
    const files = new FaultyFiles();
    const store = await openIn(t, await temporaryFolder(t), { files });
    const names = Array.from({ length: accounts }, (_, index) => `account${100 + index}`);
    await createAccounts(store, ...names);
    const before = files.calls.length;
    await store.append(message(everyone, "account100", "hello"));
    return files.calls.slice(before).reduce((sum, { bytes }) => sum + bytes, 0);
  };
  const [few, many] = [await written(2), await written(200)];
  t.true(many - few <= 8, `${few} and ${many} bytes: sequence numbers alone may differ in length`);
});

test("appends are acknowledged while a document is being written", async (t) => {
  const files = new FaultyFiles();
  const store = await openIn(t, await temporaryFolder(t), { files, pace: hasty });
  const reached = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  files.before = ({ operation, path }) => {
    if (operation !== "datasync" || !path.endsWith(".json.tmp")) return;
    reached.resolve();
    return released.promise;
  };
  await createAccounts(store, "alice");
  await reached.promise;
  t.is((await store.append(message(everyone, "alice", "x"))).number, 1);
  released.resolve();
});

test("changes are written to documents when they have waited long enough", async (t) => {
  stayAwake(t);
  const files = new FaultyFiles();
  const pace = { journalBytes: 1_000_000, changesWait: 1 };
  const store = await openIn(t, await temporaryFolder(t), { files, pace });
  const removed = Promise.withResolvers<void>();
  files.before = ({ operation, path }) => {
    if (operation === "remove" && path.endsWith("00000001.log")) removed.resolve();
  };
  await createAccounts(store, "alice");
  await t.notThrowsAsync(removed.promise);
});

test("when documents can't be written the journal keeps everything, and they are written later", async (t) => {
  stayAwake(t);
  const folder = await temporaryFolder(t);
  const files = new FaultyFiles();
  const warned = Promise.withResolvers<string>();
  const store = await openIn(t, folder, { files, pace: { ...hasty, changesWait: 1 }, warn: warned.resolve });
  files.before = ({ operation, path }) => {
    if (operation === "write" && path.endsWith(".tmp")) throw systemError("ENOSPC");
  };
  await createAccounts(store, "alice");
  await fill(store, everyone, "alice", 20);
  t.regex(await warned.promise, /no space left on device/);
  t.is((await readdir(folder)).includes("accounts"), true);
  t.is(await store.last(everyone), 20);
  const written = Promise.withResolvers<void>();
  files.before = ({ operation, path }) => {
    if (operation === "remove" && path.endsWith("00000001.log")) written.resolve();
  };
  await written.promise;
  await store.close();
  t.is((await texts(await openIn(t, folder), everyone)).length, 20);
});

test("a document that can't be written keeps no other from being written", async (t) => {
  const folder = await filled(t);
  await writeFile(await find(folder, /alice\.json$/), "broken");
  const warned: string[] = [];
  const store = await openStore({ folder, warn: (text) => warned.push(text) });
  await store.moveCursor("bob", everyone, "read", 7);
  await store.append(message(pair("alice", "bob"), "bob", "x"));
  await store.close();
  t.regex(warned.join(), /alice\.json/);
  t.regex(await readFile(await find(folder, /bob\.json$/), "utf8"), /"read":7/);
});

for (const operation of ["write", "datasync"] as const) {
  test(`after a failing ${operation} of the journal nothing is acknowledged, and reads still work`, async (t) => {
    const folder = await temporaryFolder(t);
    const files = new FaultyFiles();
    const store = await openStore({ folder, files });
    await createAccounts(store, "alice", "bob");
    await fill(store, everyone, "alice", 5);
    files.before = (call) => {
      if (call.operation === operation && call.path.endsWith(".log")) throw systemError("ENOSPC");
    };
    const expected = { code: "unavailable", message: /no space left on device/ };
    await t.throwsAsync(store.append(message(everyone, "alice", "lost")), expected);
    await t.throwsAsync(store.block("alice", "bob", 1), expected);
    files.before = () => {};
    await t.throwsAsync(store.append(message(everyone, "alice", "lost")), expected);
    await t.throwsAsync(store.recordLogin("alice", 1), expected);
    t.deepEqual(await texts(store, everyone), ["1", "2", "3", "4", "5"]);
    t.false(store.isBlocked("alice", "bob"));
    await store.close();
    const again = await openIn(t, folder);
    t.deepEqual((await texts(again, everyone)).slice(0, 5), ["1", "2", "3", "4", "5"]);
    t.false((await again.append(message(everyone, "alice", "new"))).repeated);
  });
}

test("a torn last line is cut, and said so", async (t) => {
  const folder = await filled(t);
  const journal = await find(folder, /\.log$/);
  const whole = (await readFile(journal, "utf8")).replaceAll("\0", "");
  await writeFile(journal, `${whole}12345678 {"sequ\0\0\0`);
  const warned: string[] = [];
  const store = await openStore({ folder, warn: (text) => warned.push(text) });
  t.deepEqual(warned, ["Cut 15 bytes of an unfinished write off the journal."]);
  t.is(await readFile(journal, "utf8"), whole);
  await store.append(message(everyone, "alice", "after"));
  await store.close();
  t.is((await texts(await openIn(t, folder), everyone)).at(-1), "after");
});

test("a journal that was lost is an error, not a fresh start", async (t) => {
  const folder = await filled(t);
  await rm(join(folder, "journal"), { recursive: true });
  await t.throwsAsync(openStore({ folder }), { code: "corrupt", message: /newer than the journal/ });
});

test("a refused folder is let go of", async (t) => {
  const folder = await filled(t);
  const latest = await find(folder, /latest\.json$/);
  const whole = await readFile(latest);
  await writeFile(latest, "");
  for (let round = 0; round < 2; round++) await t.throwsAsync(openStore({ folder }), { code: "corrupt" });
  await writeFile(latest, whole);
  t.is(await (await openIn(t, folder)).last(everyone), 1200);
});

test("a newer document of accounts stops the start, and is left as it was", async (t) => {
  const folder = await filled(t);
  const path = await find(folder, /accounts\/\d+\.json$/);
  await writeFile(path, '{"version":3}');
  await t.throwsAsync(openStore({ folder }), { code: "newer", message: new RegExp(`${path} has version 3`) });
  t.is(await readFile(path, "utf8"), '{"version":3}');
});

for (const [what, pattern, read] of [
  ["page", /everyone\/0000000001\.json$/, (store) => texts(store, everyone)],
  ["mailbox", /alice\.json$/, (store) => store.conversations("alice")],
] as const satisfies [string, RegExp, (store: Store) => Promise<unknown>][]) {
  test(`a ${what} that is missing or damaged is an error that names it; the rest works`, async (t) => {
    const folder = await filled(t);
    const path = await find(folder, pattern);
    const expected = { code: "corrupt", message: new RegExp(`^${path} `) };
    await writeFile(path, "{");
    const store = await openStore({ folder });
    await t.throwsAsync(read(store), expected);
    await rm(path);
    await t.throwsAsync(read(store), expected);
    t.is((await store.conversations("bob")).length, 2);
    await store.close();
  });
}

test("a page whose messages aren't in their places is an error", async (t) => {
  const folder = await filled(t);
  const path = await find(folder, /everyone\/0000000001\.json$/);
  const text = await readFile(path, "utf8");
  await writeFile(path, text.replace(/^ {2}.*"number":7,.*\n/m, ""));
  const store = await openIn(t, folder);
  await t.throwsAsync(texts(store, everyone), { code: "corrupt", message: /out of its place/ });
});

test("no name becomes a path", async (t) => {
  const store = await openIn(t, await temporaryFolder(t));
  for (const name of ["../up", "a/b", "a+b", ".", "", "a\0"])
    await t.throwsAsync(createAccounts(store, name));
});
