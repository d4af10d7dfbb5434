/** Search: what is found, page by page, whoever asks and however much there is. */
import test from "ava";
import { ulid } from "ulid";
import { everyone } from "../../data/index.ts";
import { encodeFrame, limits, type Message, type Params, type Result } from "../../protocol/index.ts";
import type { RawClient } from "./raw.ts";
import { count, serveWith, type TestServer } from "./serve.ts";

type Query = Omit<Params<"search">, "conversation">;

const numbers = ({ messages }: { messages: readonly Message[] }): number[] =>
  messages.map(({ number }) => number);

const find = (client: RawClient, query: Query, conversation = "everyone") =>
  client.request("search", { conversation, ...query });

/** All that is found, and in how many requests. */
async function findAll(client: RawClient, query: Query): Promise<{ found: number[]; pages: number }> {
  const found: number[] = [];
  let page: Result<"search"> = await find(client, query);
  let pages = 1;
  for (; page.before !== undefined; pages++) {
    found.unshift(...numbers(page));
    page = await find(client, { ...query, before: page.before });
  }
  return { found: [...numbers(page), ...found], pages };
}

/** Broadcasts by alice that nobody was there to get: text n for message n. */
async function stored(server: TestServer, many: number, text: (n: number) => string): Promise<void> {
  await server.withStore((store) =>
    Promise.all(
      count(many).map((n) =>
        store.append({ conversation: everyone, from: "alice", text: text(n), time: n, key: ulid() }),
      ),
    ),
  );
}

test("all words must occur, in any order and spelling", async (t) => {
  const { clients } = await serveWith(t, ["alice"]);
  const [alice] = clients;
  for (const text of ["Lunch at the CAFÉ?", "cafeteria: lunch", "lunch", "Straße", "ＣＡＦＥ (lunch)"]) {
    await alice.broadcast(text);
  }
  const found = async (...words: string[]) => numbers(await find(alice, { words }));
  t.deepEqual(await found("cafe", "LUNCH"), [1, 2, 5]);
  t.deepEqual(await found("café"), [1, 2, 5]);
  t.deepEqual(await found("STRASSE"), [4]);
  t.deepEqual(await found("the café"), [1]);
  t.deepEqual(await found("dinner"), []);
  t.deepEqual(await found(), count(5));
});

test("sender, link and time narrow what is found", async (t) => {
  const { server, clients } = await serveWith(t, ["alice", "Bob"]);
  const [alice, bob] = clients;
  const start = server.now;
  for (const [who, text] of [
    [alice, "see https://example.com/a"],
    [bob, "HTTP://example.com"],
    [bob, "no http:// link"],
    [alice, "none either"],
  ] as const) {
    await who.broadcast(text);
    server.now += 1000;
  }
  const found = async (query: Query) => numbers(await find(alice, query));
  t.deepEqual(await found({ from: "bob" }), [2, 3]);
  t.deepEqual(await found({ link: true }), [1, 2]);
  t.deepEqual(await found({ link: true, from: "ALICE" }), [1]);
  t.deepEqual(await found({ since: start + 1000 }), [2, 3, 4]);
  t.deepEqual(await found({ until: start + 1000 }), [1]);
  t.deepEqual(await found({ since: start + 1000, until: start + 3000, after: 0 }), [2, 3]);
  t.is((await alice.refusal("search", { conversation: "everyone", from: "carol" })).code, "unknown_account");
});

test("mentions are found forwards and backwards, one's own left out", async (t) => {
  const { clients } = await serveWith(t, ["alice", "bob"]);
  const [alice, bob] = clients;
  for (const text of ["@bob 1", "2", "bob: 3", "@bobby 4", "and @Bob 5"]) await alice.broadcast(text);
  await bob.broadcast("@bob 6");
  const found = async (query: Query) => numbers(await find(bob, { mentions: true, ...query }));
  t.deepEqual(await found({}), [1, 3, 5]);
  t.deepEqual(await found({ before: 5, count: 1 }), [3]);
  t.deepEqual(await found({ after: 1, count: 1 }), [3]);
  t.deepEqual(numbers(await find(alice, { mentions: true })), []);
});

test("what is found comes in pages that join, newest first, oldest first within a page", async (t) => {
  const { server, clients } = await serveWith(t, ["alice"]);
  await clients[0].leave();
  await stored(server, 1000, (n) => (n % 3 === 0 ? "yes" : "no"));
  const alice = await server.loggedIn("alice");
  const newest = await find(alice, { words: ["yes"] });
  t.deepEqual([numbers(newest).length, numbers(newest).at(-1), newest.before], [100, 999, 702]);
  t.is(newest.reached, 702);
  const few = await find(alice, { words: ["yes"], before: 702, count: 2 });
  t.deepEqual([numbers(few), few.before, few.reached], [[696, 699], 696, 696]);
  const forwards = await find(alice, { words: ["yes"], after: 6, count: 2 });
  t.deepEqual([numbers(forwards), forwards.after, forwards.reached], [[9, 12], 12, 12]);
  const { found } = await findAll(alice, { words: ["yes"] });
  t.deepEqual(
    found,
    count(333).map((n) => n * 3),
  );
});

