/** The lists of people: who is online, who was lately, who there is; in pages that lose and repeat nobody. */
import test, { type ExecutionContext } from "ava";
import type { Store } from "../../data/index.ts";
import { limits, type RequestName, requests } from "../../protocol/index.ts";
import type { RawClient } from "./raw.ts";
import { count, password, serveWith, type TestServer } from "./serve.ts";

const hour = 3_600_000;
const people = count(130).map((n) => `User${n}`);
const byName = people.toSorted((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1));

async function createPeople(store: Store): Promise<void> {
  await Promise.all(people.map((name) => store.createAccount({ name, passwordHash: "", createdAt: 1 })));
}

/** Names on all pages of a list, and how many pages there were. */
async function allPages(client: RawClient, list: "contacts" | "recent" | "online") {
  const names: string[] = [];
  let pages = 1;
  let page = await client.request(list, {});
  for (; page.next !== undefined; pages++) {
    names.push(...page.accounts.map(({ name }) => name));
    page = await client.request(list, { page: page.next });
  }
  names.push(...page.accounts.map(({ name }) => name));
  return { names, pages };
}

/** A server with alice online and 130 more accounts, changed by `change`. */
async function crowded(t: ExecutionContext, change: (store: Store, server: TestServer) => Promise<unknown>) {
  const { server } = await serveWith(t, ["alice"]);
  await server.withStore(async (store) => {
    await createPeople(store);
    await change(store, server);
  });
  return { server, alice: await server.loggedIn("alice") };
}

test("online lists who is logged in now and since when, by name", async (t) => {
  const { server, clients } = await serveWith(t, ["bob", "Alice"]);
  const since = server.now;
  server.now += 1000;
  const carol = await server.signedUp("carol");
  const accounts = [
    { name: "Alice", since },
    { name: "bob", since },
    { name: "carol", since: since + 1000 },
  ];
  t.deepEqual(await carol.request("online", {}), { accounts, total: 3 });
  await clients[0].request("logout", {});
  t.deepEqual(await carol.request("online", {}), { accounts: [accounts[0], accounts[2]], total: 2 });
});

test("recent tells those still online from those who have left, the latest login first", async (t) => {
  const { server, clients } = await serveWith(t, ["alice"]);
  const start = server.now;
  server.now = start + 1000;
  const bob = await server.signedUp("bob");
  server.now = start + 2000;
  await server.signedUp("carol");
  await bob.request("logout", {});
  t.deepEqual((await clients[0].request("recent", {})).accounts, [
    { name: "carol", time: start + 2000, online: true },
    { name: "bob", time: start + 1000, online: false },
    { name: "alice", time: start, online: true },
  ]);
});

test("recent looks back one hour, to the millisecond, at the login and not at the leaving", async (t) => {
  const { server, clients } = await serveWith(t, ["alice", "bob"]);
  const [alice, bob] = clients;
  const start = server.now;
  server.now = start + hour - 1;
  await bob.request("logout", {});
  server.now = start + hour;
  t.deepEqual((await alice.request("recent", {})).accounts, [
    { name: "alice", time: start, online: true },
    { name: "bob", time: start, online: false },
  ]);
  server.now = start + hour + 1;
  t.deepEqual((await alice.request("recent", {})).accounts, []);
  t.is((await alice.request("online", {})).total, 1);
  await bob.request("login", { name: "bob", password });
  t.deepEqual((await alice.request("recent", {})).accounts, [
    { name: "bob", time: server.now, online: true },
  ]);
});

test("recent survives a restart", async (t) => {
  const { server } = await serveWith(t, ["alice", "bob"]);
  const start = server.now;
  server.now += 1000;
  await server.restart();
  const alice = await server.loggedIn("alice");
  t.deepEqual((await alice.request("recent", {})).accounts, [
    { name: "alice", time: server.now, online: true },
    { name: "bob", time: start, online: false },
  ]);
});

