/** Binary search, against looking at every element. */
import test from "ava";
import fc from "fast-check";
import { firstIndex } from "../../data/sorted.ts";

test("the first element from a bound on is found in any sorted array", (t) => {
  t.notThrows(() =>
    fc.assert(
      fc.property(fc.array(fc.nat(20)), fc.nat(20), (numbers, bound) => {
        const sorted = numbers.sort((a, b) => a - b);
        const expected = sorted.findIndex((number) => number >= bound);
        return firstIndex(sorted, (number) => number >= bound) === (expected < 0 ? sorted.length : expected);
      }),
    ),
  );
});
