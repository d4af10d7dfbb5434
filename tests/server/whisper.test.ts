/** Messages to one account: nobody else gets them, and the sender learns when they have arrived. */
import test from "ava";
import { ulid } from "ulid";
import { count, password, serveWith } from "./serve.ts";

test("only the recipient gets a whisper", async (t) => {
  const { server, clients } = await serveWith(t, ["alice", "bob", "carol"]);
  const [alice, bob, carol] = clients;
  const key = ulid();
  t.deepEqual(await alice.whisper("bob", "psst", key), { number: 1, time: server.now });
  const message = { number: 1, from: "alice", text: "psst", time: server.now, key };
  t.like(await bob.event("posted"), { conversation: "alice", messages: [message] });
  await Promise.all(clients.map((client) => client.settled()));
  t.deepEqual(
    [alice, bob, carol].map((client) => client.eventsOf("posted").length),
    [0, 1, 0],
  );
  await alice.leave();
  await carol.leave();
  const [aliceAgain, carolAgain] = [await server.loggedIn("alice"), await server.loggedIn("carol")];
  await carolAgain.settled();
  t.deepEqual(carolAgain.eventsOf("missed"), []);
  t.deepEqual((await carolAgain.request("history", { conversation: "bob" })).messages, []);
  t.is((await aliceAgain.request("history", { conversation: "bob" })).messages.length, 1);
});

test("both sides share one numbering", async (t) => {
  const { clients } = await serveWith(t, ["alice", "bob"]);
  const [alice, bob] = clients;
  t.is((await alice.whisper("bob", "1")).number, 1);
  t.is((await bob.whisper("alice", "2")).number, 2);
  t.is((await alice.whisper("bob", "3")).number, 3);
  t.is((await alice.broadcast("1")).number, 1);
  t.deepEqual([alice.texts("bob"), bob.texts("alice")], [["2"], ["1", "3"]]);
});

test("the recipient may be named in any spelling, and is shown as signed up", async (t) => {
  const { clients } = await serveWith(t, ["Alice", "BobBy"]);
  const [alice, bob] = clients;
  await alice.whisper("bobby", "1");
  await alice.whisper("BOBBY", "2");
  await bob.whisper("aLICE", "3");
  await bob.until(() => bob.messages("Alice").length === 2);
  t.deepEqual(bob.texts("Alice"), ["1", "2"]);
  t.deepEqual((await bob.request("history", { conversation: "alice" })).conversation, "Alice");
  t.deepEqual(alice.texts("BobBy"), ["3"]);
});

test("an unknown recipient and oneself are refused, and nothing is kept", async (t) => {
  const { server, clients } = await serveWith(t, ["alice"]);
  const [alice] = clients;
  const refusal = async (to: string) =>
    (await alice.refusal("whisper", { to, text: "hi", key: ulid() })).code;
  t.is(await refusal("bob"), "unknown_account");
  t.is(await refusal("everyone"), "unknown_account");
  t.is(await refusal("__proto__"), "unknown_account");
  t.is(await refusal("Alice"), "yourself");
  t.is((await alice.request("conversations", {})).conversations.length, 1);
  const bob = await server.signedUp("bob");
  await bob.settled();
  t.deepEqual(
    [bob.eventsOf("missed"), (await bob.request("history", { conversation: "alice" })).messages],
    [[], []],
  );
});

test("the sender learns when a whisper has arrived, at once", async (t) => {
  const { clients } = await serveWith(t, ["alice", "bob"]);
  const [alice, bob] = clients;
  await Promise.all(count(3).map((n) => alice.whisper("bob", `${n}`)));
  await bob.request("received", { conversation: "alice", number: 2 });
  t.like(await alice.event("delivered"), { conversation: "bob", number: 2 });
  await bob.request("received", { conversation: "ALICE", number: 99 });
  t.like(await alice.event("delivered"), { conversation: "bob", number: 3 });
  await bob.request("received", { conversation: "alice", number: 3 });
  await bob.request("received", { conversation: "alice", number: 1 });
  await alice.settled();
  t.is(alice.eventsOf("delivered").length, 2, "what is known isn't told again");
});

test("a sender who was away learns afterwards what has arrived", async (t) => {
  const { server, clients } = await serveWith(t, ["alice", "bob"]);
  const [alice, bob] = clients;
  await bob.request("logout", {});
  await alice.whisper("bob", "read this later");
  await alice.leave();
  await bob.request("login", { name: "bob", password });
  await bob.event("missed");
  await bob.request("received", { conversation: "alice", number: 1 });
  await server.restart();
  const again = await server.loggedIn("alice");
  const { conversations } = await again.request("conversations", {});
  t.like(conversations[1], { conversation: "bob", last: 1, delivered: 1, received: 0 });
});

test("the same key again gives the first answer again, also after a restart", async (t) => {
  const { server, clients } = await serveWith(t, ["alice", "bob"]);
  const [alice, bob] = clients;
  const key = ulid();
  const first = await alice.whisper("bob", "hi", key);
  t.deepEqual(await alice.whisper("bob", "hi", key), first);
  await bob.settled();
  t.deepEqual(bob.texts("alice"), ["hi"]);
  await server.restart();
  server.now += 1000;
  const again = await server.loggedIn("alice");
  t.deepEqual(await again.whisper("bob", "hi", key), first);
});

test("what the first session whispered until it was taken over, the second one sees", async (t) => {
  const { server, clients } = await serveWith(t, ["alice", "bob"]);
  const [first, bob] = clients;
  const second = await server.greeted();
  let stored = 0;
  const send = async (): Promise<void> => {
    for (;;) await first.whisper("bob", "mine").then(() => stored++);
  };
  const sending = Promise.allSettled(count(50).map(send));
  await bob.until(() => bob.messages("alice").length > 200);
  await second.request("login", { name: "alice", password, takeover: true });
  await sending;
  t.is((await second.whisper("bob", "last")).number, stored + 1);
  await second.until(() => second.messages("bob").length >= stored);
  t.deepEqual(
    second.messages("bob").map(({ number }) => number),
    count(stored),
  );
});

test("a whisper whose sender is gone before the answer is delivered all the same", async (t) => {
  const { server, clients } = await serveWith(t, ["alice", "bob"]);
  const [alice, bob] = clients;
  await new Promise((sent) =>
    alice.socket.write(alice.prepare("whisper", { to: "bob", text: "bye", key: ulid() }).frame, sent),
  );
  alice.socket.destroy();
  await bob.event("presence");
  t.is(server.online, 1);
  const { messages } = await bob.request("history", { conversation: "alice" });
  t.deepEqual(
    bob.texts("alice"),
    messages.map(({ text }) => text),
  );
});
