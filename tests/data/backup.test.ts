/** Copies of a data folder that is being written to. */
import { once } from "node:events";
import { chmod, mkdir, readdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import test, { type ExecutionContext } from "ava";
import { backUp, checkFolder, everyone, openStore, type Store, type StoreError } from "../../data/index.ts";
import { createAccounts, fill, message, pair, texts } from "./contract.ts";
import { FaultyFiles, systemError } from "./faults.ts";
import { filesIn, filled } from "./filled.ts";
import { hasty, openIn, temporaryFolder } from "./folders.ts";
import { nextLine, start } from "./processes.ts";

async function target(t: ExecutionContext): Promise<string> {
  return join(await temporaryFolder(t), "copies", "today");
}

const keysIn = async (store: Store): Promise<string[]> => {
  const pages = [everyone, pair("alice", "bob")].map((conversation) =>
    store.page({ conversation, range: { from: 1 }, count: 1e9, bytes: 1e9 }),
  );
  return (await Promise.all(pages)).flat().map(({ key }) => key);
};

test("the backup of a folder that isn't in use is the same store", async (t) => {
  const folder = await filled(t);
  const to = await target(t);
  await backUp(folder, to);
  t.deepEqual((await checkFolder(to)).counts, (await checkFolder(folder)).counts);
  const store = await openIn(t, to);
  t.is((await texts(store, everyone)).length, 1200);
  t.true((await store.append(message(everyone, "alice", "1190"))).repeated, "keys are remembered");
  t.is((await store.append(message(everyone, "alice", "new"))).number, 1201);
});

test("a backup is for its owner alone, and holds no lock, leftovers or versions before", async (t) => {
  const folder = await filled(t);
  await writeFile(join(folder, "identity.pem"), "secret", { mode: 0o600 });
  await writeFile(join(folder, "failures.json.tmp"), "");
  const to = await temporaryFolder(t);
  await chmod(to, 0o755);
  await backUp(folder, to);
  for (const name of ["", ...(await readdir(to, { recursive: true }))]) {
    const stats = await stat(join(to, name));
    t.is(stats.mode & 0o777, stats.isDirectory() ? 0o700 : 0o600, name);
  }
  const names = (await filesIn(to)).map((path) => path.slice(to.length + 1));
  t.true(names.includes("identity.pem"));
  t.deepEqual(
    names.filter((name) => !/\.(json|log|pem)$/.test(name)),
    [],
  );
  t.deepEqual(
    (await readdir(join(folder, "journal"))).filter((name) => name.startsWith("hold")),
    [],
  );
});

test("while another process appends, each backup opens, is sound, and has all acknowledged before it began", async (t) => {
  const folder = await temporaryFolder(t);
  const acknowledged: string[] = [];
  const appender = start(t, "appender.ts", folder, "live");
  appender.lines.on("line", (line: string) => acknowledged.push(line.split(" ")[1] ?? ""));
  for (let round = 0; round < 4; round++) {
    const enough = acknowledged.length + 1000;
    while (acknowledged.length < enough) await once(appender.lines, "line");
    const before = [...acknowledged];
    const to = await target(t);
    await backUp(folder, to);
    t.deepEqual((await checkFolder(to)).problems, []);
    const store = await openStore({ folder: to });
    const keys = await keysIn(store);
    await store.close();
    const found = new Set(keys);
    t.is(found.size, keys.length, "nothing twice");
    t.deepEqual(
      before.filter((key) => !found.has(key)),
      [],
    );
  }
  await appender.kill();
  t.deepEqual((await checkFolder(folder)).problems, []);
});

/** A file layer that does something before it reads the first document, and before it lists the journal's files again. */
function inBetween(act: () => Promise<void>): FaultyFiles {
  const files = new FaultyFiles();
  let acted = false;
  files.beforeRead = async (path) => {
    if (acted || !path.endsWith(".json")) return;
    acted = true;
    await act();
  };
  return files;
}

/** A file layer in which a write that isn't the journal's last looks as if it were still under way, the first few times that it is read. */
function halfWritten(text: string, times: number): FaultyFiles {
  const files = new FaultyFiles();
  let reads = 0;
  const read = files.read.bind(files);
  files.read = async (path) => {
    const bytes = await read(path);
    if (!path.endsWith(".log") || reads++ >= times) return bytes;
    const at = bytes.indexOf(text);
    return at < 0 ? bytes : bytes.fill(0, at, at + text.length);
  };
  return files;
}

async function withTwoWrites(t: ExecutionContext): Promise<string> {
  const folder = await filled(t);
  const store = await openIn(t, folder);
  for (const text of ["one write", "and the next"]) await store.append(message(everyone, "bob", text));
  return folder;
}

test("a write that is read before its end is written is left out, with what came after it", async (t) => {
  const folder = await withTwoWrites(t);
  const to = await target(t);
  await backUp(folder, to, halfWritten("one write", 1));
  t.deepEqual((await checkFolder(to)).problems, []);
  t.is((await texts(await openIn(t, to), everyone)).length, 1200);
});

test("a journal that is damaged before its last write is copied as it is, so that a check finds it", async (t) => {
  const folder = await withTwoWrites(t);
  const to = await target(t);
  await backUp(folder, to, halfWritten("one write", 2));
  t.regex((await checkFolder(to)).problems.join(), /log is damaged in line/);
});

test("documents that are written in the middle of a backup don't take the journal from it", async (t) => {
  const folder = await filled(t);
  const store = await openIn(t, folder, { pace: hasty });
  const files = inBetween(async () => {
    for (let round = 0; round < 5; round++) {
      await fill(store, pair("alice", "bob"), "alice", 3);
      await store.append(message(everyone, "bob", `round ${round}`));
      await createAccounts(store, `carol${round}`);
    }
  });
  const to = await target(t);
  await backUp(folder, to, files);
  t.deepEqual((await checkFolder(to)).problems, []);
  t.is((await texts(await openIn(t, to), everyone)).at(-1), "round 4");
});

test("after a backup the journal's files go as before, and a hold of a dead process keeps none", async (t) => {
  const folder = await filled(t);
  await writeFile(join(folder, "journal", "hold.4194305.x"), '{"pid":4194305}');
  const store = await openStore({ folder, pace: hasty });
  await backUp(folder, await target(t));
  await store.append(message(everyone, "alice", "x"));
  await store.close();
  t.is((await readdir(join(folder, "journal"))).length, 1);
});

test("a backup keeps the journal's files while it lives, and no longer when it was killed", async (t) => {
  const folder = await filled(t);
  const backer = start(t, "backer.ts", folder, await target(t));
  t.is(await nextLine(backer), "copying");
  const write = async (text: string): Promise<number> => {
    const store = await openStore({ folder, pace: hasty });
    await store.append(message(everyone, "alice", text));
    await store.close();
    return (await readdir(join(folder, "journal"))).filter((name) => name.endsWith(".log")).length;
  };
  t.true((await write("held")) > 1);
  await backer.kill();
  t.is(await write("not held"), 1);
  t.deepEqual((await checkFolder(folder)).problems, []);
});

test("a backup that was interrupted anywhere is refused when it is opened, or whole", async (t) => {
  const folder = await filled(t);
  for (let stopAt = 1, stopped = true; stopped; stopAt++) {
    const files = new FaultyFiles();
    files.stopAt = stopAt;
    const to = await target(t);
    const code = await backUp(folder, to, files).catch((error: StoreError) => error.code);
    stopped = files.stopped;
    t.is(code, stopped ? "unusable" : undefined);
    await files.closeAll();
    const opened = await openStore({ folder: to }).catch((error: unknown) => error);
    if (opened instanceof Error || !(opened && typeof opened === "object" && "close" in opened)) continue;
    const store = opened as Store;
    // Where nothing was copied yet it is a new store.
    if (store.account("alice")) t.is((await texts(store, everyone)).length, 1200);
    await store.close();
  }
});

test("a target that isn't empty, or is in the data folder, is refused and left as it is", async (t) => {
  const folder = await filled(t);
  const full = await temporaryFolder(t);
  await writeFile(join(full, "mine"), "");
  await t.throwsAsync(backUp(folder, full), { code: "unusable", message: /is not empty/ });
  t.deepEqual(await readdir(full), ["mine"]);
  for (const inside of [folder, join(folder, "backup"), `${folder}/../${folder.split("/").at(-1)}/b`]) {
    await t.throwsAsync(backUp(folder, inside), { code: "unusable", message: /in the data folder/ });
  }
  await mkdir(join(full, "empty"));
  await t.throwsAsync(backUp(join(full, "empty"), await target(t)), { code: "unusable", message: /no data/ });
});

test("a disk that is full says that what is there is no backup", async (t) => {
  const folder = await filled(t);
  const files = new FaultyFiles();
  const to = await target(t);
  files.before = ({ operation, path }) => {
    if (operation === "write" && path.startsWith(to)) throw systemError("ENOSPC");
  };
  await t.throwsAsync(backUp(folder, to, files), {
    code: "unusable",
    message: new RegExp(`no space left on device.*${to} now is no backup`),
  });
});