test("one request looks through a bounded number of messages, and says where to go on", async (t) => {
  const { server, clients } = await serveWith(t, ["alice"]);
  await clients[0].leave();
  await stored(server, 25_000, (n) => (n === 3 ? "needle" : "hay"));
  const alice = await server.loggedIn("alice");
  const newest = await find(alice, { words: ["needle"] });
  t.deepEqual(newest, {
    conversation: "everyone",
    messages: [],
    reached: 15_001,
    before: 25_001 - limits.searchMessages,
  });
  t.deepEqual(await findAll(alice, { words: ["needle"] }), { found: [3], pages: 3 });
  const forwards = await find(alice, { words: ["nothing"], after: 0 });
  t.is(forwards.after, limits.searchMessages);
  const early = await find(alice, { words: ["hay"], until: 11, after: 0 });
  t.deepEqual([numbers(early).length, early.after], [9, undefined], "nothing later is looked at");
  const late = await find(alice, { words: ["needle"], since: 24_990 });
  t.deepEqual([late.before, late.reached], [undefined, 24_990], "nothing earlier is looked at");
});

test("a page of the longest messages is cut where its frame would grow too large", async (t) => {
  const { server, clients } = await serveWith(t, ["alice"]);
  await clients[0].leave();
  await stored(server, 60, () => "\u{1f600}".repeat(limits.textMax));
  const alice = await server.loggedIn("alice");
  const page = await find(alice, {});
  t.true(encodeFrame(page).length < limits.serverFrameBytes);
  t.deepEqual((await findAll(alice, {})).found, count(60));
});

test("a block hides from search what it hides from history, until it ends", async (t) => {
  const { clients } = await serveWith(t, ["alice", "bob"]);
  const [alice, bob] = clients;
  await alice.broadcast("secret 1");
  await bob.broadcast("secret 2");
  await alice.whisper("bob", "secret whisper");
  await bob.request("block", { name: "alice" });
  t.deepEqual(numbers(await find(bob, { words: ["secret"] })), [2]);
  t.deepEqual(numbers(await find(bob, { from: "alice" })), []);
  t.deepEqual(numbers(await find(alice, { words: ["secret"] })), [1, 2]);
  t.deepEqual(numbers(await find(bob, { words: ["secret"] }, "alice")), [1]);
  await bob.request("unblock", { name: "alice" });
  t.deepEqual(numbers(await find(bob, { words: ["secret"] })), [1, 2]);
});

test("only conversations of one's own are searched", async (t) => {
  const { clients } = await serveWith(t, ["alice", "bob", "carol"]);
  const [alice, , carol] = clients;
  await alice.whisper("bob", "secret");
  for (const name of ["bob", "alice"]) t.deepEqual(numbers(await find(carol, {}, name)), []);
  t.is((await carol.refusal("search", { conversation: "nobody1" })).code, "unknown_account");
  t.is((await carol.refusal("search", { conversation: "CAROL" })).code, "yourself");
});

test("what makes no sense is refused, and the field named", async (t) => {
  const { clients } = await serveWith(t, ["alice"]);
  const [alice] = clients;
  const field = async (query: object) => {
    const params = { conversation: "everyone", ...query } as Params<"search">;
    const { code, detail } = await alice.refusal("search", params);
    return code === "invalid" && "field" in detail ? detail.field : code;
  };
  t.is(await field({ before: 5, after: 1 }), "after");
  t.is(await field({ words: "one" }), "words");
  t.is(await field({ words: ["one", 2] }), "words.1");
  t.is(await field({ words: Array(limits.searchWords + 1).fill("x") }), "words");
  t.is(await field({ words: ["x".repeat(limits.searchWordMax + 1)] }), "words.0");
  t.is(await field({ count: limits.pageMessages + 1 }), "count");
});

test("a search takes a turn of the event loop per page, so that others come between", async (t) => {
  const { server, clients } = await serveWith(t, ["alice", "bob"]);
  await Promise.all(clients.map((client) => client.leave()));
  await stored(server, limits.searchMessages, () => "hay");
  const bob = await server.loggedIn("bob");
  // The second time all of it is in memory.
  await find(bob, { words: ["needle"] });
  let turns = 0;
  let turning = setImmediate(function turn() {
    turns++;
    turning = setImmediate(turn);
  });
  await find(bob, { words: ["needle"] });
  clearImmediate(turning);
  t.true(turns >= limits.searchMessages / 250, `${turns} turns`);
});

test("while a hundred thousand messages are searched, a broadcast is delivered before that ends", async (t) => {
  const { server, clients } = await serveWith(t, ["alice", "bob", "carol"]);
  await Promise.all(clients.map((client) => client.leave()));
  const many = 100_000;
  await stored(server, many, () => "hay");
  const [alice, bob, carol] = [
    await server.loggedIn("alice"),
    await server.loggedIn("bob"),
    await server.loggedIn("carol"),
  ];
  await Promise.all([alice, bob, carol].map((client) => client.settled()));
  const order: string[] = [];
  const asked = count(many / limits.searchMessages).map((n) =>
    bob.prepare("search", {
      conversation: "everyone",
      words: ["needle"],
      before: many + 1 - (n - 1) * limits.searchMessages,
    }),
  );
  bob.write(Buffer.concat(asked.map(({ frame }) => frame)));
  const searched = Promise.all(asked.map(({ answer }) => answer.then(() => order.push("searched"))));
  await asked[0]?.answer;
  const sent = alice.broadcast("news");
  await Promise.all([
    carol.until(() => carol.texts("everyone").includes("news")).then(() => order.push("delivered")),
    sent,
    searched,
  ]);
  t.not(order.at(-1), "delivered");
});
