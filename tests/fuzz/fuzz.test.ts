/** The corpus and a few hundred random inputs for each target, new ones each time; `npm run fuzz` makes many more. */
import test from "ava";
import { fuzz, replay, targets, words } from "./targets.ts";

for (const target of targets) {
  test(`${target.name}: what the corpus holds does no harm`, async (t) => {
    t.deepEqual((await replay(target)).map(words), []);
  });

  test(`${target.name}: random input does no harm`, async (t) => {
    t.timeout(300_000);
    const seed = Math.trunc(Math.random() * 2 ** 31);
    const failure = await fuzz(target, seed, target.runs);
    t.is(failure && words(failure), undefined, `npm run fuzz -- ${target.name} --seed ${seed}`);
  });
}
