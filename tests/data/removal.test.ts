/** What removing messages does on disk: pages go as wholes, and no crash brings messages back or takes others along. */
import { copyFile, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import test from "ava";
import fc from "fast-check";
import { backUp, checkFolder, everyone, openStore } from "../../data/index.ts";
import { createAccounts, fill, message, pair } from "./contract.ts";
import { forgetProcess } from "./crashed.ts";
import { FaultyFiles } from "./faults.ts";
import { filesIn, find } from "./filled.ts";
import { hasty, openIn, temporaryFolder } from "./folders.ts";

const all = { conversation: everyone, range: { from: 1 }, count: 1e6, bytes: 1e9 };

test("pages that are removed as wholes go from disk, and of the one between nothing removed is left", async (t) => {
  const folder = await temporaryFolder(t);
  const store = await openStore({ folder });
  await createAccounts(store, "alice", "bob");
  await fill(store, everyone, "alice", 2400);
  await store.close();
  const again = await openStore({ folder });
  await again.remove(everyone, 2080);
  await again.close();
  const names = await readdir(join(folder, "conversations", "everyone"));
  t.deepEqual(
    names.filter((name) => /\d/.test(name)),
    ["0000002049.json"],
  );
  const contents = await Promise.all((await filesIn(folder)).map((path) => readFile(path, "utf8")));
  t.false(contents.some((text) => text.includes('"text":"2080"')));
  t.true(contents.some((text) => text.includes('"text":"2081"')));
  t.deepEqual((await checkFolder(folder)).problems, []);
  t.deepEqual((await checkFolder(folder)).counts, { accounts: 2, conversations: 1, messages: 320 });
});

test("what is removed before it was ever written to a page is never written", async (t) => {
  const folder = await temporaryFolder(t);
  const files = new FaultyFiles();
  const store = await openStore({ folder, files });
  await createAccounts(store, "alice", "bob");
  await fill(store, pair("alice", "bob"), "alice", 1200);
  await store.remove(pair("alice", "bob"), 1024);
  await store.close();
  t.false(files.calls.some(({ path }) => path.includes("0000000001.json.tmp")));
  t.deepEqual((await checkFolder(folder)).problems, []);
});

test("closing ends a removal early, and what it has done holds", async (t) => {
  const folder = await temporaryFolder(t);
  const store = await openStore({ folder });
  await createAccounts(store, "alice");
  await fill(store, everyone, "alice", 5000);
  const removing = store.remove(everyone, 4900);
  await store.close();
  await removing;
  t.deepEqual((await checkFolder(folder)).problems, []);
  const again = await openIn(t, folder);
  t.is((await again.page(all)).length, 5000 - (await again.removed(everyone)));
});

const round = fc.record({
  steps: fc.array(
    fc.oneof(
      fc.record({ verb: fc.constant("append" as const), count: fc.integer({ min: 1, max: 1600 }) }),
      fc.record({ verb: fc.constant("remove" as const), count: fc.integer({ min: 1, max: 2800 }) }),
    ),
    { minLength: 1, maxLength: 6 },
  ),
  stopAt: fc.integer({ min: 1, max: 80 }),
  lost: fc.constantFrom(0, 0.5, 1),
});

test("stopped at any call while messages are added and removed, what is kept is whole and what is removed stays so", async (t) => {
  const property = fc.asyncProperty(fc.array(round, { minLength: 1, maxLength: 3 }), async (rounds) => {
    const folder = await temporaryFolder(t);
    const first = await openStore({ folder });
    await createAccounts(first, "alice");
    await first.close();
    let [last, asked, removed, sent] = [0, 0, 0, 0];
    for (const { steps, stopAt, lost } of rounds) {
      const files = new FaultyFiles();
      files.stopAt = stopAt;
      try {
        const store = await openStore({ folder, files, pace: hasty });
        for (const { verb, count } of steps) {
          if (verb === "append") {
            const appends = Array.from({ length: count }, () =>
              store.append(message(everyone, "alice", `${++sent}`)),
            );
            for (const each of await Promise.allSettled(appends)) {
              if (each.status === "fulfilled") last = each.value.number;
            }
          } else {
            asked = Math.max(asked, removed + count);
            await store.remove(everyone, removed + count);
            removed = await store.removed(everyone);
          }
        }
        await store.close();
      } catch (error) {
        if (!files.stopped) throw error;
      }
      await files.closeAll();
      if (files.stopped) await files.losePower(lost);
      await forgetProcess(folder);
      t.deepEqual((await checkFolder(folder)).problems, []);
      const store = await openStore({ folder });
      const [kept, upTo] = [await store.page(all), await store.removed(everyone)];
      const end = await store.last(everyone);
      t.true(upTo >= removed && upTo <= asked, `${upTo} removed of ${removed} to ${asked}`);
      t.true(end >= last, `${end} is there of ${last}`);
      t.deepEqual(
        kept.map(({ number }) => number),
        Array.from({ length: end - upTo }, (_, at) => upTo + 1 + at),
      );
      [last, removed] = [end, upTo];
      await store.close();
    }
    await rm(folder, { recursive: true });
  });
  await fc.assert(property, { numRuns: 40, includeErrorInReport: true });
  t.pass();
});

test("a page that a power cut has brought back is noted, and does no harm", async (t) => {
  const folder = await temporaryFolder(t);
  const store = await openStore({ folder });
  await createAccounts(store, "alice");
  await fill(store, everyone, "alice", 1200);
  await store.close();
  const copy = join(await temporaryFolder(t), "copy");
  await backUp(folder, copy);
  const again = await openStore({ folder });
  await again.remove(everyone, 1024);
  await again.close();
  const path = await find(copy, /0000000001\.json$/);
  await copyFile(path, path.replace(copy, folder));
  const { problems, notes } = await checkFolder(folder);
  t.deepEqual(problems, []);
  t.regex(notes.join(), /0000000001\.json holds messages that retention has removed/);
});
