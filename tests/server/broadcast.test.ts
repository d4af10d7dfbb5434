/** Messages to everyone: who gets them, in which order, and what repeating one does. */
import test from "ava";
import { ulid } from "ulid";
import { count, password, serve, serveWith } from "./serve.ts";

test("everyone who is online but the sender gets a broadcast, once", async (t) => {
  const { server, clients } = await serveWith(t, ["alice", "bob", "carol"]);
  const [alice, bob, carol] = clients;
  const idle = await server.greeted();
  const key = ulid();
  t.deepEqual(await alice.broadcast("hello, all\nof you", key), { number: 1, time: server.now });
  const message = { number: 1, from: "alice", text: "hello, all\nof you", time: server.now, key };
  for (const client of [bob, carol])
    t.like(await client.event("posted"), { conversation: "everyone", messages: [message] });
  await Promise.all([...clients, idle].map((client) => client.settled()));
  t.deepEqual(
    [alice, bob, carol, idle].map((client) => client.eventsOf("posted").length),
    [0, 1, 1, 0],
  );
});

test("with many senders at once all see one order, numbered without holes", async (t) => {
  const names = ["alice", "bob", "carol", "dave", "erin", "frank"] as const;
  const { clients } = await serveWith(t, names);
  const each = 150;
  const own = await Promise.all(
    clients.map((client, sender) =>
      Promise.all(count(each).map((n) => client.broadcast(`${names[sender]} ${n}`))),
    ),
  );
  const total = names.length * each;
  const messages = await clients[0].history("everyone");
  t.deepEqual(
    messages.map(({ number }) => number),
    count(total),
  );
  for (const [index, client] of clients.entries()) {
    await client.until(() => client.messages("everyone").length === total - each);
    t.deepEqual(
      client.messages("everyone"),
      messages.filter(({ from }) => from !== names[index]),
    );
    const mine = messages.filter(({ from }) => from === names[index]);
    t.deepEqual(
      mine.map(({ text }) => text),
      count(each).map((n) => `${names[index]} ${n}`),
    );
    t.deepEqual(
      mine.map(({ number }) => number),
      own[index]?.map(({ number }) => number),
    );
  }
});

test("the same key again gives the first answer again and no second message", async (t) => {
  const { server, clients } = await serveWith(t, ["alice", "bob"]);
  const [alice, bob] = clients;
  const key = ulid();
  const both = [
    alice.prepare("broadcast", { text: "hi", key }),
    alice.prepare("broadcast", { text: "hi", key }),
  ];
  alice.write(Buffer.concat(both.map(({ frame }) => frame)));
  const [first, second] = await Promise.all(both.map(({ answer }) => answer));
  t.deepEqual(first, second);
  server.now += 1000;
  t.deepEqual(await alice.broadcast("hi", key), first);
  await alice.leave();
  const again = await server.loggedIn("alice");
  t.deepEqual(await again.broadcast("hi", key), first);
  t.is((await again.broadcast("next")).number, 2);
  await bob.event("posted");
  await bob.event("posted");
  t.deepEqual(bob.texts("everyone"), ["hi", "next"]);
});

test("the same key after a restart gives the first answer again", async (t) => {
  const { server, clients } = await serveWith(t, ["alice", "bob"]);
  const key = ulid();
  const first = await clients[0].broadcast("hi", key);
  await server.restart();
  server.now += 1000;
  const again = await server.loggedIn("alice");
  t.deepEqual(await again.broadcast("hi", key), first);
  const bob = await server.loggedIn("bob");
  await bob.event("missed");
  await bob.settled();
  t.deepEqual(bob.texts("everyone"), ["hi"]);
});

test("the key of another sender is another key", async (t) => {
  const { clients } = await serveWith(t, ["alice", "bob"]);
  const key = ulid();
  t.is((await clients[0].broadcast("from alice", key)).number, 1);
  t.is((await clients[1].broadcast("from bob", key)).number, 2);
});

test("texts that can't be shown safely, or are empty or too long, are refused and kept nowhere", async (t) => {
  const { clients } = await serveWith(t, ["alice", "bob"]);
  const [alice, bob] = clients;
  const bad = [
    "",
    "x".repeat(4097),
    "\u{1f600}".repeat(4097),
    "a\tb",
    "a\rb",
    "\u001b[2J",
    "\u009b2J",
    "\u202eabc",
    "a\u0000",
  ];
  for (const text of bad) {
    t.is((await alice.refusal("broadcast", { text, key: ulid() })).code, "bad_text");
    t.is((await alice.refusal("whisper", { to: "bob", text, key: ulid() })).code, "bad_text");
  }
  for (const text of ["x", "\n", "x".repeat(4096), "\u{1f600}".repeat(4096), " ", "é‍"])
    await alice.broadcast(text);
  await bob.until(() => bob.messages("everyone").length === 6);
  t.deepEqual(
    bob.messages("everyone").map(({ number }) => number),
    count(6),
  );
  t.deepEqual((await bob.request("history", { conversation: "alice" })).messages, []);
});

test("what the first session sent until it was taken over, the second one sees", async (t) => {
  const { server, clients } = await serveWith(t, ["alice", "bob"]);
  const [first, bob] = clients;
  const second = await server.greeted();
  let stored = 0;
  const send = async (): Promise<void> => {
    for (;;) await first.broadcast("mine").then(() => stored++);
  };
  const sending = Promise.allSettled(count(50).map(send));
  await bob.until(() => bob.messages("everyone").length > 200);
  await second.request("login", { name: "alice", password, takeover: true });
  await sending;
  t.is((await second.broadcast("last")).number, stored + 1);
  await second.until(() => second.messages("everyone").length >= stored);
  t.deepEqual(
    second.messages("everyone").map(({ number }) => number),
    count(stored),
  );
});

test("whoever signs up is announced, and may be written to at once", async (t) => {
  const server = await serve(t);
  const alice = await server.signedUp("alice");
  await server.signedUp("Bob");
  t.like(await alice.event("joined"), { name: "Bob", time: server.now });
  t.like(await alice.event("presence"), { name: "Bob", online: true, time: server.now });
  t.deepEqual(
    alice.events.map(({ event }) => event),
    ["joined", "presence"],
  );
  t.is((await alice.whisper("bob", "welcome")).number, 1);
});
