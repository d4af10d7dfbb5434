/** Stopped at any point, by a kill or a power cut, and opened again: nothing acknowledged is missing, nothing is twice. */
import { once } from "node:events";
import { rm } from "node:fs/promises";
import test, { type ExecutionContext } from "ava";
import fc from "fast-check";
import { everyone, openStore, type Store } from "../../data/index.ts";
import { createAccounts, pair } from "./contract.ts";
import { forgetProcess } from "./crashed.ts";
import { FaultyFiles } from "./faults.ts";
import { temporaryFolder } from "./folders.ts";
import { Model, people, type Step, step } from "./model.ts";
import { start } from "./processes.ts";

const round = fc.record({
  steps: fc.array(step, { minLength: 1, maxLength: 40 }),
  stopAt: fc.integer({ min: 1, max: 150 }),
  /** How much of what was not synced is lost: nothing by a kill, anything by a power cut. */
  lost: fc.constantFrom(0, 0, 0.3, 0.6, 1),
  journalBytes: fc.constantFrom(0, 500, 1_000_000),
});

type Round = typeof round extends fc.Arbitrary<infer Value> ? Value : never;

async function play(store: Store, model: Model, steps: readonly Step[]): Promise<void> {
  const asked: Promise<void>[] = [];
  for (const each of steps) {
    asked.push(model.take(store, each));
    if (each.verb === "wait") await Promise.all(asked);
  }
  await Promise.all(asked);
}

async function crash(
  folder: string,
  model: Model,
  { steps, stopAt, lost, journalBytes }: Round,
): Promise<void> {
  const files = new FaultyFiles();
  files.stopAt = stopAt;
  try {
    const store = await openStore({ folder, files, pace: { journalBytes, changesWait: 60_000 } });
    await play(store, model, steps);
    // Comes to the stop, if nothing has before, somewhere in what closing writes.
    await store.close();
  } catch (error) {
    if (!files.stopped) throw error;
  }
  await files.closeAll();
  if (files.stopped) await files.losePower(lost);
  await forgetProcess(folder);
}

async function checkRounds(t: ExecutionContext, rounds: readonly Round[]): Promise<void> {
  const folder = await temporaryFolder(t);
  const model = new Model();
  const first = await openStore({ folder });
  await createAccounts(first, ...people);
  await first.close();
  for (const each of rounds) {
    await crash(folder, model, each);
    const store = await openStore({ folder });
    await model.check(t, store);
    await store.close();
  }
  const last = await openStore({ folder });
  await model.repeatAll(t, last);
  await last.close();
  await rm(folder, { recursive: true });
}

test("stopped at any call, again and again, the store has all it acknowledged, once and in order", async (t) => {
  const property = fc.asyncProperty(fc.array(round, { minLength: 1, maxLength: 3 }), (rounds) =>
    checkRounds(t, rounds),
  );
  await fc.assert(property, { numRuns: 120, includeErrorInReport: true });
  t.pass();
});

test("killed with SIGKILL again and again, a process has stored all it acknowledged, once and in order", async (t) => {
  const folder = await temporaryFolder(t);
  const acknowledged = new Map<string, string>();
  for (let round = 0; round < 4; round++) {
    const appender = start(t, "appender.ts", folder, `${round}`);
    let count = 0;
    appender.lines.on("line", (line: string) => {
      const [kind = "", key = "", number = ""] = line.split(" ");
      acknowledged.set(key, `${kind} ${number}`);
      // At another point of its work each time.
      if (++count === 300 + 400 * round) appender.lines.emit("enough");
    });
    await once(appender.lines, "enough");
    await appender.kill();
  }
  const found = new Map<string, string>();
  const store = await openStore({ folder });
  for (const conversation of [everyone, pair("alice", "bob")]) {
    const page = await store.page({ conversation, range: { from: 1 }, count: 1e9, bytes: 1e9 });
    t.is(await store.last(conversation), page.length);
    for (const [index, { number, key, text }] of page.entries()) {
      t.is(number, index + 1);
      t.is(text, `text of ${key}`);
      t.false(found.has(key), "nothing twice");
      found.set(key, `${conversation.kind} ${number}`);
    }
  }
  t.true(acknowledged.size >= 300 + 700 + 1100 + 1500);
  for (const [key, place] of acknowledged) t.is(found.get(key), place);
  await store.close();
});
