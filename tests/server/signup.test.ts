/** Making an account: what it may be called, what its password may be, and that it starts a session. */
import test from "ava";
import { limits, reservedNames } from "../../protocol/index.ts";
import { password, serve, serveWith } from "./serve.ts";

const badNames = [
  "",
  "a",
  "1up",
  "_x",
  "-x",
  "a b",
  "a.b",
  "é",
  "аlice",
  "x".repeat(limits.nameMax + 1),
  "al\u0000",
  "al\n",
];

test("names that break the grammar, and reserved ones in any case, are refused", async (t) => {
  const client = await (await serve(t)).greeted();
  const reserved = reservedNames.flatMap((name) => [name, name.toUpperCase()]);
  for (const name of [...badNames, ...reserved]) {
    t.is((await client.refusal("signup", { name, password })).code, "bad_name", JSON.stringify(name));
  }
  await client.request("signup", { name: `A${"-_9".repeat(6)}z`, password });
});

test("a name is taken in every spelling, and shown as typed at signup", async (t) => {
  const { server, clients } = await serveWith(t, ["Alice"]);
  const [alice] = clients;
  const other = await server.greeted();
  for (const name of ["Alice", "alice", "ALICE"]) {
    t.is((await other.refusal("signup", { name, password })).code, "name_taken");
  }
  await alice.leave();
  t.is((await other.request("login", { name: "aLiCe", password })).name, "Alice");
});

test("of many who sign up with one name at once, one gets it", async (t) => {
  const server = await serve(t);
  const clients = await Promise.all(Array.from({ length: 8 }, () => server.greeted()));
  const asked = clients.map((client, index) =>
    client.request("signup", { name: index % 2 ? "alice" : "ALICE", password: `password ${index}` }),
  );
  const outcomes = await Promise.allSettled(asked);
  t.is(outcomes.filter(({ status }) => status === "fulfilled").length, 1);
  for (const outcome of outcomes) if (outcome.status === "rejected") t.is(outcome.reason.code, "name_taken");
  t.is(server.online, 1);
});

test("a password is measured in characters below and in bytes above", async (t) => {
  const client = await (await serve(t)).greeted();
  const refused = ["", "1234567", "\u{1f600}".repeat(7), "x".repeat(1025), "é".repeat(513)];
  for (const bad of refused) {
    t.is((await client.refusal("signup", { name: "alice", password: bad })).code, "bad_password");
  }
  const accepted = ["\u{1f600}".repeat(8), "x".repeat(1024), "        ", "é".repeat(512)];
  for (const [index, good] of accepted.entries()) {
    await client.request("signup", { name: `user${index}`, password: good });
    await client.request("logout", {});
    await client.request("login", { name: `user${index}`, password: good });
    await client.request("logout", {});
  }
});

test("signing up logs in", async (t) => {
  const { server, clients } = await serveWith(t, ["alice"]);
  const [alice] = clients;
  t.deepEqual(await alice.request("online", {}), {
    accounts: [{ name: "alice", since: server.now }],
    total: 1,
  });
  const bob = await server.greeted();
  t.like(await bob.request("signup", { name: "bob", password }), { name: "bob", since: server.now });
  t.is((await bob.broadcast("hi")).number, 1);
});

test("a new account has missed nothing of what was said before it was made", async (t) => {
  const { server, clients } = await serveWith(t, ["alice"]);
  const [alice] = clients;
  await alice.broadcast("old");
  const bob = await server.signedUp("bob");
  await alice.broadcast("new");
  await bob.event("posted");
  t.deepEqual([bob.texts("everyone"), bob.eventsOf("missed")], [["new"], []]);
  const { messages } = await bob.request("history", { conversation: "everyone" });
  t.deepEqual(
    messages.map(({ text }) => text),
    ["old", "new"],
  );
});

test("no password stands in the log or in the folder", async (t) => {
  const { server, clients } = await serveWith(t, ["alice"]);
  const [alice] = clients;
  await alice.leave();
  const again = await server.greeted();
  await again.refusal("login", { name: "alice", password: "a wrong password" });
  await again.request("login", { name: "alice", password });
  t.false(JSON.stringify(server.log()).includes(password));
  t.false(JSON.stringify(server.log()).includes("wrong"));
  await server.withStore(async (store) =>
    t.regex(store.account("alice")?.passwordHash ?? "", /^scrypt\$4\$1\$1\$/),
  );
});
