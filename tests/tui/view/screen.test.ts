/** What holds of every screen, whatever has happened before. */
import test from "ava";
import fc from "fast-check";
import { start, steps } from "../state/random.ts";
import { isSound } from "./sound.ts";

test("a screen has as many rows as the terminal, none wider than it, and the cursor is on it", (t) => {
  fc.assert(
    fc.property(start, steps(), (play, all) => {
      for (const step of all) step(play);
      isSound(t, play.state);
    }),
    { numRuns: 250 },
  );
});
