/** The embedded store keeps the contract, whether documents are written at the end or all the time. */
import test, { type ExecutionContext } from "ava";
import { usualPace } from "../../data/checkpoints.ts";
import { type Opener, testContract } from "./contract.ts";
import { hasty, openIn, temporaryFolder } from "./folders.ts";

function opener(pace: typeof hasty) {
  return async (t: ExecutionContext): Promise<Opener> => {
    const folder = await temporaryFolder(t);
    return () => openIn(t, folder, { pace });
  };
}

testContract(test, opener(usualPace));
testContract((title, run) => test(`with documents written all the time, ${title}`, run), opener(hasty));
