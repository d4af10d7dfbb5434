/** One process holds a folder, whatever became of those before it. */
import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import test from "ava";
import { nodeFiles } from "../../data/files.ts";
import { openStore } from "../../data/index.ts";
import { Lock } from "../../data/lock.ts";
import { openIn, temporaryFolder } from "./folders.ts";
import { nextLine, start } from "./processes.ts";

const take = (folder: string) => Lock.take(nodeFiles, folder);

async function locksIn(folder: string): Promise<string[]> {
  return (await readdir(folder)).filter((name) => name.startsWith("lock."));
}

test("a folder that is held is refused, with process and folder", async (t) => {
  const folder = await temporaryFolder(t);
  await openIn(t, folder);
  const error = await t.throwsAsync(openStore({ folder }), { name: "StoreError", code: "locked" });
  t.regex(error?.message ?? "", new RegExp(`Process ${process.pid} holds ${folder}\\.`));
});

test("a folder that was let go of can be held again", async (t) => {
  const folder = await temporaryFolder(t);
  for (let round = 0; round < 3; round++) await (await take(folder)).release();
  await take(folder);
  t.is((await locksIn(folder)).length, 1);
});

test("of many who ask at once, one gets the lock", async (t) => {
  for (let round = 0; round < 20; round++) {
    const folder = await temporaryFolder(t);
    const asked = await Promise.allSettled(Array.from({ length: 20 }, () => take(folder)));
    t.is(asked.filter(({ status }) => status === "fulfilled").length, 1);
    for (const each of asked) if (each.status === "rejected") t.is(each.reason.code, "locked");
    t.is((await locksIn(folder)).length, 1);
  }
});

test("of many who find a dead holder at once, one takes over", async (t) => {
  for (let round = 0; round < 20; round++) {
    const folder = await temporaryFolder(t);
    await writeFile(join(folder, "lock.7"), '{"pid":4194305}');
    const asked = await Promise.allSettled(Array.from({ length: 20 }, () => take(folder)));
    t.is(asked.filter(({ status }) => status === "fulfilled").length, 1);
    t.deepEqual(await locksIn(folder), ["lock.8"]);
  }
});

test("who was slow to find a dead holder doesn't win over who has taken over since", async (t) => {
  const folder = await temporaryFolder(t);
  await writeFile(join(folder, "lock.7"), '{"pid":4194305}');
  let others = 0;
  const slow = {
    ...nodeFiles,
    async link(from: string, to: string) {
      // Meanwhile one takes over and lets go, and the next holds it.
      if (others++ === 0) {
        await (await take(folder)).release();
        await take(folder);
      }
      await nodeFiles.link(from, to);
    },
  };
  await t.throwsAsync(Lock.take(slow, folder), { code: "locked" });
  t.deepEqual(await locksIn(folder), ["lock.9"]);
});

test("another program that has the process id of a dead holder doesn't hold the folder", async (t) => {
  const folder = await temporaryFolder(t);
  await (await take(folder)).release();
  await writeFile(join(folder, "lock.1"), JSON.stringify({ pid: process.pid, started: "another time" }));
  await t.notThrowsAsync(take(folder));
});

test("a lock that a power cut left empty is taken over", async (t) => {
  const folder = await temporaryFolder(t);
  await writeFile(join(folder, "lock.3"), "");
  await t.notThrowsAsync(take(folder));
});

test("a second process is refused while the first lives, and takes over at once when it was killed", async (t) => {
  const folder = await temporaryFolder(t);
  const holder = start(t, "opener.ts", folder);
  t.is(await nextLine(holder), "opened");
  await t.throwsAsync(openStore({ folder }), {
    code: "locked",
    message: new RegExp(`Process ${holder.child.pid} holds`),
  });
  await holder.kill();
  await openIn(t, folder);
  t.regex(await nextLine(start(t, "opener.ts", folder)), new RegExp(`Process ${process.pid} holds`));
});

test("a holder that was killed is dead before its parent has noticed", async (t) => {
  const folder = await temporaryFolder(t);
  await writeFile(join(folder, "lock.1"), JSON.stringify({ pid: process.pid }));
  await t.throwsAsync(take(folder), { code: "locked" });
  const files = {
    ...nodeFiles,
    read: async (path: string) =>
      path === `/proc/${process.pid}/stat` ? Buffer.from("1 (a) b) Z 1 1") : nodeFiles.read(path),
  };
  await t.notThrowsAsync(Lock.take(files, folder));
});

test("a folder that can't be made is refused with its name and the reason", async (t) => {
  const folder = await temporaryFolder(t);
  await writeFile(join(folder, "file"), "");
  const error = await t.throwsAsync(openStore({ folder: join(folder, "file", "data") }), {
    code: "unusable",
  });
  t.regex(error?.message ?? "", /file\/data: not a directory/);
});
