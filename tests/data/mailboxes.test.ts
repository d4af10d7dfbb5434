/** A mailbox stays small, however much its owner sends. */
import test from "ava";
import { type Mailbox, mailboxes } from "../../data/mailboxes.ts";
import { SentKeys } from "../../data/sentKeys.ts";
import { limits } from "../../protocol/index.ts";

test("a mailbox keeps the latest keys of its owner, and none of others", (t) => {
  const mailbox: Mailbox = { owner: "alice", standings: new Map(), sent: new SentKeys() };
  const { apply } = mailboxes("folder");
  const count = limits.keysRemembered + 10;
  const sentByAlice: string[] = [];
  for (let number = 1; number <= count; number++) {
    const from = number % 2 ? "Alice" : "bob";
    for (const key of [`first ${number}`, `second ${number}`]) {
      if (from === "Alice") sentByAlice.push(key);
      apply(mailbox, { kind: "message", conversation: "alice+bob", number, from, text: "x", time: 1, key });
    }
  }
  const keys = [...mailbox.sent].map(([key]) => key);
  t.is(keys.length, limits.keysRemembered);
  t.is(keys.at(-1), `second ${count - 1}`);
  t.deepEqual(keys, sentByAlice.slice(-keys.length));
  for (const key of keys) t.truthy(mailbox.sent.get(key));
  t.is(mailbox.sent.get("second 2"), undefined);
  t.deepEqual([...mailbox.standings.keys()], ["alice+bob"]);
});
