/**
 * What store.ts promises, sentence by sentence, for whatever implements it: each implementation's test file passes
 * a way to open the same store again and again.
 */
import type { ExecutionContext } from "ava";
import {
  type Account,
  type Append,
  type Conversation,
  type ConversationState,
  everyone,
  type Grant,
  type Store,
  type StoreError,
} from "../../data/index.ts";
import { limits } from "../../protocol/index.ts";

/** Opens the store of this test; again after `close`, with all that was in it. */
export type Opener = () => Promise<Store>;

/** AVA's `test`, or something that puts a word before the title. */
export type Declare = (title: string, run: (t: ExecutionContext) => Promise<void>) => void;

export function pair(one: string, other: string): Conversation {
  return { kind: "pair", between: [one, other] };
}

export async function createAccounts(store: Store, ...names: string[]): Promise<void> {
  for (const name of names)
    await store.createAccount({ name, passwordHash: `hash of ${name}`, createdAt: 1 });
}

/** A message whose key, if none is given, is its text. */
export function message(
  conversation: Conversation,
  from: string,
  text: string,
  rest: Partial<Append> = {},
): Append {
  return { conversation, from, text, time: 1000, key: text, ...rest };
}

/** `count` messages from one account, texts 1, 2, 3 … or from `first` on, all in flight at once. */
export async function fill(
  store: Store,
  conversation: Conversation,
  from: string,
  count: number,
  first = 1,
): Promise<void> {
  const texts = Array.from({ length: count }, (_, index) => `${first + index}`);
  await Promise.all(texts.map((text) => store.append(message(conversation, from, text))));
}

export async function texts(store: Store, conversation: Conversation): Promise<string[]> {
  const all = { conversation, range: { from: 1 }, count: 1_000_000, bytes: 1e9 };
  return (await store.page(all)).map(({ text }) => text);
}

const numbersOf = (page: readonly { readonly number: number }[]) => page.map(({ number }) => number);
const countUp = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => from + at);
const names = (accounts: readonly Account[]) => accounts.map(({ name }) => name);
const ofPair = (states: readonly ConversationState[]) =>
  states.slice(1).map(({ conversation }) => conversation);

