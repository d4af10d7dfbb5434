/** A mailbox stays small, however much its owner sends. */
import test from "ava";
import { type Mailbox, mailboxes } from "../../data/mailboxes.ts";
import { limits } from "../../protocol/index.ts";

test("a mailbox keeps the latest keys of its owner, and none of others", (t) => {
  const mailbox: Mailbox = { owner: "alice", standings: new Map(), sent: new Map() };
  const { apply } = mailboxes("folder");
  const count = limits.keysRemembered + 10;
  for (let number = 1; number <= count; number++) {
    const from = number % 2 ? "Alice" : "bob";
    for (const key of [`first ${number}`, `second ${number}`]) {
      apply(mailbox, { kind: "message", conversation: "alice+bob", number, from, text: "x", time: 1, key });
    }
  }
  const keys = [...mailbox.sent.keys()];
  t.is(keys.length, limits.keysRemembered);
  t.is(keys.at(-1), `second ${count - 1}`);
  t.deepEqual([...mailbox.standings.keys()], ["alice+bob"]);
});
