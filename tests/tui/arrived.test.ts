import test from "ava";
import { Arrived } from "../../tui/arrived.ts";

function posted(conversation: string, ...numbers: number[]) {
  const messages = numbers.map((number) => ({
    number,
    from: "bob",
    text: String(number),
    time: 0,
    key: String(number).padStart(26, "0"),
  }));
  return { event: "posted", conversation, messages } as const;
}

test("messages of a conversation become one event, which is taken once", (t) => {
  const arrived = new Arrived();
  t.deepEqual(arrived.take(), []);
  arrived.add(posted("everyone", 1));
  arrived.add(posted("everyone", 2, 3));
  t.deepEqual(arrived.take(), [posted("everyone", 1, 2, 3)]);
  t.deepEqual(arrived.take(), []);
});

test("conversations stay in the order in which they were heard of", (t) => {
  const arrived = new Arrived();
  for (const event of [posted("bob", 1), posted("everyone", 7), posted("everyone", 8), posted("bob", 2)])
    arrived.add(event);
  t.deepEqual(arrived.take(), [posted("bob", 1), posted("everyone", 7, 8), posted("bob", 2)]);
});

test("what others were given is left as it was", (t) => {
  const arrived = new Arrived();
  const first = posted("everyone", 1);
  arrived.add(first);
  arrived.add(posted("everyone", 2));
  t.deepEqual(first, posted("everyone", 1));
});
