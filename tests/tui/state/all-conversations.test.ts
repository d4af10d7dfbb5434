import test from "ava";
import fc from "fast-check";
import { Conversations } from "../../../tui/state/all-conversations.ts";
import { newConversation } from "../../../tui/state/conversations.ts";
import type { Conversation } from "../../../tui/state/state.ts";
import { aliceAmongOthers, message } from "./play.ts";

const named = (name: string, unread = 0): Conversation => ({ ...newConversation(name), unread });
const some = fc.array(
  fc.tuple(fc.constantFrom("everyone", "bob", "Carol", "dave", "constructor"), fc.nat(9)),
);

test("whatever is put in, it holds what a map would hold, in the order in which they came", (t) => {
  fc.assert(
    fc.property(fc.array(some), (rounds) => {
      const map = new Map<string, Conversation>();
      let conversations = Conversations.of();
      for (const round of rounds) {
        const changed = round.map(([name, unread]) => named(name, unread));
        const before = conversations;
        const held = [...before.all];
        conversations = before.with(...changed);
        t.deepEqual(before.all, held, "the one before is as it was");
        for (const one of changed) map.set(one.id, one);
        t.deepEqual([...conversations.values()], [...map.values()]);
        for (const id of [...map.keys(), "nobody"]) t.is(conversations.get(id), map.get(id));
        t.is(conversations.size, map.size);
      }
    }),
  );
});

test("what has changed is told where it's about the same ones", (t) => {
  const before = Conversations.of(named("everyone"), named("bob"), named("carol"));
  const bob = named("bob", 1);
  t.deepEqual(before.with(bob).changedSince(before), [bob]);
  t.deepEqual(before.changedSince(before), []);
  t.is(before.with(named("dave")).changedSince(before), undefined);
  const read = before.map((one) => ({ ...one, read: 7 }));
  t.deepEqual(read.changedSince(before), read.all);
  t.is(read.get("carol")?.read, 7);
});

test("typing, moving and what comes in a known conversation look up nobody anew", (t) => {
  const play = aliceAmongOthers();
  const { places } = play.chat.conversations;
  play.type("hello").press("left").posted("everyone", message(1, "bob"));
  t.is(play.chat.conversations.places, places);
  t.not(play.posted("bob", message(1, "bob")).chat.conversations.places, places);
});
