/** What retention removes, and what clients are told of it. */
import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import test from "ava";
import { ulid } from "ulid";
import { everyone, openStore, type Store } from "../../data/index.ts";
import { openLog } from "../../server/log.ts";
import { type Keep, Retention, type RetentionParts } from "../../server/retention.ts";
import type { RawClient } from "./raw.ts";
import { count, pair, password, serveWith, type TestServer } from "./serve.ts";

const day = 86_400_000;
const start = Date.UTC(2030, 0, 1);
const whisper = pair("alice", "bob");

/** A message a day in both conversations, 300 of them; the last one was sent just before `start`. */
async function fill(store: Store): Promise<void> {
  for (const conversation of [everyone, whisper]) {
    const appends = count(300).map((n) =>
      store.append({
        conversation,
        from: "alice",
        text: `${n}`,
        time: start - (300 - n) * day - 1,
        key: ulid(),
      }),
    );
    await Promise.all(appends);
  }
}

function sweep(store: Store, keep: Partial<Keep>, now = start): Promise<void> {
  const log = openLog("/dev/null");
  return new Retention({
    store,
    keep: { days: undefined, messages: undefined, ...keep },
    now: () => now,
    log,
  }).sweep();
}

async function removedIn(store: Store): Promise<number[]> {
  return [await store.removed(everyone), await store.removed(whisper)];
}

/** alice and bob, who was away for all of it, with what is kept of it. */
async function swept(
  t: Parameters<typeof serveWith>[0],
  keep: Partial<Keep>,
): Promise<{ server: TestServer; alice: RawClient }> {
  const { server, clients } = await serveWith(t, ["alice", "bob"]);
  for (const client of clients) await client.request("logout", {});
  await server.withStore(async (store) => {
    await fill(store);
    await sweep(store, keep);
  });
  return { server, alice: await server.loggedIn("alice") };
}

test("messages of more days than are kept are removed everywhere, a day's at least at once", async (t) => {
  const { server } = await serveWith(t, ["alice", "bob"]);
  await server.withStore(async (store) => {
    await fill(store);
    await sweep(store, { days: 10 });
    t.deepEqual(await removedIn(store), [290, 290]);
    await sweep(store, { days: 10 }, start + day / 2);
    t.deepEqual(await removedIn(store), [290, 290]);
    await sweep(store, { days: 10 }, start + 2 * day);
    t.deepEqual(await removedIn(store), [292, 292]);
    await sweep(store, { days: 10 }, start + 100 * day);
    t.deepEqual(await removedIn(store), [300, 300]);
    const { number } = await store.append({
      conversation: whisper,
      from: "bob",
      text: "x",
      time: start,
      key: "x",
    });
    t.is(number, 301);
  });
});

test("all but the latest messages of each conversation are removed, when they are a portion", async (t) => {
  const { server } = await serveWith(t, ["alice", "bob"]);
  await server.withStore(async (store) => {
    await fill(store);
    await sweep(store, { messages: 50 });
    t.deepEqual(await removedIn(store), [0, 0]);
    await sweep(store, { messages: 20 });
    t.deepEqual(await removedIn(store), [280, 280]);
    await sweep(store, { messages: 10 });
    t.deepEqual(await removedIn(store), [280, 280]);
  });
});

test("in between, only conversations with messages that grow too old on that day are read", async (t) => {
  const { server } = await serveWith(t, ["alice", "bob"]);
  await server.withStore(async (store) => {
    await store.append({ conversation: everyone, from: "alice", text: "x", time: start, key: ulid() });
    await store.append({ conversation: whisper, from: "bob", text: "y", time: start + 2 * day, key: ulid() });
    let now = start;
    const looked = new Set<string>();
    const watched: RetentionParts["store"] = {
      everyConversation: () => store.everyConversation(),
      page: (query) => {
        looked.add(query.conversation.kind);
        return store.page(query);
      },
      last: (conversation) => store.last(conversation),
      removed: (conversation) => store.removed(conversation),
      remove: (conversation, upTo) => store.remove(conversation, upTo),
    };
    const keep = { days: 10, messages: undefined };
    const retention = new Retention({ store: watched, keep, now: () => now, log: openLog("/dev/null") });
    const sweepAt = async (days: number) => {
      now = start + days * day;
      looked.clear();
      await retention.sweep();
      return [[...looked].sort(), ...(await removedIn(store))];
    };
    t.deepEqual(await sweepAt(10.5), [["everyone", "pair"], 0, 0]);
    t.deepEqual(await sweepAt(10.9), [["everyone"], 0, 0]);
    t.deepEqual(await sweepAt(11.1), [["everyone"], 1, 0]);
    t.deepEqual(await sweepAt(11.2), [[], 1, 0]);
    t.deepEqual(await sweepAt(11.6), [["everyone", "pair"], 1, 0]);
    t.deepEqual(await sweepAt(12.6), [["everyone", "pair"], 1, 0]);
    t.deepEqual(await sweepAt(13.1), [["pair"], 1, 1]);
    await store.append({ conversation: whisper, from: "bob", text: "z", time: start, key: ulid() });
    t.deepEqual(await sweepAt(12.5), [["everyone", "pair"], 1, 2], "the clock was set back");
  });
});