test("contacts list all who have an account, by name, with when they were last seen", async (t) => {
  const { server, clients } = await serveWith(t, ["alice", "bob"]);
  const [alice, bob] = clients;
  const start = server.now;
  server.now += 1000;
  await bob.request("logout", {});
  await server.withStore((store) => store.createAccount({ name: "carol", passwordHash: "", createdAt: 1 }));
  await alice.closed;
  const again = await server.loggedIn("alice");
  t.deepEqual((await again.request("contacts", {})).accounts, [
    { name: "alice", online: true, since: server.now },
    { name: "bob", online: false, since: start + 1000 },
    { name: "carol", online: false },
  ]);
});

test("someone whose leaving was never noted was last seen at their login", async (t) => {
  const { server, clients } = await serveWith(t, ["alice", "bob"]);
  await clients[1].request("logout", {});
  server.now += 5000;
  await server.withStore((store) => store.recordLogin("bob", server.now));
  const alice = await server.loggedIn("alice");
  t.deepEqual((await alice.request("contacts", {})).accounts[1], {
    name: "bob",
    online: false,
    since: server.now,
  });
});

test("contacts come in pages, each account once", async (t) => {
  const { alice } = await crowded(t, async () => {});
  const { names, pages } = await allPages(alice, "contacts");
  t.deepEqual(names, ["alice", ...byName]);
  t.is(pages, 2);
});

test("recent comes in pages, each account once, also where many logged in at the same time", async (t) => {
  const { alice } = await crowded(t, (store, server) =>
    Promise.all(
      people.map((name, index) => store.recordLogin(name, server.now - 1000 * Math.floor(index / 60))),
    ),
  );
  const { names, pages } = await allPages(alice, "recent");
  t.deepEqual(names.toSorted(), [...people, "alice"].toSorted());
  t.is(pages, 2);
});

test("online comes in pages, each account once", async (t) => {
  const { server, clients } = await serveWith(t, ["alice"]);
  // As many at once as may wait for a password hash.
  for (const half of [people.slice(0, 65), people.slice(65)]) {
    await Promise.all(half.map((name) => server.signedUp(name)));
  }
  const { names, pages } = await allPages(clients[0], "online");
  t.deepEqual(names, ["alice", ...byName]);
  t.is(pages, 2);
  t.is((await clients[0].request("online", {})).total, 131);
});

test("a page that ends with the last row has no next", async (t) => {
  const { server } = await serveWith(t, ["alice"]);
  await server.withStore((store) =>
    Promise.all(
      people.slice(0, 99).map((name) => store.createAccount({ name, passwordHash: "", createdAt: 1 })),
    ),
  );
  const alice = await server.loggedIn("alice");
  const page = await alice.request("contacts", {});
  t.deepEqual([page.accounts.length, page.next], [100, undefined]);
});

test("a token that makes no sense gives an empty or some page, not an error", async (t) => {
  const { clients } = await serveWith(t, ["alice"]);
  for (const list of ["contacts", "recent", "online", "blocked", "conversations"] as const) {
    for (const page of ["", "zzz", "1e9 x", "-1 everyone", "NaN"]) await clients[0].request(list, { page });
  }
  t.pass();
});

test("every list that can be asked for ends at its limit, and says how to go on", async (t) => {
  const names = count(limits.pageNames + 2).map((n) => `user${n}`);
  const { clients } = await serveWith(t, names);
  const alice = clients[0] as RawClient;
  await Promise.all(names.slice(1).map((name) => alice.whisper(name, "hello")));
  await Promise.all(names.map(() => alice.broadcast("hello")));
  await Promise.all(names.slice(1).map((name) => alice.request("block", { name })));
  const lists = Object.entries(requests).filter(([, { params }]) => "page" in params.entries);
  t.true(lists.length >= 5);
  for (const [name] of lists) {
    const result = await alice.request(name as "online", {});
    const rows = Object.values(result).find(Array.isArray) ?? [];
    t.deepEqual([name, rows.length, typeof result.next], [name, limits.pageNames, "string"]);
  }
  for (const request of ["history", "search"] satisfies RequestName[]) {
    const { messages, before } = await alice.request(request, { conversation: "everyone" });
    t.deepEqual([messages.length, typeof before], [limits.pageMessages, "number"]);
  }
});
