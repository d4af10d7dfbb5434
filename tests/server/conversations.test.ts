/** The list of one's conversations: order, pages, cursors and what counts as unread. */
import test from "ava";
import { ulid } from "ulid";
import { limits, type Result } from "../../protocol/index.ts";
import type { RawClient } from "./raw.ts";
import { count, pair, serveWith } from "./serve.ts";

type Row = Result<"conversations">["conversations"][number];

async function row(client: RawClient, name: string): Promise<Row | undefined> {
  const { conversations } = await client.request("conversations", {});
  return conversations.find(({ conversation }) => conversation === name);
}

async function allRows(client: RawClient): Promise<string[]> {
  const names: string[] = [];
  let page = await client.request("conversations", {});
  for (; page.next !== undefined; page = await client.request("conversations", { page: page.next })) {
    names.push(...page.conversations.map(({ conversation }) => conversation));
  }
  return [...names, ...page.conversations.map(({ conversation }) => conversation)];
}

test("everyone comes first, then the pair with the latest message", async (t) => {
  const { server, clients } = await serveWith(t, ["alice", "Bob", "carol"]);
  const [alice, bob, carol] = clients;
  t.deepEqual((await alice.request("conversations", {})).conversations, [
    {
      conversation: "everyone",
      last: 0,
      time: 0,
      received: 0,
      read: 0,
      delivered: 0,
      unread: 0,
      mentions: 0,
    },
  ]);
  await bob.whisper("alice", "1");
  server.now += 1000;
  await alice.whisper("carol", "1");
  t.deepEqual(await allRows(alice), ["everyone", "carol", "Bob"]);
  server.now += 1000;
  await bob.whisper("alice", "2");
  t.deepEqual(await allRows(alice), ["everyone", "Bob", "carol"]);
  t.deepEqual(await row(alice, "Bob"), {
    conversation: "Bob",
    last: 2,
    time: server.now,
    received: 0,
    read: 0,
    delivered: 0,
    unread: 2,
    mentions: 0,
    since: server.now - 2000,
  });
  t.like(await row(carol, "alice"), { last: 1, unread: 1, since: server.now - 1000 });
});

test("more conversations than a page holds are all listed once, also where many end at the same time", async (t) => {
  const { server } = await serveWith(t, ["alice"]);
  const people = count(130).map((n) => `User${n}`);
  await server.withStore(async (store) => {
    await Promise.all(people.map((name) => store.createAccount({ name, passwordHash: "", createdAt: 1 })));
    await Promise.all(
      people.map((name, index) => {
        const message = { from: name, text: "hi", time: Math.floor(index / 60), key: ulid() };
        return store.append({ ...message, conversation: pair("alice", name) });
      }),
    );
  });
  const alice = await server.loggedIn("alice");
  const rows = await allRows(alice);
  t.is(rows[0], "everyone");
  t.deepEqual(rows.slice(1).toSorted(), people.toSorted());
});

test("unread counts messages by others after the read cursor", async (t) => {
  const { clients } = await serveWith(t, ["alice", "bob"]);
  const [alice, bob] = clients;
  for (const n of count(3)) await alice.broadcast(`alice ${n}`);
  for (const n of count(2)) await bob.broadcast(`bob ${n}`);
  t.like(await row(bob, "everyone"), { last: 5, read: 0, unread: 3 });
  t.like(await row(alice, "everyone"), { last: 5, read: 0, unread: 2 });
  await bob.request("read", { conversation: "everyone", number: 2 });
  t.like(await row(bob, "everyone"), { read: 2, received: 0, unread: 1 });
  await bob.request("read", { conversation: "everyone", number: 1 });
  t.like(await row(bob, "everyone"), { read: 2, unread: 1 });
  await bob.request("read", { conversation: "everyone", number: 9999 });
  t.like(await row(bob, "everyone"), { read: 5, unread: 0 });
  await alice.broadcast("new");
  t.like(await row(bob, "everyone"), { read: 5, last: 6, unread: 1 });
});

