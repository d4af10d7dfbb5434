/** Blocks: what each side may still do, and what the lists say. Presence and hidden broadcasts have files of their own. */
import test from "ava";
import { ulid } from "ulid";
import { count, password, serveWith } from "./serve.ts";

test("a whisper to someone who blocks the sender is refused and kept nowhere", async (t) => {
  const { server, clients } = await serveWith(t, ["alice", "bob"]);
  const [alice, bob] = clients;
  await alice.whisper("bob", "before");
  await bob.request("block", { name: "ALICE" });
  t.is((await alice.refusal("whisper", { to: "Bob", text: "hi", key: ulid() })).code, "blocked");
  await bob.request("logout", {});
  t.is((await alice.refusal("whisper", { to: "bob", text: "hi", key: ulid() })).code, "blocked");
  await bob.request("login", { name: "bob", password });
  await bob.request("unblock", { name: "alice" });
  t.is((await alice.whisper("bob", "after")).number, 2);
  t.deepEqual(
    (await bob.history("alice")).map(({ text }) => text),
    ["before", "after"],
  );
  await server.restart();
  const again = await server.loggedIn("bob");
  await again.event("missed");
  t.deepEqual(again.texts("alice"), ["before", "after"]);
});

test("whispering to someone one blocks says to unblock first", async (t) => {
  const { clients } = await serveWith(t, ["alice", "bob"]);
  const [alice, bob] = clients;
  await bob.request("block", { name: "alice" });
  t.is((await bob.refusal("whisper", { to: "alice", text: "hi", key: ulid() })).code, "blocking");
  await alice.request("block", { name: "bob" });
  t.is((await bob.refusal("whisper", { to: "alice", text: "hi", key: ulid() })).code, "blocking");
  await bob.request("unblock", { name: "alice" });
  t.is((await bob.refusal("whisper", { to: "alice", text: "hi", key: ulid() })).code, "blocked");
  await alice.request("unblock", { name: "bob" });
  t.is((await bob.whisper("alice", "hi")).number, 1);
});

test("a send that was stored is answered as before, also when the recipient has blocked the sender since", async (t) => {
  const { server, clients } = await serveWith(t, ["alice", "bob"]);
  const [alice, bob] = clients;
  const [sent, received] = [ulid(), ulid()];
  const first = await alice.whisper("bob", "hi", sent);
  const second = await bob.whisper("alice", "hello", received);
  await bob.request("block", { name: "alice" });
  t.deepEqual(await alice.whisper("bob", "hi", sent), first);
  t.deepEqual(await bob.whisper("alice", "hello", received), second);
  await server.restart();
  const again = await server.loggedIn("alice");
  t.deepEqual(await again.whisper("bob", "hi", sent), first);
  t.is((await again.refusal("whisper", { to: "bob", text: "hi", key: ulid() })).code, "blocked");
});

test("blocking twice and unblocking twice are fine and say so", async (t) => {
  const { clients } = await serveWith(t, ["Alice", "bob"]);
  const [, bob] = clients;
  t.deepEqual(await bob.request("unblock", { name: "alice" }), { name: "Alice", changed: false });
  t.deepEqual(await bob.request("block", { name: "alice" }), { name: "Alice", changed: true });
  t.deepEqual(await bob.request("block", { name: "ALICE" }), { name: "Alice", changed: false });
  t.deepEqual(await bob.request("unblock", { name: "alice" }), { name: "Alice", changed: true });
  t.deepEqual(await bob.request("unblock", { name: "alice" }), { name: "Alice", changed: false });
});

test("blocking oneself or an unknown name is an error", async (t) => {
  const { clients } = await serveWith(t, ["alice"]);
  const [alice] = clients;
  for (const request of ["block", "unblock"] as const) {
    t.is((await alice.refusal(request, { name: "ALICE" })).code, "yourself");
    t.is((await alice.refusal(request, { name: "nobody1" })).code, "unknown_account");
    t.is((await alice.refusal(request, { name: "everyone" })).code, "unknown_account");
  }
  t.deepEqual(await alice.request("blocked", {}), { accounts: [] });
});

test("the list of the blocked is one's own, by name, with times, and outlives a restart", async (t) => {
  const { server, clients } = await serveWith(t, ["alice", "Carol", "bob"]);
  const [alice, , bob] = clients;
  const since = server.now;
  await bob.request("block", { name: "carol" });
  server.now += 1000;
  await bob.request("block", { name: "alice" });
  await bob.request("block", { name: "carol" });
  const expected = [
    { name: "alice", since: server.now },
    { name: "Carol", since },
  ];
  t.deepEqual((await bob.request("blocked", {})).accounts, expected);
  t.deepEqual((await alice.request("blocked", {})).accounts, []);
  await server.restart();
  const again = await server.loggedIn("bob");
  t.deepEqual((await again.request("blocked", {})).accounts, expected);
  const aliceAgain = await server.loggedIn("alice");
  t.is((await aliceAgain.refusal("whisper", { to: "bob", text: "hi", key: ulid() })).code, "blocked");
});

test("a long list of the blocked comes in pages", async (t) => {
  const { server } = await serveWith(t, ["bob"]);
  const people = count(130).map((n) => `user${n}`);
  await server.withStore(async (store) => {
    await Promise.all(people.map((name) => store.createAccount({ name, passwordHash: "", createdAt: 1 })));
    await Promise.all(people.map((name) => store.block("bob", name, 1)));
  });
  const bob = await server.loggedIn("bob");
  const names: string[] = [];
  let page = await bob.request("blocked", {});
  names.push(...page.accounts.map(({ name }) => name));
  while (page.next !== undefined) {
    t.is(page.accounts.length, 100);
    page = await bob.request("blocked", { page: page.next });
    names.push(...page.accounts.map(({ name }) => name));
  }
  t.deepEqual(names, people.toSorted());
});

test("a block works one way", async (t) => {
  const { clients } = await serveWith(t, ["alice", "bob"]);
  const [alice, bob] = clients;
  await bob.request("block", { name: "alice" });
  await bob.broadcast("from bob");
  t.is((await alice.event("posted")).messages[0]?.text, "from bob");
  t.deepEqual(
    (await alice.history("everyone")).map(({ text }) => text),
    ["from bob"],
  );
});