export function testContract(test: Declare, opener: (t: ExecutionContext) => Promise<Opener>): void {
  /** A store with Alice, bob and Carol. */
  async function opened(t: ExecutionContext): Promise<{ store: Store; reopen: () => Promise<Store> }> {
    const open = await opener(t);
    const store = await open();
    await createAccounts(store, "Alice", "bob", "Carol");
    return {
      store,
      reopen: async () => {
        await store.close();
        return open();
      },
    };
  }

  const refused = (t: ExecutionContext, code: StoreError["code"], promise: Promise<unknown>) =>
    t.throwsAsync(promise, { name: "StoreError", code });

  test("an account is found under any spelling and shown as it was made", async (t) => {
    const { store, reopen } = await opened(t);
    const expected = {
      name: "Alice",
      passwordHash: "hash of Alice",
      createdAt: 1,
      loginAt: undefined,
      logoutAt: undefined,
      deletedAt: undefined,
    };
    t.deepEqual(store.account("ALICE"), expected);
    t.is(store.account("nobody"), undefined);
    t.deepEqual((await reopen()).account("alice"), expected);
  });

  test("a second account of the same canonical name is refused, also while the first is being made", async (t) => {
    const { store } = await opened(t);
    const make = (name: string, passwordHash: string) =>
      store.createAccount({ name, passwordHash, createdAt: 2 });
    await refused(t, "exists", make("aLICE", "other"));
    const first = make("dave", "first");
    await refused(t, "exists", make("Dave", "second"));
    await first;
    t.is(store.account("dave")?.passwordHash, "first");
  });

  test("names that JavaScript objects have of their own are names like others", async (t) => {
    const { store, reopen } = await opened(t);
    const odd = ["constructor", "toString", "hasOwnProperty", "valueOf"];
    for (const name of odd) t.is(store.account(name), undefined);
    await createAccounts(store, ...odd);
    await store.block("constructor", "toString", 5);
    await store.append(message(pair("valueOf", "hasOwnProperty"), "valueOf", "hi", { key: "__proto__" }));
    const again = await reopen();
    t.deepEqual(names(again.accounts("c", 9)), [
      "Carol",
      "constructor",
      "hasOwnProperty",
      "toString",
      "valueOf",
    ]);
    t.true(again.isBlocked("Constructor", "tostring"));
    t.true(
      (await again.append(message(pair("valueOf", "bob"), "valueof", "x", { key: "__proto__" }))).repeated,
    );
  });

  test("accounts are listed in canonical order, in pages", async (t) => {
    const { store, reopen } = await opened(t);
    t.deepEqual(names(store.accounts("", 2)), ["Alice", "bob"]);
    t.deepEqual(names(store.accounts("bob", 2)), ["Carol"]);
    await createAccounts(store, "Bert");
    t.deepEqual(names(store.accounts("alice", 2)), ["Bert", "bob"]);
    t.deepEqual(names((await reopen()).accounts("", 9)), ["Alice", "Bert", "bob", "Carol"]);
  });

  test("logins and logouts are known with their times", async (t) => {
    const { store, reopen } = await opened(t);
    const held = store.account("bob");
    await store.recordLogin("BOB", 10);
    await store.recordLogout("bob", 20);
    await store.recordLogin("bob", 30);
    t.is(held?.loginAt, undefined, "what was given out before does not change");
    for (const each of [store, await reopen()]) {
      t.is(each.account("bob")?.loginAt, 30);
      t.is(each.account("bob")?.logoutAt, 20);
    }
  });

  test("accounts that logged in since a time come with the latest first", async (t) => {
    const { store, reopen } = await opened(t);
    await store.recordLogin("alice", 10);
    await store.recordLogin("bob", 20);
    await store.recordLogin("alice", 30);
    t.deepEqual(names(store.loggedInSince(20)), ["Alice", "bob"]);
    t.deepEqual(names(store.loggedInSince(21)), ["Alice"]);
    const again = await reopen();
    await again.recordLogin("carol", 15);
    t.deepEqual(names(again.loggedInSince(0)), ["Alice", "bob", "Carol"]);
    t.deepEqual(names(again.loggedInSince(31)), []);
  });

  const grant = (id: string, rest: Partial<Grant> = {}): Grant => ({
    id,
    lasting: false,
    current: `hash of ${id}`,
    before: null,
    usedAt: 5,
    ...rest,
  });

  test("grants are kept until they are revoked, replaced by their id, and no more of either kind than the limit", async (t) => {
    const { store, reopen } = await opened(t);
    const lasting = grant("kept", { lasting: true, before: { hash: "h", salt: "s" } });
    await store.setGrant("ALICE", lasting);
    const ids = Array.from({ length: limits.tokens + 2 }, (_, index) => `${index}`);
    for (const id of ids) await store.setGrant("alice", grant(id));
    await store.setGrant("alice", grant("3", { usedAt: 9 }));
    await store.revokeGrant("Alice", "4");
    const expected = [
      lasting,
      ...["2", "5", "6", "7", "8", "9"].map((id) => grant(id)),
      grant("3", { usedAt: 9 }),
    ];
    t.deepEqual(store.grants("Alice"), expected);
    t.deepEqual(store.grants("bob"), []);
    t.deepEqual(store.grants("nobody"), []);
    t.deepEqual((await reopen()).grants("alice"), expected);
    await refused(t, "unknown", store.setGrant("nobody", lasting));
  });

  test("a password is replaced with its grants or without them, in the order of the calls", async (t) => {
    const { store, reopen } = await opened(t);
    await store.setGrant("alice", grant("old"));
    await store.setPassword("alice", "made anew", "keep");
    t.is(store.account("alice")?.passwordHash, "made anew");
    t.is(store.grants("alice").length, 1);
    await Promise.all([
      store.setPassword("Alice", "another", "revoke"),
      store.setGrant("Alice", grant("new")),
    ]);
    for (const each of [store, await reopen()]) {
      t.is(each.account("alice")?.passwordHash, "another");
      t.deepEqual(each.grants("alice"), [grant("new")]);
    }
  });

  test("of a deleted account its name and what it said are left, and whoever blocks it goes on doing so", async (t) => {
    const { store, reopen } = await opened(t);
    const whisper = pair("alice", "bob");
    await store.recordLogin("alice", 10);
    await store.setGrant("alice", grant("1"));
    await store.block("alice", "carol", 1);
    await store.block("bob", "alice", 2);
    await store.append(message(everyone, "alice", "hi"));
    await store.append(message(whisper, "alice", "psst"));
    await store.deleteAccount("ALICE", 20);
    await store.recordLogout("alice", 21);
    const again = await reopen();
    for (const each of [store, again]) {
      t.deepEqual(each.account("alice"), {
        name: "Alice",
        passwordHash: "",
        createdAt: 1,
        loginAt: undefined,
        logoutAt: undefined,
        deletedAt: 20,
      });
      t.deepEqual(each.grants("alice"), []);
      t.deepEqual(names(each.accounts("", 9)), ["bob", "Carol"]);
      t.deepEqual(names(each.loggedInSince(0)), []);
      t.deepEqual(each.blocks("alice"), []);
      t.is(each.blockersOf("carol").size, 0);
      t.true(each.isBlocked("bob", "alice"));
    }
    t.deepEqual(await texts(again, everyone), ["hi"]);
    t.deepEqual(await texts(again, whisper), ["psst"]);
    t.deepEqual(ofPair(await again.conversations("bob")), [pair("Alice", "bob")]);
    t.true(await again.unblock("bob", "alice"));
  });

  test("a deleted account's name is never free again, and nobody writes to it or as it", async (t) => {
    const { store, reopen } = await opened(t);
    await store.deleteAccount("alice", 20);
    for (const each of [store, await reopen()]) {
      await refused(t, "exists", each.createAccount({ name: "aLiCe", passwordHash: "x", createdAt: 30 }));
      if (each === store) continue;
      await refused(t, "unknown", each.append(message(pair("alice", "bob"), "bob", "hello?")));
      await refused(t, "unknown", each.append(message(everyone, "alice", "hello!")));
      await refused(t, "unknown", each.block("bob", "alice", 1));
      for (const write of [
        each.recordLogin("alice", 30),
        each.setGrant("alice", grant("1")),
        each.setPassword("alice", "x", "keep"),
        each.deleteAccount("alice", 30),
      ])
        await refused(t, "unknown", write);
    }
  });

  test("a block stands from the block to the unblock, and says whether it changed anything", async (t) => {
    const { store, reopen } = await opened(t);
    t.true(await store.block("Bob", "ALICE", 7));
    t.false(await store.block("bob", "alice", 8));
    t.true(store.isBlocked("bob", "Alice"));
    t.false(store.isBlocked("alice", "bob"));
    const again = await reopen();
    t.deepEqual(again.blocks("bob"), [{ name: "alice", since: 7 }]);
    t.deepEqual([...again.blockersOf("ALICE")], ["bob"]);
    t.true(await again.unblock("bob", "alice"));
    t.false(await again.unblock("bob", "alice"));
    t.false(again.isBlocked("bob", "alice"));
    t.is(again.blockersOf("alice").size, 0);
    t.deepEqual(again.blocks("bob"), []);
  });

  test("blocks are listed in canonical order", async (t) => {
    const { store } = await opened(t);
    await store.block("bob", "Carol", 1);
    await store.block("bob", "alice", 2);
    t.deepEqual(
      store.blocks("bob").map(({ name }) => name),
      ["alice", "carol"],
    );
  });

  test("of two blocks asked for at once, the first changes something", async (t) => {
    const { store } = await opened(t);
    const ask = [
      store.block("bob", "alice", 1),
      store.block("bob", "alice", 2),
      store.unblock("bob", "alice"),
    ];
    t.deepEqual(await Promise.all(ask), [true, false, true]);
  });

  test("blocks and unblocks asked for at once take effect in the order of the calls", async (t) => {
    const { store, reopen } = await opened(t);
    await store.block("bob", "alice", 1);
    const again = await reopen();
    t.deepEqual(await Promise.all([again.unblock("bob", "alice"), again.block("bob", "alice", 2)]), [
      true,
      true,
    ]);
    t.deepEqual(again.blocks("bob"), [{ name: "alice", since: 2 }]);
  });

  test("what a block hid from its owner is known after its end", async (t) => {
    const { store, reopen } = await opened(t);
    let said = 0;
    const say = (each: Store, from: string) => each.append(message(everyone, from, `${++said}`));
    await say(store, "alice");
    await store.block("bob", "alice", 1);
    await say(store, "alice");
    await say(store, "carol");
    t.false(store.wasHidden("bob", "alice", 2), "not while the block stands");
    await store.unblock("bob", "alice");
    const again = await reopen();
    await say(again, "alice");
    const hidden = (each: Store, from: string) => [1, 2, 3, 4].filter((n) => each.wasHidden("Bob", from, n));
    t.deepEqual(hidden(again, "ALICE"), [2, 3]);
    t.deepEqual(hidden(again, "carol"), []);
    t.false(again.wasHidden("carol", "alice", 2));
    await again.moveCursor("bob", everyone, "received", 4);
    await again.block("bob", "carol", 2);
    await say(again, "carol");
    await again.unblock("bob", "carol");
    t.true(again.wasHidden("bob", "carol", 5));
  });

  test("numbers count up in each conversation in the order of the calls", async (t) => {
    const { store } = await opened(t);
    const whisper = pair("alice", "bob");
    const numbers = await Promise.all([
      store.append(message(everyone, "alice", "a")),
      store.append(message(whisper, "alice", "b")),
      store.append(message(everyone, "bob", "c")),
      store.append(message(pair("BOB", "Alice"), "bob", "d")),
      store.append(message(everyone, "alice", "e")),
    ]);
    t.deepEqual(
      numbers.map(({ number }) => number),
      [1, 1, 2, 2, 3],
    );
    t.deepEqual(await texts(store, everyone), ["a", "c", "e"]);
    t.deepEqual(await texts(store, whisper), ["b", "d"]);
  });

  test("the order of the calls holds also for senders who were not in use, and promises resolve in it", async (t) => {
    const { store, reopen } = await opened(t);
    await store.append(message(everyone, "alice", "first"));
    const again = await reopen();
    await again.conversations("bob");
    const resolved: number[] = [];
    const senders = ["alice", "bob", "carol", "bob", "alice", "carol"];
    await Promise.all(
      senders.map(async (from, index) => {
        const { number } = await again.append(message(everyone, from, `${index}`));
        resolved.push(number);
      }),
    );
    t.deepEqual(resolved, [2, 3, 4, 5, 6, 7]);
    t.deepEqual(await texts(again, everyone), ["first", "0", "1", "2", "3", "4", "5"]);
  });

  test("a message is kept as it was sent, its sender spelled as at signup", async (t) => {
    const { store, reopen } = await opened(t);
    const text = 'line\n\\ "quoted" ünïcödé \u{1f600} \u2028';
    await store.append({ conversation: everyone, from: "aLiCe", text, time: 1234, key: "K1" });
    const query = { conversation: everyone, range: { from: 1 }, count: 9, bytes: 9999 };
    const expected = [{ number: 1, from: "Alice", text, time: 1234, key: "K1" }];
    t.deepEqual(await store.page(query), expected);
    t.deepEqual(await (await reopen()).page(query), expected);
  });

  test("a key that was used gives the first answer again, also at once and after a restart", async (t) => {
    const { store, reopen } = await opened(t);
    const send = (each: Store, time: number) =>
      each.append(message(everyone, "alice", "hi", { key: "K", time }));
    const first = { number: 1, time: 5 };
    t.deepEqual(await Promise.all([send(store, 5), send(store, 6)]), [
      { ...first, repeated: false },
      { ...first, repeated: true },
    ]);
    t.deepEqual(await send(store, 7), { ...first, repeated: true });
    const again = await reopen();
    t.deepEqual(await send(again, 8), { ...first, repeated: true });
    t.deepEqual(await texts(again, everyone), ["hi"]);
  });

  test("keys may come in any order, and again, while none of their messages is stored yet", async (t) => {
    const { store } = await opened(t);
    const keys = ["K5", "K3", "K5", "K7", "K4", "K7", "K4", "K3", "K9", "K7"];
    const append = (key: string) => store.append(message(everyone, "alice", key, { key }));
    const answers = await Promise.all(keys.map(append));
    t.deepEqual(
      answers.map(({ number, repeated }) => `${number}${repeated ? " again" : ""}`),
      ["1", "2", "1 again", "3", "4", "3 again", "4 again", "2 again", "5", "3 again"],
    );
    t.deepEqual(await texts(store, everyone), ["K5", "K3", "K7", "K4", "K9"]);
  });

  test("what was sent under a key can be asked for, also while it is on its way and after a restart", async (t) => {
    const { store, reopen } = await opened(t);
    t.is(await store.sent("alice", "K"), undefined);
    const append = store.append(message(everyone, "alice", "hi", { key: "K", time: 5 }));
    const sent = { number: 1, time: 5, repeated: true };
    t.deepEqual(await store.sent("ALICE", "K"), sent);
    await append;
    t.deepEqual(await store.sent("alice", "K"), sent);
    t.is(await store.sent("bob", "K"), undefined);
    t.deepEqual(await (await reopen()).sent("alice", "K"), sent);
    await refused(t, "unknown", store.sent("zoe", "K"));
  });

  test("messages are told to be stored in the order of their numbers, those too that had to wait", async (t) => {
    const { store, reopen } = await opened(t);
    await store.append(message(everyone, "alice", "0"));
    const again = await reopen();
    const told: number[] = [];
    const append = (from: string, text: string) =>
      again.append(message(everyone, from, text)).then(({ number }) => told.push(number));
    const first = append("bob", "1");
    const waiting = Array.from({ length: 20 }, (_, at) => append("alice", `${2 + at}`));
    await again.conversations("alice");
    // By then those that waited have their numbers, but before the event loop turns nothing is stored.
    for (let step = 0; step < 1000; step++) await undefined;
    const others = Array.from({ length: 20 }, (_, at) => append("alice", `${22 + at}`));
    await Promise.all([first, ...waiting, ...others]);
    t.deepEqual(told, countUp(2, 42));
  });

  test("a key names one message of its sender, whatever the conversation", async (t) => {
    const { store } = await opened(t);
    await store.append(message(everyone, "alice", "one"));
    const first = await store.append(message(everyone, "bob", "two", { key: "K" }));
    t.false((await store.append(message(everyone, "alice", "three", { key: "K" }))).repeated);
    const elsewhere = await store.append(message(pair("bob", "alice"), "bob", "four", { key: "K" }));
    t.deepEqual(elsewhere, { ...first, repeated: true });
    t.is(await store.last(pair("alice", "bob")), 0);
  });

  test("the latest keys of an account are remembered, as many as the limit says", async (t) => {
    const { store, reopen } = await opened(t);
    await fill(store, everyone, "alice", limits.keysRemembered);
    const again = await reopen();
    const oldest = await again.append(message(everyone, "alice", "1"));
    t.deepEqual(oldest, { number: 1, time: 1000, repeated: true });
    t.is(await again.last(everyone), limits.keysRemembered);
  });

  test("a page holds what comes from a number on, or before it, the oldest first", async (t) => {
    const { store } = await opened(t);
    await fill(store, everyone, "alice", 1100);
    const numbers = async (range: { from: number } | { before: number }, count: number) => {
      const page = await store.page({ conversation: everyone, range, count, bytes: 1e6 });
      return page.map(({ number }) => number);
    };
    t.deepEqual(await numbers({ from: 1023 }, 4), [1023, 1024, 1025, 1026]);
    t.deepEqual(await numbers({ from: 1099 }, 9), [1099, 1100]);
    t.deepEqual(await numbers({ from: 1101 }, 9), []);
    t.deepEqual(await numbers({ before: 1026 }, 3), [1023, 1024, 1025]);
    t.deepEqual(await numbers({ before: 3 }, 9), [1, 2]);
    t.deepEqual(await numbers({ before: 9999 }, 2), [1099, 1100]);
    t.deepEqual(await numbers({ before: 1 }, 9), []);
    t.is((await numbers({ from: 1 }, 9999)).length, 1100);
  });

  test("a page ends before its texts exceed the bytes, but holds one message at least", async (t) => {
    const { store } = await opened(t);
    for (const text of ["éé", "zz", "ééé"]) await store.append(message(everyone, "alice", text));
    const read = async (range: { from: number } | { before: number }, bytes: number) =>
      (await store.page({ conversation: everyone, range, count: 9, bytes })).map(({ text }) => text);
    t.deepEqual(await read({ from: 1 }, 6), ["éé", "zz"]);
    t.deepEqual(await read({ from: 1 }, 5), ["éé"]);
    t.deepEqual(await read({ from: 1 }, 1), ["éé"]);
    t.deepEqual(await read({ before: 4 }, 8), ["zz", "ééé"]);
    t.deepEqual(await read({ before: 4 }, 1), ["ééé"]);
  });

  test("nothing of a message is shown before it is durable", async (t) => {
    const { store } = await opened(t);
    const sent = store.append(message(everyone, "alice", "hi"));
    t.is(await store.last(everyone), 0);
    t.deepEqual(await texts(store, everyone), []);
    await sent;
    t.is(await store.last(everyone), 1);
  });

  test("both of a pair have the conversation, from its first message on", async (t) => {
    const { store, reopen } = await opened(t);
    t.is(await store.last(pair("alice", "bob")), 0);
    t.deepEqual(ofPair(await store.conversations("bob")), []);
    await store.append(message(pair("alice", "BOB"), "alice", "hi", { time: 50 }));
    for (const each of [store, await reopen()]) {
      t.is(await each.last(pair("bob", "alice")), 1);
      for (const owner of ["alice", "bob"]) {
        const state = { last: 1, lastTime: 50, received: 0, read: 0, delivered: 0, removed: 0 };
        const conversation = pair("Alice", "bob");
        t.deepEqual((await each.conversations(owner)).slice(1), [{ conversation, ...state }]);
        t.deepEqual(await each.conversation(owner, pair("BOB", "ALICE")), { conversation, ...state });
      }
      t.deepEqual(ofPair(await each.conversations("carol")), []);
    }
  });

  test("conversations come with everyone first, then the one with the latest message", async (t) => {
    const { store } = await opened(t);
    await store.append(message(pair("alice", "bob"), "bob", "1", { time: 10 }));
    await store.append(message(pair("alice", "carol"), "carol", "2", { time: 20 }));
    const order = async () => (await store.conversations("alice")).map(({ conversation }) => conversation);
    t.deepEqual(await order(), [everyone, pair("Alice", "Carol"), pair("Alice", "bob")]);
    await store.append(message(pair("alice", "bob"), "alice", "3", { time: 30 }));
    t.deepEqual(await order(), [everyone, pair("Alice", "bob"), pair("Alice", "Carol")]);
  });

  test("a cursor moves forward, never back and never past the last message", async (t) => {
    const { store, reopen } = await opened(t);
    await fill(store, everyone, "alice", 5);
    const move = (number: number) => store.moveCursor("bob", everyone, "received", number);
    t.is(await move(3), 3);
    t.is(await move(2), 3);
    t.is(await move(99), 5);
    t.deepEqual(await Promise.all([move(5), move(4)]), [5, 5]);
    const again = await reopen();
    const { received, read, last, lastTime } = await again.conversation("bob", everyone);
    t.deepEqual({ received, read, last, lastTime }, { received: 5, read: 0, last: 5, lastTime: 1000 });
    t.is(await again.moveCursor("bob", everyone, "read", 4), 4);
    t.is(await again.moveCursor("bob", pair("bob", "carol"), "read", 4), 0);
  });

  test("of two moves at once both resolve to where the cursor stands", async (t) => {
    const { store } = await opened(t);
    await fill(store, everyone, "alice", 9);
    const moves = [7, 3, 9].map((number) => store.moveCursor("bob", everyone, "received", number));
    t.deepEqual(await Promise.all(moves), [9, 9, 9]);
  });

  test("appending moves no cursor of the sender", async (t) => {
    const { store } = await opened(t);
    await store.append(message(everyone, "alice", "1"));
    await store.append(message(pair("alice", "bob"), "alice", "2"));
    for (const { received, read } of await store.conversations("alice")) t.is(received + read, 0);
  });

  test("what one of a pair has received is delivered for the other", async (t) => {
    const { store, reopen } = await opened(t);
    await fill(store, pair("alice", "bob"), "alice", 4);
    await store.moveCursor("bob", pair("alice", "bob"), "received", 3);
    await store.moveCursor("bob", pair("alice", "bob"), "read", 2);
    for (const each of [store, await reopen()]) {
      const ofAlice = await each.conversation("alice", pair("alice", "bob"));
      t.deepEqual([ofAlice.delivered, ofAlice.received, ofAlice.read], [3, 0, 0]);
      const ofBob = await each.conversation("bob", pair("alice", "bob"));
      t.deepEqual([ofBob.delivered, ofBob.received, ofBob.read], [0, 3, 2]);
    }
  });

  test("a new account has missed nothing of what everyone was told before", async (t) => {
    const { store, reopen } = await opened(t);
    await fill(store, everyone, "alice", 3);
    await Promise.all([store.append(message(everyone, "alice", "x")), createAccounts(store, "dave")]);
    await store.append(message(everyone, "alice", "y"));
    for (const each of [store, await reopen()]) {
      const { received, read, last } = await each.conversation("dave", everyone);
      t.deepEqual({ received, read, last }, { received: 4, read: 4, last: 5 });
    }
  });

  test("failed logins are kept per name and scope, over a restart, until they are forgotten", async (t) => {
    const { store, reopen } = await opened(t);
    const none = { count: 0, lockedUntil: 0 };
    t.deepEqual(store.failures("Nobody", "10.0.0.1"), none);
    await store.setFailures("Nobody", "10.0.0.1", { count: 2, lockedUntil: 0 }, 1000);
    await store.setFailures("alice", "10.0.0.1", { count: 0, lockedUntil: 61_000 }, 1000);
    const again = await reopen();
    t.deepEqual(again.failures("NOBODY", "10.0.0.1"), { count: 2, lockedUntil: 0 });
    t.deepEqual(again.failures("nobody", "10.0.0.2"), none);
    t.deepEqual(again.failures("alice", "10.0.0.1"), { count: 0, lockedUntil: 61_000 });
    await again.setFailures("nobody", "10.0.0.1", none, 2000);
    t.deepEqual(again.failures("nobody", "10.0.0.1"), none);
  });

  test("failed logins older than an hour give way to newer ones", async (t) => {
    const { store } = await opened(t);
    await store.setFailures("alice", "a", { count: 1, lockedUntil: 0 }, 0);
    await store.setFailures("bob", "b", { count: 1, lockedUntil: 0 }, 1_800_000);
    await store.setFailures("carol", "c", { count: 1, lockedUntil: 0 }, 3_700_000);
    t.is(store.failures("alice", "a").count, 0);
    t.deepEqual(store.failuresOf("alice"), []);
    t.is(store.failures("bob", "b").count, 1);
  });

  test("the failed logins of a name are given with the scopes that they count for", async (t) => {
    const { store, reopen } = await opened(t);
    await store.setFailures("Alice", "10.0.0.1", { count: 1, lockedUntil: 0 }, 1000);
    await store.setFailures("alice", "10.0.0.2", { count: 0, lockedUntil: 61_000 }, 1000);
    await store.setFailures("bob", "10.0.0.1", { count: 1, lockedUntil: 0 }, 1000);
    t.like(store.failuresOf("ALICE"), [
      { scope: "10.0.0.1", count: 1, lockedUntil: 0 },
      { scope: "10.0.0.2", count: 0, lockedUntil: 61_000 },
    ]);
    t.deepEqual(store.failuresOf("carol"), []);
    await store.setFailures("alice", "10.0.0.1", { count: 2, lockedUntil: 0 }, 2000);
    await store.setFailures("alice", "10.0.0.2", { count: 0, lockedUntil: 0 }, 2000);
    const only = [{ scope: "10.0.0.1", count: 2, lockedUntil: 0 }];
    t.is(store.failuresOf("alice").length, 1);
    t.like(store.failuresOf("alice"), only);
    t.like((await reopen()).failuresOf("alice"), only);
  });

  test("a ban stands over a restart, until it is replaced or lifted", async (t) => {
    const { store, reopen } = await opened(t);
    await store.setBan({ target: "bob", since: 1000, until: 5000 });
    await store.setBan({ target: "10.0.0.1", since: 1000, until: undefined });
    t.deepEqual(store.ban("bob"), { target: "bob", since: 1000, until: 5000 });
    const again = await reopen();
    t.deepEqual(again.bans(), [
      { target: "10.0.0.1", since: 1000, until: undefined },
      { target: "bob", since: 1000, until: 5000 },
    ]);
    await again.setBan({ target: "bob", since: 2000, until: undefined });
    t.deepEqual([await again.liftBan("10.0.0.1"), await again.liftBan("10.0.0.1")], [true, false]);
    await again.close();
    const last = await reopen();
    t.deepEqual(last.bans(), [{ target: "bob", since: 2000, until: undefined }]);
    t.is(last.ban("10.0.0.1"), undefined);
  });

  test("bans that have ended give way to newer ones", async (t) => {
    const { store } = await opened(t);
    await store.setBan({ target: "alice", since: 1000, until: 2000 });
    await store.setBan({ target: "bob", since: 3000, until: 4000 });
    t.deepEqual(
      store.bans().map(({ target }) => target),
      ["bob"],
    );
  });

  test("what concerns an account that isn't there is refused, and what it has is nothing", async (t) => {
    const { store } = await opened(t);
    const strangers = pair("alice", "zoe");
    await refused(t, "unknown", store.recordLogin("zoe", 1));
    await refused(t, "unknown", store.recordLogout("zoe", 1));
    await refused(t, "unknown", store.block("zoe", "alice", 1));
    await refused(t, "unknown", store.block("alice", "zoe", 1));
    await refused(t, "unknown", store.unblock("alice", "zoe"));
    await refused(t, "unknown", store.append(message(everyone, "zoe", "x")));
    await refused(t, "unknown", store.append(message(strangers, "alice", "x")));
    await refused(
      t,
      "unknown",
      store.page({ conversation: strangers, range: { from: 1 }, count: 1, bytes: 1 }),
    );
    await refused(t, "unknown", store.last(strangers));
    await refused(t, "unknown", store.conversation("zoe", everyone));
    await refused(t, "unknown", store.conversations("zoe"));
    await refused(t, "unknown", store.moveCursor("zoe", everyone, "read", 1));
    t.false(store.isBlocked("zoe", "alice"));
    t.deepEqual(store.blocks("zoe"), []);
    t.is(store.blockersOf("zoe").size, 0);
  });

  test("removed messages are gone from every page, and numbers, cursors and keys go on as before", async (t) => {
    const { store, reopen } = await opened(t);
    for (const conversation of [everyone, pair("alice", "bob")]) {
      await fill(store, conversation, conversation.kind === "pair" ? "bob" : "alice", 1200);
      await store.moveCursor("bob", conversation, "received", 5);
      t.is(await store.removed(conversation), 0);
      await store.remove(conversation, 1030);
    }
    for (const each of [async () => store, reopen]) await check(await each());

    async function check(each: Store): Promise<void> {
      for (const conversation of [everyone, pair("alice", "bob")]) {
        const page = (range: { from: number } | { before: number }, count = 1e4) =>
          each.page({ conversation, range, count, bytes: 1e9 });
        t.deepEqual(numbersOf(await page({ from: 1 })), countUp(1031, 1200));
        t.deepEqual(numbersOf(await page({ from: 1 }, 2)), [1031, 1032]);
        t.deepEqual(numbersOf(await page({ before: 1033 })), [1031, 1032]);
        t.deepEqual(await page({ before: 200 }), []);
        t.deepEqual([await each.removed(conversation), await each.last(conversation)], [1030, 1200]);
        const { received, removed, last } = await each.conversation("bob", conversation);
        t.deepEqual([received, removed, last], [5, 1030, 1200]);
      }
      const again = await each.append(message(everyone, "alice", "1000"));
      t.deepEqual([again.number, again.repeated], [1000, true]);
      t.is(await each.removed(pair("bob", "carol")), 0);
    }
  });

  test("every conversation is told once, that of two deleted accounts too", async (t) => {
    const { store } = await opened(t);
    for (const conversation of [pair("bob", "alice"), pair("carol", "bob")])
      await store.append(
        message(conversation, "bob", `${conversation.kind === "pair" && conversation.between[0]}`),
      );
    await store.deleteAccount("alice", 2);
    await store.deleteAccount("bob", 2);
    const all: Conversation[] = [];
    for await (const conversation of store.everyConversation()) all.push(conversation);
    t.deepEqual(all.map((each) => (each.kind === "pair" ? each.between.join() : each.kind)).sort(), [
      "alice,bob",
      "bob,carol",
      "everyone",
    ]);
    await store.remove(pair("alice", "bob"), 1);
    t.deepEqual(await texts(store, pair("alice", "bob")), []);
  });

  test("a conversation of which all has been removed goes on at the next number", async (t) => {
    const { store, reopen } = await opened(t);
    const whisper = pair("alice", "bob");
    await fill(store, whisper, "alice", 3);
    await store.remove(whisper, 1000);
    await store.remove(whisper, 2);
    t.deepEqual([await store.removed(whisper), await texts(store, whisper)], [3, []]);
    t.is((await store.append(message(whisper, "bob", "4"))).number, 4);
    const again = await reopen();
    t.deepEqual([await texts(again, whisper), await texts(again, everyone)], [["4"], []]);
  });

  test("pages that are read while messages are removed are as before or as after", async (t) => {
    const { store, reopen } = await opened(t);
    await fill(store, everyone, "alice", 1000);
    const again = await reopen();
    const all = { conversation: everyone, range: { from: 1 }, count: 1e4, bytes: 1e9 };
    const reading = [again.page(all), again.remove(everyone, 700), again.page(all), again.page(all)] as const;
    for (const page of [await reading[0], await reading[2], await reading[3], await again.page(all)]) {
      t.deepEqual(numbersOf(page), countUp(page[0]?.number ?? 0, 1000));
    }
    await reading[1];
    t.deepEqual(numbersOf(await again.page(all)), countUp(701, 1000));
  });

  test("closing waits for what was asked before, of accounts that were not in use too", async (t) => {
    const { store, reopen } = await opened(t);
    await fill(store, everyone, "alice", 3);
    const second = await reopen();
    const asked = [
      second.append(message(everyone, "bob", "4")),
      second.append(message(pair("alice", "carol"), "alice", "5")),
      second.moveCursor("carol", everyone, "read", 2),
      second.block("alice", "bob", 3),
    ];
    await second.close();
    await t.notThrowsAsync(Promise.all(asked));
    const third = await reopen();
    t.deepEqual(await texts(third, everyone), ["1", "2", "3", "4"]);
    t.is((await third.conversation("carol", everyone)).read, 2);
    t.is(await third.last(pair("alice", "carol")), 1);
    t.true(third.isBlocked("alice", "bob"));
  });

  test("a closed store refuses what it is asked, and may be closed again", async (t) => {
    const { store } = await opened(t);
    await store.close();
    await refused(t, "unavailable", store.append(message(everyone, "alice", "2")));
    await refused(t, "unavailable", store.recordLogin("alice", 2));
    await refused(t, "unavailable", store.moveCursor("bob", everyone, "read", 1));
    await t.notThrowsAsync(store.close());
  });
}
