/** The client on a good connection: what it tells its owner, and what it does by itself. */
import test from "ava";
import { ChatError, Disconnected } from "../../protocol/index.ts";
import { Chatter } from "../server/chatter.ts";
import { count, password, serve, serveWith } from "../server/serve.ts";

test("connecting is told step by step, with the server's name", async (t) => {
  const server = await serve(t);
  const chatter = await Chatter.open(t, server.port);
  t.like(chatter.connections, [{ state: "connecting" }, { state: "connected" }]);
  const [, connected] = chatter.connections;
  t.true(connected?.state === "connected" && connected.server.startsWith("chat-server/"));
  t.true((chatter.of("roundTrip")[0]?.ms ?? -1) > 0);
  chatter.client.connect();
  t.is(chatter.connections.length, 2, "connecting again does nothing while there is a connection");
});

test("signing up and logging in start a session, and refusals are told as they are", async (t) => {
  const server = await serve(t);
  const alice = await Chatter.open(t, server.port);
  const refusal = (code: string) => ({ instanceOf: ChatError, code });
  await t.throwsAsync(alice.client.login("Alice", password), refusal("bad_login"));
  await alice.client.signup("Alice", password);
  t.deepEqual(alice.sessions, [{ state: "in", name: "Alice", since: server.now }]);
  await alice.client.logout();
  await t.throwsAsync(alice.client.signup("alice", password), refusal("name_taken"));
  await alice.client.login("alice", password);
  t.like(alice.sessions, [
    { state: "in" },
    { state: "out", why: { kind: "logged out" } },
    { state: "in", name: "Alice" },
  ]);
  const other = await Chatter.open(t, server.port);
  await t.throwsAsync(other.client.login("alice", password), refusal("already_online"));
  await t.throwsAsync(other.client.request("online", {}), refusal("not_logged_in"));
});

test("a takeover ends the other session for good", async (t) => {
  const server = await serve(t);
  const first = await Chatter.open(t, server.port);
  await first.client.signup("alice", password);
  const second = await Chatter.open(t, server.port);
  await second.client.login("alice", password, { takeover: true });
  await first.until(() => first.sessions.length === 2);
  t.deepEqual(first.sessions[1], { state: "out", why: { kind: "taken over", address: "127.0.0.1" } });
  await server.restart();
  await second.until(() => second.connections.some(({ state }) => state === "waiting"));
  t.is(first.sessions.length, 2, "no session to interrupt");
});

test("messages are sent, told as stored, and confirmed by themselves", async (t) => {
  const { server, clients } = await serveWith(t, ["alice"]);
  const [alice] = clients;
  const bob = await Chatter.open(t, server.port);
  await bob.client.signup("bob", password);
  t.deepEqual(await bob.say("everyone", "hi"), { state: "stored", number: 1, time: server.now });
  t.is((await alice.event("posted")).messages[0]?.text, "hi");
  t.deepEqual(await bob.say("ALICE", "psst"), { state: "stored", number: 1, time: server.now });
  for (const n of count(3)) await alice.whisper("bob", `${n}`);
  await alice.until(() => alice.eventsOf("delivered").at(-1)?.number === 4);
  t.deepEqual(bob.texts("alice"), ["1", "2", "3"]);
  await bob.client.logout();
  await bob.client.login("bob", password);
  await bob.client.request("ping", {});
  t.deepEqual(
    bob.events.filter(({ event }) => event === "missed"),
    [],
    "one's own were confirmed as well",
  );
});

test("what has arrived is confirmed at the latest with the logout", async (t) => {
  const { server, clients } = await serveWith(t, ["alice"]);
  const bob = await Chatter.open(t, server.port);
  await bob.client.signup("bob", password);
  await clients[0].whisper("bob", "psst");
  await bob.until(() => bob.events.some(({ event }) => event === "posted"));
  await bob.client.logout();
  await bob.client.login("bob", password);
  await bob.client.request("ping", {});
  t.deepEqual(bob.texts("alice"), ["psst"]);
});

