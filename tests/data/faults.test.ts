/** Disks that fail: what fails is told and not acknowledged, and what was acknowledged is there after the next start. */
import { readFile, rm, writeFile } from "node:fs/promises";
import test from "ava";
import fc from "fast-check";
import { checkFolder, everyone, openStore, type Store, StoreError } from "../../data/index.ts";
import { createAccounts, fill, message, pair, texts } from "./contract.ts";
import { forgetProcess } from "./crashed.ts";
import { FaultyFiles, type Operation, systemError } from "./faults.ts";
import { filled, find } from "./filled.ts";
import { hasty, openIn, temporaryFolder } from "./folders.ts";
import { Model, people, step } from "./model.ts";

const operations: readonly Operation[] = [
  "open",
  "write",
  "datasync",
  "truncate",
  "makeFolder",
  "syncFolder",
  "rename",
  "link",
  "remove",
];

const fault = fc.record({
  operation: fc.constantFrom(...operations),
  code: fc.constantFrom("ENOSPC", "EIO", "EROFS", "EACCES"),
  /** The how manieth call of that kind fails. */
  from: fc.integer({ min: 1, max: 20 }),
  /** How many fail from there on. */
  count: fc.constantFrom(1, 3, 1000),
  share: fc.double({ min: 0, max: 1, noNaN: true }),
});

type Fault = typeof fault extends fc.Arbitrary<infer Value> ? Value : never;

function failing({ operation, code, from, count, share }: Fault): FaultyFiles {
  const files = new FaultyFiles();
  files.share = share;
  let calls = 0;
  files.before = (call) => {
    if (call.operation !== operation) return;
    calls++;
    if (calls >= from && calls < from + count) throw systemError(code);
  };
  return files;
}

const round = fc.record({
  fault,
  steps: fc.array(step, { minLength: 1, maxLength: 40 }),
  journalBytes: fc.constantFrom(0, 500, 1_000_000),
});

test("whatever fails wherever, all that was acknowledged is there after the next start, once and in order", async (t) => {
  const property = fc.asyncProperty(fc.array(round, { minLength: 1, maxLength: 3 }), async (rounds) => {
    const folder = await temporaryFolder(t);
    const model = new Model();
    const first = await openStore({ folder });
    await createAccounts(first, ...people);
    await first.close();
    for (const each of rounds) {
      const files = failing(each.fault);
      try {
        const pace = { journalBytes: each.journalBytes, changesWait: 60_000 };
        const store = await openStore({ folder, files, pace });
        const asked: Promise<void>[] = [];
        for (const one of each.steps) {
          asked.push(model.take(store, one));
          if (one.verb === "wait") await Promise.all(asked);
        }
        await Promise.all(asked);
        await store.close();
      } catch (error) {
        // Opening tells in its own words, closing as the system does.
        const code = error instanceof Error && "code" in error ? error.code : error;
        if (code !== "unusable" && code !== each.fault.code) throw error;
      }
      await files.closeAll();
      await forgetProcess(folder);
      t.deepEqual((await checkFolder(folder)).problems, []);
      const store = await openStore({ folder });
      await model.check(t, store);
      await store.close();
    }
    await rm(folder, { recursive: true });
  });
  await fc.assert(property, { numRuns: 80, includeErrorInReport: true });
  t.pass();
});

for (const code of ["ENOSPC", "EIO"] as const) {
  test(`after a sync of the journal that failed with ${code} nothing is acknowledged again, though it would work`, async (t) => {
    const folder = await temporaryFolder(t);
    const files = new FaultyFiles();
    const store = await openStore({ folder, files });
    await createAccounts(store, "alice", "bob");
    let failures = 0;
    files.before = ({ operation, path }) => {
      if (operation === "datasync" && path.endsWith(".log") && failures++ === 0) throw systemError(code);
    };
    const refused = { code: "unavailable", message: /Nothing more is stored until this is mended/ };
    for (let times = 0; times < 3; times++) {
      await t.throwsAsync(store.append(message(everyone, "alice", `${times}`)), refused);
      await t.throwsAsync(
        store.moveCursor("bob", pair("alice", "bob"), "read", 1).then(() => store.recordLogin("bob", 1)),
        refused,
      );
    }
    const written = files.count("write");
    await store.close();
    t.is(files.count("write"), written, "not even the documents, that know of nothing more");
    t.is((await openIn(t, folder)).account("alice")?.name, "alice");
  });
}

