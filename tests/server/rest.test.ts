/** Memory that is given back when the process rests. Collects garbage, so it has a process to itself. */
import { setImmediate as turn } from "node:timers/promises";
import test, { type ExecutionContext } from "ava";
import { collectGarbage, Rest } from "../../server/rest.ts";
import { stayAwake } from "../data/folders.ts";

/** How often garbage is collected where so much of a core was used between the looks. */
async function collected(t: ExecutionContext, used: readonly number[]): Promise<number> {
  stayAwake(t);
  const left = [...used];
  const { promise, resolve } = Promise.withResolvers<void>();
  let sum = 0;
  let count = 0;
  const rest = new Rest({
    cpu() {
      sum += left.shift() ?? 0;
      if (left.length === 0) {
        rest.stop();
        setImmediate(resolve);
      }
      return sum;
    },
    collect: () => void count++,
    everyMs: 1,
  });
  await promise;
  return count;
}

test("garbage is collected once when a burst is over, and not before", async (t) => {
  t.is(await collected(t, [1, 1, 1, 0]), 1);
  t.is(await collected(t, [1, 1, 0, 0, 0, 1, 0]), 2);
  t.is(await collected(t, [1, 1, 1, 1]), 0);
});

test("while people talk after a burst garbage waits until they are silent", async (t) => {
  t.is(await collected(t, [1, 0.04, 0.03, 0.04]), 0);
  t.is(await collected(t, [1, 0.04, 0.03, 0.01, 0.01, 0.04, 0]), 1);
});

test("a server with little to do collects nothing", async (t) => {
  t.is(await collected(t, [0, 0.01, 0.04, 0.01, 0]), 0);
});

test("what nobody holds any more is gone when garbage has been collected", async (t) => {
  const held = { size: 1 };
  const known = new WeakRef(held);
  const forgotten = new WeakRef({ size: 2 });
  await turn();
  collectGarbage();
  t.is(forgotten.deref(), undefined);
  t.is(known.deref(), held);
});