test("what was missed is told after the session's start, however the frames come together", async (t) => {
  const { server, clients } = await serveWith(t, ["alice", "bob"]);
  const [alice, bob] = clients;
  await bob.request("logout", {});
  await bob.leave();
  for (const n of count(3)) await alice.broadcast(`${n}`);
  const again = await Chatter.open(t, server.port);
  await again.client.login("bob", password);
  await again.until(() => again.messages("everyone").length === 3);
  const kinds = again.news.map(({ kind }) => kind);
  t.true(kinds.indexOf("session") < kinds.indexOf("event"));
});

test("a refused message is told once, and later ones go out", async (t) => {
  const server = await serve(t);
  const alice = await Chatter.open(t, server.port);
  await alice.client.signup("alice", password);
  t.like(await alice.say("nobody1", "hi"), { state: "refused", error: { code: "unknown_account" } });
  t.like(await alice.say("everyone", "a\tb"), { state: "refused", error: { code: "bad_text" } });
  t.like(await alice.say("everyone", "x".repeat(100_000)), { state: "refused", error: { code: "bad_text" } });
  t.like(await alice.say("everyone", "fine"), { state: "stored", number: 1 });
  t.is(alice.client.unanswered, 0);
  t.is(alice.connections.length, 2, "on the same connection");
});

test("a name or password that no frame could hold is refused here", async (t) => {
  const server = await serve(t);
  const alice = await Chatter.open(t, server.port);
  const long = "x".repeat(5000);
  await t.throwsAsync(alice.client.signup("alice", long), { code: "bad_password" });
  await t.throwsAsync(alice.client.login("alice", long), { code: "bad_password" });
  await t.throwsAsync(alice.client.login(long, password), { code: "bad_name" });
  await alice.client.signup("alice", password);
  t.is(alice.connections.length, 2, "on the same connection");
});

test("what is written without a session goes out with the next one, unless that is somebody else's", async (t) => {
  const server = await serve(t);
  const chatter = new Chatter(t, server.port);
  const early = ["1", "2", "3"].map((text) => chatter.client.send("everyone", text).key);
  await chatter.connect();
  t.is(chatter.client.unanswered, 3);
  await chatter.client.signup("alice", password);
  await chatter.until(() => chatter.client.unanswered === 0);
  t.like(
    early.map((key) => chatter.outcomes(key)[0]),
    [{ number: 1 }, { number: 2 }, { number: 3 }],
  );
  const other = await Chatter.open(t, server.port);
  await other.client.login("alice", password, { takeover: true });
  await chatter.until(() => chatter.sessions.at(-1)?.state === "out");
  const { key } = chatter.client.send("everyone", "alice's");
  await chatter.client.signup("bob", password);
  t.like(await chatter.say("everyone", "bob's"), { number: 4 });
  t.deepEqual(chatter.outcomes(key), []);
});

test("a logout drops what is unanswered and who one was", async (t) => {
  const server = await serve(t);
  const alice = await Chatter.open(t, server.port);
  await alice.client.signup("alice", password);
  const { key } = alice.client.send("everyone", "on its way");
  await alice.client.logout();
  t.is(alice.client.unanswered, 0);
  await server.restart();
  await alice.until(() => alice.connections.some(({ state }) => state === "waiting"));
  t.true(alice.outcomes(key).length <= 1);
  t.is(server.online, 0);
  t.is(alice.sessions.at(-1)?.state, "out");
});

test("after close there are no more tries, and requests are refused as disconnected", async (t) => {
  const server = await serve(t);
  const alice = await Chatter.open(t, server.port);
  await alice.client.signup("alice", password);
  const asked = alice.client.request("online", {});
  alice.client.close();
  await t.throwsAsync(asked, { instanceOf: Disconnected });
  await alice.until(() => alice.connections.at(-1)?.state === "stopped");
  t.deepEqual(alice.connections.at(-1), { state: "stopped", reason: { kind: "stopped" } });
  await t.throwsAsync(alice.client.login("alice", password), { instanceOf: Disconnected });
});
