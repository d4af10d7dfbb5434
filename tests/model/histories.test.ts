/**
 * Random histories of people who talk, block and come and go over bad networks, while the server loses power or is
 * killed. `npm run soak -- histories` plays more of them, and one of a given seed.
 */
import test, { type ExecutionContext } from "ava";
import { type Crash, playHistory } from "./history.ts";

/** What is played of them in all: enough that nothing of a plan is missing. */
async function play(t: ExecutionContext, seeds: readonly number[], crash: Crash): Promise<void> {
  const kinds = new Set<string>();
  for (const seed of seeds) {
    const { facts, wrong } = await playHistory(seed, crash);
    for (const { kind } of facts) kinds.add(kind);
    t.deepEqual(wrong, [], `npm run soak -- histories --crash "${crash}" --seed ${seed}`);
  }
  for (const kind of ["stored", "refused", "got", "session", "done"]) t.true(kinds.has(kind), kind);
}

const seeds = (from: number, count: number): number[] =>
  Array.from({ length: count }, (_, index) => from + index);

for (const lane of [0, 1, 2, 3]) {
  test(`of people who talk over bad networks while the server loses power, none is told anything that isn't so: ${lane}`, async (t) => {
    t.timeout(300_000);
    await play(t, seeds(1 + lane * 50, 50), "power cut");
  });
}

test("histories that were wrong once are right", async (t) => {
  t.timeout(300_000);
  // A login sent during a session that was over without the client's knowing: what was behind it overtook what was ahead.
  await play(t, [220_748_377, 220_750_332, 220_750_370], "power cut");
});

test("the same holds when the server is killed with SIGKILL", async (t) => {
  t.timeout(300_000);
  await play(t, seeds(1001, 5), "kill -9");
});
