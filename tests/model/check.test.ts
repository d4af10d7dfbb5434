/** The checker itself: a right history has nothing wrong in it, and each promise that is broken is found. */
import test from "ava";
import type { Message } from "../../protocol/index.ts";
import { violations } from "./check.ts";
import type { Fact, Final, Happening } from "./facts.ts";

const message = (number: number, from: string, key: string, time = number * 10): Message => ({
  number,
  from,
  key,
  text: `text ${key}`,
  time,
});

const hi = message(1, "alice", "k1", 10);
const yo = message(2, "bob", "k2", 20);
const psst = message(1, "alice", "k3", 30);

function fact(device: string, session: number, happening: Happening): Fact {
  return { device, account: device.slice(0, -1), life: 0, session, ...happening };
}

const sent = (device: string, session: number, { key, text }: Message, conversation = "everyone"): Fact =>
  fact(device, session, { kind: "sent", key, conversation, text });
const stored = (device: string, session: number, { key, number, time }: Message): Fact =>
  fact(device, session, { kind: "stored", key, number, time });
const got = (device: string, session: number, one: Message, conversation = "everyone"): Fact =>
  fact(device, session, { kind: "got", conversation, message: one });
const session = (device: string, since: number): Fact => fact(device, since, { kind: "session" });

/** alice says hi and bob answers, then she whispers to him. */
const right: readonly Fact[] = [
  session("alice1", 1),
  session("bob1", 2),
  sent("alice1", 1, hi),
  stored("alice1", 1, hi),
  got("bob1", 2, hi),
  sent("bob1", 2, yo),
  stored("bob1", 2, yo),
  got("alice1", 1, yo),
  sent("alice1", 1, psst, "bob"),
  stored("alice1", 1, psst),
  got("bob1", 2, psst, "alice"),
];

function final(everyone: Message[], whispers: Message[], blocks: Record<string, string[]> = {}): Final {
  const whole = new Map([
    ["alice", new Map([["everyone", everyone]]).set("bob", whispers)],
    ["bob", new Map([["everyone", everyone]]).set("alice", whispers)],
  ]);
  const blocked = new Map(["alice", "bob"].map((name) => [name, new Set(blocks[name] ?? [])]));
  const shown = new Map(
    [...whole].map(([account, histories]) => [
      account,
      new Map(histories).set(
        "everyone",
        everyone.filter(({ from }) => !blocked.get(account)?.has(from)),
      ),
    ]),
  );
  return { shown, whole, blocks: blocked };
}

const asItWas = final([hi, yo], [psst]);
const without = (index: number): Fact[] => right.filter((_, at) => at !== index);

test("a right history has nothing wrong in it", (t) => {
  t.deepEqual(violations(right, asItWas), []);
});

const wrong: Readonly<Record<string, readonly [facts: readonly Fact[], final: Final, found: RegExp]>> = {
  "an acknowledged message that is gone": [right, final([hi], [psst]), /k2 was acknowledged as 2/],
  "a message in another place than was acknowledged": [
    right,
    final(
      [
        { ...yo, number: 1 },
        { ...hi, number: 2 },
      ],
      [psst],
    ),
    /k1 was acknowledged as 1/,
  ],
  "a message that is stored twice": [
    right,
    final([hi, yo, { ...hi, number: 3 }], [psst]),
    /k1 is stored twice/,
  ],
  "a hole": [right, final([hi, yo, message(4, "bob", "k4")], [psst]), /4 stands in place 3/],
  "a message that nobody sent": [
    right,
    final([hi, yo, message(3, "bob", "k4")], [psst]),
    /k4 was never sent/,
  ],
  "a changed text": [right, final([hi, { ...yo, text: "else" }], [psst]), /k2 was acknowledged/],
  "two acknowledgements of one message": [[...right, stored("bob1", 2, yo)], asItWas, /twice/],
  "a refused message that is stored": [
    [...without(3), fact("alice1", 1, { kind: "refused", key: "k1", code: "blocked" })],
    asItWas,
    /refused as blocked, and is stored/,
  ],
  "a message that came twice": [[...right, got("bob1", 2, hi)], asItWas, /bob1 .* got 1,1/],
  "a message that never came": [without(4), asItWas, /bob never got 1 of everyone/],
  "a whisper that never came": [without(10), asItWas, /bob never got 1 of alice/],
  "messages that were stored in another order than sent": [
    [...right.slice(0, 2), sent("alice1", 1, message(3, "alice", "k4")), ...right.slice(2)],
    final([hi, yo, message(3, "alice", "k4")], [psst]),
    /alice1 to everyone: sent in this order: 3,1/,
  ],
  "two who see different messages": [
    right,
    { ...asItWas, whole: new Map([...asItWas.whole, ["bob", new Map([["everyone", [hi]]])]]) },
    /alice and bob see everyone differently/,
  ],
  "two sessions of an account at once": [
    [...right, session("bob2", 15)],
    asItWas,
    /bob1 was in its session of 2 at 30, after that of 15 began/,
  ],
  "a message against a block": [
    [
      fact("bob1", 2, { kind: "block", name: "alice", command: 1 }),
      fact("bob1", 2, { kind: "done", command: 1 }),
      ...right,
    ],
    final([hi, yo], [psst], { bob: ["alice"] }),
    /bob got k1 of alice, whom it blocked/,
  ],
  "a whisper that is stored against a block": [
    [
      fact("bob1", 2, { kind: "block", name: "alice", command: 1 }),
      fact("bob1", 2, { kind: "done", command: 1 }),
      ...without(10),
    ],
    final([hi, yo], [psst], { bob: ["alice"] }),
    /bob blocked alice, whose whisper k3 was stored/,
  ],
  "a block that didn't last": [
    [
      ...right,
      fact("bob1", 2, { kind: "block", name: "alice", command: 1 }),
      fact("bob1", 2, { kind: "done", command: 1 }),
    ],
    asItWas,
    /bob gave block alice last, which didn't last/,
  ],
  "a history that shows what a block hides": [
    right,
    { ...asItWas, blocks: new Map([["bob", new Set(["alice"])]]) },
    /bob is not shown what its blocks leave/,
  ],
  "a defect that a client has noted": [
    [...right, fact("bob1", 2, { kind: "defect", what: "ChatError: internal" })],
    asItWas,
    /internal/,
  ],
};

for (const [what, [facts, read, found]] of Object.entries(wrong)) {
  test(`${what} is found`, (t) => {
    t.regex(violations(facts, read).join("\n"), found);
  });
}

test("what was sent before a block was acknowledged, or after its end was asked for, may come or not", (t) => {
  const block = fact("bob1", 2, { kind: "block", name: "alice", command: 1 });
  const unblock = fact("bob1", 2, { kind: "unblock", name: "alice", command: 2 });
  const done = fact("bob1", 2, { kind: "done", command: 1 });
  for (const facts of [
    [...right.slice(0, 9), block, done, ...right.slice(9), unblock],
    [block, done, unblock, ...right],
  ])
    t.deepEqual(violations(facts, asItWas), []);
  t.deepEqual(violations([block, done, unblock, ...without(4)], asItWas), []);
});
