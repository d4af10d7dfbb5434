/** The embedded store keeps the contract, whether documents are written at the end or all the time, and stay in memory or not. */
import test, { type ExecutionContext } from "ava";
import { usualPace } from "../../data/checkpoints.ts";
import { everyone } from "../../data/index.ts";
import { type Caches, usualCaches } from "../../data/state.ts";
import { createAccounts, message, type Opener, testContract } from "./contract.ts";
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

test("of what blocks hid, that which their owner has received since is forgotten with the next unblock", async (t) => {
  const store = await openIn(t, await temporaryFolder(t));
  await createAccounts(store, "alice", "bob", "carol");
  await store.block("bob", "alice", 1);
  await store.append(message(everyone, "alice", "hidden"));
  await store.unblock("bob", "alice");
  await store.moveCursor("bob", everyone, "received", 1);
  t.true(store.wasHidden("bob", "alice", 1));
  await store.block("bob", "carol", 2);
  await store.unblock("bob", "carol");
  t.false(store.wasHidden("bob", "alice", 1));
});