for (const operation of ["open", "write", "datasync", "rename", "link", "remove", "syncFolder"] as const) {
  test(`where ${operation} fails for documents, messages are stored as before and none is lost`, async (t) => {
    const folder = await filled(t);
    const files = new FaultyFiles();
    const warned: string[] = [];
    const store = await openStore({ folder, files, pace: hasty, warn: (text) => warned.push(text) });
    files.before = ({ operation: called, path }) => {
      if (called === operation && !path.includes("/journal") && !path.includes("lock."))
        throw systemError("EIO");
    };
    for (let number = 1201; number <= 1220; number++) {
      t.is((await store.append(message(everyone, "alice", `${number}`))).number, number);
    }
    await store.close();
    t.true(warned.every((text) => /i\/o error.*The journal keeps what they lack/.test(text)));
    t.true(warned.length > 0);
    t.deepEqual((await checkFolder(folder)).problems, []);
    t.is((await texts(await openIn(t, folder), everyone)).length, 1220);
  });
}

test("a folder that can't be written is refused in words, whichever call finds out", async (t) => {
  const folder = await filled(t);
  const whole = new FaultyFiles();
  await (await openStore({ folder, files: whole })).close();
  const refusedBy: Operation[] = [];
  for (const [code, words] of [
    ["EROFS", /read-only file system/],
    ["EACCES", /permission denied/],
    ["ENOSPC", /no space left on device/],
  ] as const) {
    for (const operation of new Set(whole.calls.map((call) => call.operation))) {
      const files = new FaultyFiles();
      files.before = (call) => {
        if (call.operation === operation) throw systemError(code);
      };
      const refused = await openStore({ folder, files }).then(
        (store) => store,
        (error: unknown) => error,
      );
      files.before = () => {};
      if (refused instanceof StoreError) {
        t.is(refused.code, "unusable", operation);
        t.regex(refused.message, words);
        t.true(refused.message.includes(folder));
        refusedBy.push(operation);
      } else await (refused as Store).close();
      await files.closeAll();
      await forgetProcess(folder);
    }
  }
  t.true(new Set(refusedBy).size >= 4, "most of them are called before a store is open");
  t.is((await texts(await openIn(t, folder), everyone)).length, 1200);
});

test("a document that may not be read is named with the reason", async (t) => {
  const folder = await filled(t);
  const files = new FaultyFiles();
  files.beforeRead = (path) => {
    if (path.endsWith("latest.json")) throw systemError("EACCES");
  };
  await t.throwsAsync(openStore({ folder, files }), {
    code: "unusable",
    message: /latest\.json: permission denied/,
  });
});

const damages: Readonly<Record<string, string>> = {
  empty: "",
  "cut off": '{\n"last": 30',
  "not JSON": "\0\0\0\0",
};

for (const [what, text] of Object.entries(damages)) {
  test(`a document that is ${what} is refused, named with its .bak, and not replaced by that`, async (t) => {
    const folder = await filled(t);
    const before = await openStore({ folder });
    await fill(before, pair("alice", "bob"), "alice", 2);
    await before.append(message(everyone, "alice", "once more"));
    await before.close();
    const path = await find(folder, /latest\.json$/);
    const kept = await readFile(`${path}.bak`, "utf8");
    await writeFile(path, text);
    await t.throwsAsync(openStore({ folder }), {
      code: "corrupt",
      message: new RegExp(`^${path} .*Restore the whole data folder from a backup; ${path}\\.bak`),
    });
    t.deepEqual([await readFile(path, "utf8"), await readFile(`${path}.bak`, "utf8")], [text, kept]);
    // What the version before lacks is told by a check, should somebody put it there.
    await writeFile(path, kept);
    t.regex((await checkFolder(folder)).problems.join("\n"), /everyone/);
  });
}

const newer = [
  [/latest\.json$/, (store: Store) => store.last(everyone)],
  [/bob\.json$/, (store: Store) => store.conversations("bob")],
  [/everyone\/0000000001\.json$/, (store: Store) => texts(store, everyone)],
] as const;

for (const [pattern, use] of newer) {
  test(`a newer ${pattern.source} is refused when it is read, and left as it was`, async (t) => {
    const folder = await filled(t);
    const path = await find(folder, pattern);
    await writeFile(path, '{"version":3,"sequence":1}');
    const asked = openStore({ folder }).then(async (store) => {
      t.teardown(() => store.close());
      return use(store);
    });
    await t.throwsAsync(asked, {
      code: "newer",
      message: new RegExp(`${path} has version 3.*newer program`),
    });
    t.is(await readFile(path, "utf8"), '{"version":3,"sequence":1}');
  });
}
