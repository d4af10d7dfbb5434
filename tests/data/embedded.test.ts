/** The embedded store keeps the contract, whether documents are written at the end or all the time, and stay in memory or not. */
import test, { type ExecutionContext } from "ava";
import { usualPace } from "../../data/checkpoints.ts";
import { type Caches, usualCaches } from "../../data/state.ts";
import { type Opener, testContract } from "./contract.ts";
import { hasty, openIn, temporaryFolder } from "./folders.ts";

function opener(pace: typeof hasty, caches: Caches) {
  return async (t: ExecutionContext): Promise<Opener> => {
    const folder = await temporaryFolder(t);
    return () => openIn(t, folder, { pace, caches });
  };
}

testContract(test, opener(usualPace, usualCaches));
testContract(
  (title, run) => test(`with documents written and read all the time, ${title}`, run),
  opener(hasty, { mailboxes: 0, pages: 0 }),
);