test("a document that can't be read keeps no other conversation from being swept", async (t) => {
  const { server } = await serveWith(t, ["alice", "bob"]);
  await server.withStore(fill);
  await server.stop();
  const data = join(server.folder, "data");
  for (const name of await readdir(data, { recursive: true })) {
    if (/everyone\/0000000001\.json$/.test(name)) await writeFile(join(data, name), "");
  }
  const store = await openStore({ folder: data });
  await sweep(store, { days: 10 });
  t.deepEqual(await removedIn(store), [0, 290]);
  await store.close();
});

test("without limits all is kept", async (t) => {
  const { server } = await serveWith(t, ["alice", "bob"]);
  await server.withStore(async (store) => {
    await fill(store);
    await sweep(store, {}, start + 10_000 * day);
    t.deepEqual(await removedIn(store), [0, 0]);
  });
});

test("history ends at what was removed, with a mark on the page that reaches there and on no other", async (t) => {
  const { alice } = await swept(t, { days: 10 });
  for (const conversation of ["everyone", "bob"]) {
    const ask = async (params: { before?: number; after?: number; count?: number }) => {
      const { messages, before, after, removed } = await alice.request("history", {
        conversation,
        ...params,
      });
      return [messages.map(({ number }) => number), before, after, removed];
    };
    t.deepEqual(await ask({}), [count(300, 291), undefined, undefined, 290]);
    t.deepEqual(await ask({ count: 2 }), [[299, 300], 299, undefined, undefined]);
    t.deepEqual(await ask({ before: 293 }), [[291, 292], undefined, 292, 290]);
    t.deepEqual(await ask({ before: 100 }), [[], undefined, 99, 290]);
    t.deepEqual(await ask({ after: 0, count: 2 }), [[291, 292], undefined, 292, 290]);
    t.deepEqual(await ask({ after: 295, count: 1 }), [[296], 296, 296, undefined]);
  }
});

test("search ends at what was removed", async (t) => {
  const { alice } = await swept(t, { days: 10 });
  const found = await alice.request("search", { conversation: "everyone", words: ["29"] });
  t.deepEqual(
    found.messages.map(({ number }) => number),
    count(299, 291),
  );
  t.is(found.before, undefined);
});

test("who missed what was removed is told once, and gets what is left", async (t) => {
  const { server } = await swept(t, { days: 10 });
  const bob = await server.greeted();
  await bob.request("login", { name: "bob", password });
  const [one, other] = [await bob.event("missed"), await bob.event("missed")];
  for (const { conversation, messages, removed, older } of [one, other]) {
    t.deepEqual(
      messages.map(({ number }) => number),
      count(300, 291),
    );
    t.deepEqual([removed, older], [290, false]);
    await bob.request("received", { conversation, number: 300 });
  }
  await bob.request("logout", {});
  await bob.request("login", { name: "bob", password });
  await bob.settled();
  t.is(bob.eventsOf("missed").length, 2);
});

test("who missed nothing but what was removed is told so, until it is confirmed", async (t) => {
  const { server } = await swept(t, { days: 10 });
  await server.withStore((store) => store.remove(everyone, 300));
  const bob = await server.loggedIn("bob");
  const missed = await bob.event("missed");
  t.deepEqual([missed.conversation, missed.messages, missed.removed], ["everyone", [], 300]);
});

test("unread counts are of what is left", async (t) => {
  const { server } = await swept(t, { days: 10 });
  const bob = await server.loggedIn("bob");
  const { conversations } = await bob.request("conversations", {});
  t.deepEqual(
    conversations.map(({ unread, last }) => [unread, last]),
    [
      [10, 300],
      [10, 300],
    ],
  );
});

test("a server with limits sweeps by itself, and stops in order in the middle of it", async (t) => {
  const { server } = await serveWith(t, ["alice"], { keepDays: 1, keepMessages: 1 });
  await t.notThrowsAsync(server.restart());
});
