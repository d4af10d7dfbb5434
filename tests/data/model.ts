/** What crash tests do to a store, and what they may find in it afterwards. */
import type { ExecutionContext } from "ava";
import fc from "fast-check";
import { type Conversation, everyone, type Store, StoreError } from "../../data/index.ts";
import { message, pair } from "./contract.ts";

export const people = ["alice", "bob", "carol"] as const;
type Person = (typeof people)[number];

export type Step =
  | { readonly verb: "append"; readonly from: Person; readonly to: Person | "everyone" }
  | { readonly verb: "repeat"; readonly which: number }
  | { readonly verb: "block" | "unblock"; readonly from: Person; readonly to: Person }
  | {
      readonly verb: "move";
      readonly from: Person;
      readonly to: Person | "everyone";
      readonly number: number;
    }
  | { readonly verb: "login"; readonly from: Person }
  | { readonly verb: "wait" };

const person = fc.constantFrom(...people);
const target = fc.constantFrom(...people, "everyone" as const);

export const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ verb: fc.constant("append"), from: person, to: target }) },
  { weight: 2, arbitrary: fc.record({ verb: fc.constant("repeat"), which: fc.nat(50) }) },
  {
    weight: 2,
    arbitrary: fc.record({ verb: fc.constantFrom("block", "unblock"), from: person, to: person }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ verb: fc.constant("move"), from: person, to: target, number: fc.nat(20) }),
  },
  { weight: 1, arbitrary: fc.record({ verb: fc.constant("login"), from: person }) },
  { weight: 3, arbitrary: fc.record({ verb: fc.constant("wait") }) },
) as fc.Arbitrary<Step>;

/** A message that was asked for, and the number it was acknowledged with. */
interface Sent {
  readonly conversation: Conversation;
  readonly from: string;
  readonly key: string;
  /** How many crashes had been before. */
  readonly round: number;
  /** Asked for more than once, so that it may have any place after the first. */
  repeated: boolean;
  number: number | undefined;
}

/** Something that has one value at a time: all that were asked for since the last that was acknowledged, and that. */
class Register<Value> {
  #possible: Value[];

  constructor(value: Value) {
    this.#possible = [value];
  }

  set(value: Value, done: Promise<unknown>): Promise<void> {
    this.#possible.push(value);
    const place = this.#possible.length - 1;
    const possible = this.#possible;
    return done.then(
      () => {
        for (let index = 0; index < place; index++) delete possible[index];
      },
      () => {},
    );
  }

  /** Checks what was found, which from now on is the value. */
  settle(t: ExecutionContext, found: Value, what: string): void {
    t.true(
      this.#possible.some((value) => value === found),
      `${what} is ${found}, where ${this.#possible} may be`,
    );
    this.#possible = [found];
  }
}

export class Model {
  readonly #sent: Sent[] = [];
  readonly #blocks = new Map<string, Register<boolean>>();
  readonly #logins = new Map<string, Register<number | undefined>>();
  /** Acknowledged cursors, by owner and conversation. */
  readonly #cursors = new Map<string, { owner: string; conversation: Conversation; number: number }>();
  #clock = 0;
  #round = 0;

