/**
 * Appends to the folder given as argument as fast as it can, from two accounts to everyone and to each other, and
 * prints the key and number of each message once it is acknowledged, until it is killed.
 */
import { everyone, openStore } from "../../data/index.ts";
import { pair } from "./contract.ts";
import { hasty } from "./folders.ts";

const [folder = "", round = ""] = process.argv.slice(2);
const store = await openStore({ folder, pace: { ...hasty, journalBytes: 20_000 } });
for (const name of ["alice", "bob"]) {
  if (!store.account(name)) await store.createAccount({ name, passwordHash: "x", createdAt: 1 });
}

async function send(lane: number): Promise<void> {
  const from = lane % 2 ? "alice" : "bob";
  const conversation = lane % 3 ? everyone : pair("alice", "bob");
  for (let index = 0; ; index++) {
    const key = `${round}-${lane}-${index}`;
    const { number } = await store.append({
      conversation,
      from,
      text: `text of ${key}`,
      time: Date.now(),
      key,
    });
    process.stdout.write(`${conversation.kind} ${key} ${number}\n`);
  }
}

await Promise.all(Array.from({ length: 16 }, (_, lane) => send(lane)));