test("unread leaves out whom one blocks, as long as the block stands", async (t) => {
  const { clients } = await serveWith(t, ["alice", "bob", "carol"]);
  const [alice, bob, carol] = clients;
  await alice.broadcast("1");
  await bob.request("block", { name: "alice" });
  await alice.broadcast("2");
  await carol.broadcast("3");
  t.like(await row(bob, "everyone"), { last: 3, unread: 1 });
  await alice.request("logout", {});
  t.like(await row(bob, "everyone"), { last: 3, unread: 1 });
});

test("the time of the first unread message is told, not that of one's own, of what is read or hidden", async (t) => {
  const { server, clients } = await serveWith(t, ["alice", "bob", "carol"]);
  const [alice, bob, carol] = clients;
  const start = server.now;
  for (const client of [bob, carol, alice, alice]) {
    server.now += 1000;
    await client.broadcast("x");
  }
  t.is((await row(bob, "everyone"))?.since, start + 2000);
  await bob.request("block", { name: "carol" });
  t.is((await row(bob, "everyone"))?.since, start + 3000);
  await bob.request("read", { conversation: "everyone", number: 3 });
  t.is((await row(bob, "everyone"))?.since, start + 4000);
  await bob.request("read", { conversation: "everyone", number: 4 });
  t.is((await row(bob, "everyone"))?.since, undefined);
});

test("mentions are counted among the unread ones, not one's own and not by whom one blocks", async (t) => {
  const { clients } = await serveWith(t, ["alice", "bob", "carol"]);
  const [alice, bob, carol] = clients;
  for (const text of ["@bob look", "bob in passing", "Bob: yes", "@bobby"]) await alice.broadcast(text);
  await bob.broadcast("@bob myself");
  await carol.broadcast("@bob hey");
  t.like(await row(bob, "everyone"), { unread: 5, mentions: 3 });
  await bob.request("block", { name: "carol" });
  t.like(await row(bob, "everyone"), { unread: 4, mentions: 2 });
  await bob.request("read", { conversation: "everyone", number: 1 });
  t.like(await row(bob, "everyone"), { unread: 3, mentions: 1 });
});

test("counting unread messages stops at its limit", async (t) => {
  const { server } = await serveWith(t, ["alice", "bob"]);
  await server.withStore(async (store) => {
    const message = { conversation: pair("alice", "bob"), from: "alice", text: "hi", time: 1 };
    await Promise.all(count(limits.unreadMax + 50).map(() => store.append({ ...message, key: ulid() })));
  });
  const bob = await server.loggedIn("bob");
  t.is((await row(bob, "alice"))?.unread, limits.unreadMax);
  await bob.request("read", { conversation: "alice", number: 51 });
  t.is((await row(bob, "alice"))?.unread, limits.unreadMax - 1);
});

test("cursors are one's own and outlive a restart", async (t) => {
  const { server, clients } = await serveWith(t, ["alice", "bob"]);
  const [alice, bob] = clients;
  for (const n of count(4)) await alice.whisper("bob", `${n}`);
  await bob.request("received", { conversation: "alice", number: 3 });
  await bob.request("read", { conversation: "ALICE", number: 2 });
  await server.restart();
  const [aliceAgain, bobAgain] = [await server.loggedIn("alice"), await server.loggedIn("bob")];
  t.like(await row(bobAgain, "alice"), { received: 3, read: 2, delivered: 0, unread: 2 });
  t.like(await row(aliceAgain, "bob"), { received: 0, read: 0, delivered: 3, unread: 0 });
});

test("cursors of oneself and of strangers are refused", async (t) => {
  const { clients } = await serveWith(t, ["alice"]);
  for (const request of ["received", "read"] as const) {
    t.is((await clients[0].refusal(request, { conversation: "alice", number: 1 })).code, "yourself");
    t.is((await clients[0].refusal(request, { conversation: "bob", number: 1 })).code, "unknown_account");
    t.is((await clients[0].refusal(request, { conversation: "everyone", number: 0 })).code, "invalid");
  }
});