  /** Asks for it without waiting; resolves when it is known whether it was acknowledged. */
  async take(store: Store, step: Step): Promise<void> {
    switch (step.verb) {
      case "append":
        return this.#append(store, step.from, conversationOf(step.from, step.to));
      case "repeat":
        return this.#repeat(store, this.#sent[step.which]);
      case "block":
      case "unblock":
        return this.#block(store, step.verb, step.from, step.to);
      case "move":
        return this.#move(store, step.from, conversationOf(step.from, step.to), step.number);
      case "login": {
        const time = ++this.#clock;
        return register(this.#logins, step.from, undefined).set(time, store.recordLogin(step.from, time));
      }
      case "wait":
        return;
    }
  }

  /** Compares a store that was opened again with what was asked of it and what was acknowledged. */
  async check(t: ExecutionContext, store: Store): Promise<void> {
    this.#round++;
    for (const conversation of conversations) await this.#checkMessages(t, store, conversation);
    for (const one of people) {
      register(this.#logins, one, undefined).settle(t, store.account(one)?.loginAt, `login of ${one}`);
      for (const other of people) {
        const blocked = register(this.#blocks, `${one} ${other}`, false);
        blocked.settle(t, store.isBlocked(one, other), `block of ${other} by ${one}`);
        t.is(store.blockersOf(other).has(one), store.isBlocked(one, other));
      }
    }
    for (const { owner, conversation, number } of this.#cursors.values()) {
      const { received, last } = await store.conversation(owner, conversation);
      t.true(
        received >= number && received <= last,
        `${owner} received ${received} of ${last}, had ${number}`,
      );
    }
  }

  /** Repeats every send: what is there stays as it is, the rest comes after it. */
  async repeatAll(t: ExecutionContext, store: Store): Promise<void> {
    for (const sent of this.#sent) {
      const known = sent.number;
      sent.repeated ||= known === undefined;
      const again = await store.append(asAppend(sent));
      if (known !== undefined) t.deepEqual([again.repeated, again.number], [true, known]);
      sent.number = again.number;
    }
    await this.check(t, store);
  }

  async #checkMessages(t: ExecutionContext, store: Store, conversation: Conversation): Promise<void> {
    const query = { conversation, range: { from: 1 }, count: 9999, bytes: 1e9 };
    const page = await store.page(query);
    const keys = page.map(({ key }) => key);
    const asked = this.#sent.filter((sent) => same(sent.conversation, conversation));
    t.deepEqual(
      page.map(({ number }) => number),
      page.map((_, index) => index + 1),
      "no holes",
    );
    t.is(new Set(keys).size, keys.length, "nothing twice");
    for (const { key, number } of asked) {
      if (number !== undefined) t.is(keys[number - 1], key, "nothing acknowledged is missing or elsewhere");
    }
    this.#checkOrder(t, keys, asked);
    t.is(await store.last(conversation), page.length);
    const members = conversation.kind === "pair" ? conversation.between : people;
    for (const owner of members) t.is((await store.conversation(owner, conversation)).last, page.length);
  }

  /** In the order of the calls; and of those between two crashes, none is there if one before it isn't. */
  #checkOrder(t: ExecutionContext, keys: readonly string[], asked: readonly Sent[]): void {
    const once = asked.filter(({ repeated }) => !repeated);
    const found = once.filter(({ key }) => keys.includes(key)).map(({ key }) => key);
    t.deepEqual(
      keys.filter((key) => found.includes(key)),
      found,
    );
    for (let round = 0; round <= this.#round; round++) {
      const there = once.filter((sent) => sent.round === round).map(({ key }) => keys.includes(key));
      t.false(
        there.lastIndexOf(true) > there.indexOf(false) && there.includes(false),
        "a prefix of the calls",
      );
    }
  }

  async #append(store: Store, from: string, conversation: Conversation): Promise<void> {
    const key = `key ${this.#sent.length}`;
    const sent = { conversation, from, key, round: this.#round, repeated: false, number: undefined };
    this.#sent.push(sent);
    await this.#ask(store, sent);
  }

  async #repeat(store: Store, sent: Sent | undefined): Promise<void> {
    if (!sent) return;
    sent.repeated ||= sent.number === undefined;
    await this.#ask(store, sent);
  }

  async #ask(store: Store, sent: Sent): Promise<void> {
    try {
      const { number } = await store.append(asAppend(sent));
      if (sent.number !== undefined && sent.number !== number) throw new Error(`${sent.key} got two numbers`);
      sent.number = number;
    } catch (error) {
      if (!isExpected(error)) throw error;
    }
  }

  #block(store: Store, verb: "block" | "unblock", from: string, to: string): Promise<void> {
    const done = verb === "block" ? store.block(from, to, 1) : store.unblock(from, to);
    return register(this.#blocks, `${from} ${to}`, false).set(verb === "block", done);
  }

  async #move(store: Store, owner: string, conversation: Conversation, to: number): Promise<void> {
    try {
      const number = await store.moveCursor(owner, conversation, "received", to);
      const id = `${owner} ${JSON.stringify(conversation)}`;
      const known = this.#cursors.get(id)?.number ?? 0;
      this.#cursors.set(id, { owner, conversation, number: Math.max(known, number) });
    } catch (error) {
      if (!isExpected(error)) throw error;
    }
  }
}

const conversations: readonly Conversation[] = [
  everyone,
  pair("alice", "bob"),
  pair("alice", "carol"),
  pair("bob", "carol"),
];

/** With oneself there is none: that goes to everyone. */
function conversationOf(from: string, to: string): Conversation {
  const found = conversations.find(
    (each) => each.kind === "pair" && from !== to && each.between.includes(from) && each.between.includes(to),
  );
  return found ?? everyone;
}

function same(one: Conversation, other: Conversation): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function asAppend({ conversation, from, key }: Sent) {
  return message(conversation, from, `text of ${key}`, { key });
}

/** How a store says that it has stopped, or can't write any more. */
function isExpected(error: unknown): boolean {
  if (error instanceof StoreError && error.code === "unavailable") return true;
  return error instanceof Error && /stopped|closed/.test(error.message);
}

function register<Value>(all: Map<string, Register<Value>>, key: string, start: Value): Register<Value> {
  const found = all.get(key) ?? new Register(start);
  all.set(key, found);
  return found;
}
