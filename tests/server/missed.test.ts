/** What was sent while someone was away: all of it comes at the next login, in order, until it is confirmed. */
import test from "ava";
import { ulid } from "ulid";
import { limits } from "../../protocol/index.ts";
import type { RawClient } from "./raw.ts";
import { count, pair, password, serveWith } from "./serve.ts";

const bobsLogin = { name: "bob", password };

const numbersOf = (client: RawClient, conversation: string): number[] =>
  client.messages(conversation).map(({ number }) => number);

test("what was sent while someone was away comes after their login, in order and marked", async (t) => {
  const { clients } = await serveWith(t, ["alice", "bob", "carol"]);
  const [alice, bob, carol] = clients;
  await bob.request("logout", {});
  for (const n of count(3)) {
    await alice.broadcast(`all ${n}`);
    await carol.whisper("bob", `carol ${n}`);
    await alice.whisper("bob", `alice ${n}`);
  }
  await bob.request("login", bobsLogin);
  for (const _ of count(3)) t.false((await bob.event("missed")).older);
  t.deepEqual(bob.texts("everyone"), ["all 1", "all 2", "all 3"]);
  t.deepEqual(bob.texts("alice"), ["alice 1", "alice 2", "alice 3"]);
  t.deepEqual(bob.texts("carol"), ["carol 1", "carol 2", "carol 3"]);
  await bob.settled();
  t.deepEqual(bob.eventsOf("posted"), []);
  t.is(bob.eventsOf("missed").length, 3);
});

test("without a confirmation it comes again, with one only what is after it", async (t) => {
  const { server, clients } = await serveWith(t, ["alice", "bob"]);
  const [, bob] = clients;
  let alice: RawClient = clients[0];
  await bob.request("logout", {});
  for (const n of count(4)) await alice.whisper("bob", `${n}`);
  let marks = 0;
  /** What bob gets at a login, up to what alice says after it. */
  const login = async (confirm?: number): Promise<string[]> => {
    const client = await server.loggedIn("bob");
    const mark = `mark ${++marks}`;
    await alice.whisper("bob", mark);
    await client.until(() => client.texts("alice").includes(mark));
    if (confirm) await client.request("received", { conversation: "alice", number: confirm });
    await client.request("logout", {});
    return client.texts("alice").filter((text) => !text.startsWith("mark"));
  };
  t.deepEqual(await login(), ["1", "2", "3", "4"]);
  t.deepEqual(await login(3), ["1", "2", "3", "4"]);
  t.deepEqual(await login(), ["4"]);
  await server.restart();
  alice = await server.loggedIn("alice");
  t.deepEqual(await login(4), ["4"]);
  t.deepEqual(await login(), []);
});

test("what came as posted and wasn't confirmed comes again as missed", async (t) => {
  const { server, clients } = await serveWith(t, ["alice", "bob"]);
  const [alice, bob] = clients;
  for (const n of count(3)) await alice.broadcast(`${n}`);
  await bob.settled();
  await bob.request("received", { conversation: "everyone", number: 1 });
  bob.socket.resetAndDestroy();
  await alice.until(() => alice.eventsOf("presence").some(({ online }) => !online));
  const again = await server.loggedIn("bob");
  await again.event("missed");
  t.deepEqual(numbersOf(again, "everyone"), [2, 3]);
});

test("confirming more than there is confirms what there is, and nothing that comes later", async (t) => {
  const { clients } = await serveWith(t, ["alice", "bob"]);
  const [alice, bob] = clients;
  await alice.broadcast("1");
  await bob.request("received", { conversation: "everyone", number: 1000 });
  await bob.request("received", { conversation: "alice", number: 1000 });
  await bob.request("logout", {});
  await alice.broadcast("2");
  await alice.whisper("bob", "1");
  await bob.request("login", bobsLogin);
  await bob.event("missed");
  await bob.event("missed");
  t.deepEqual([bob.texts("everyone"), bob.texts("alice")], [["1", "2"], ["1"]]);
});

test("messages sent while someone catches up come once, in order, after what was missed", async (t) => {
  const { server, clients } = await serveWith(t, ["alice", "bob", "carol"]);
  const [alice, bob, carol] = clients;
  await bob.request("logout", {});
  await Promise.all(count(700).map((n) => alice.broadcast(`${n}`)));
  await Promise.all(count(700).map((n) => carol.whisper("bob", `${n}`)));
  let goesOn = true;
  const keepSending = async (send: () => Promise<unknown>): Promise<void> => {
    while (goesOn) await send();
  };
  const sending = [
    ...count(5).map(() => keepSending(() => alice.broadcast("all"))),
    ...count(5).map(() => keepSending(() => carol.whisper("bob", "bob"))),
  ];
  const rounds = [];
  for (let round = 0; round < 3; round++) {
    const again = await server.loggedIn("bob");
    await again.until(() => {
      const live = again.eventsOf("posted").map(({ conversation }) => conversation);
      return live.includes("everyone") && live.includes("carol");
    });
    rounds.push(again);
    await again.request("logout", {});
  }
  goesOn = false;
  await Promise.all(sending);
  for (const client of rounds) {
    for (const conversation of ["everyone", "carol"]) {
      const numbers = numbersOf(client, conversation);
      t.deepEqual(numbers, count(numbers.length));
      const kinds = client.events.flatMap((event) =>
        "conversation" in event && event.conversation === conversation ? [event.event] : [],
      );
      t.true(kinds.lastIndexOf("missed") < kinds.indexOf("posted"));
    }
  }
});

test("events of a session come after the answer to its login, however many log in at once", async (t) => {
  const { server } = await serveWith(t, ["alice"]);
  const people = count(40).map((n) => `user${n}`);
  const fresh = await Promise.all(people.map(() => server.greeted()));
  await Promise.all(
    fresh.map((client, index) => client.request("signup", { name: people[index] ?? "", password })),
  );
  const tooEarly = fresh.filter(({ order }) => order.slice(0, 2).some((came) => typeof came === "string"));
  t.is(tooEarly.length, 0);
});

test("after a long absence the newest 1,000 come, marked as having older ones before them", async (t) => {
  const { server, clients } = await serveWith(t, ["alice", "bob"]);
  const [alice, bob] = clients;
  await bob.request("logout", {});
  const total = limits.missedMessages + 5;
  await server.withStore(async (store) => {
    const conversation = pair("alice", "bob");
    const message = { conversation, from: "alice", text: "hi", time: 1 };
    await Promise.all(count(total).map(() => store.append({ ...message, key: ulid() })));
  });
  await alice.closed;
  const again = await server.loggedIn("bob");
  await again.until(() => again.messages("alice").length >= limits.missedMessages);
  await again.settled();
  t.deepEqual(numbersOf(again, "alice"), count(total, 6));
  const marks = again.eventsOf("missed").map(({ older }) => older);
  t.deepEqual(marks, [true, ...marks.slice(1).map(() => false)]);
  t.true(again.eventsOf("missed").every(({ messages }) => messages.length <= limits.pageMessages));
  const { messages } = await again.request("history", { conversation: "alice", before: 6 });
  t.deepEqual(
    messages.map(({ number }) => number),
    count(5),
  );
});

test("exactly 1,000 have none before them", async (t) => {
  const { server } = await serveWith(t, ["alice", "bob"]);
  await server.withStore(async (store) => {
    const message = { conversation: pair("alice", "bob"), from: "alice", text: "hi", time: 1 };
    await Promise.all(count(limits.missedMessages).map(() => store.append({ ...message, key: ulid() })));
  });
  const again = await server.loggedIn("bob");
  await again.until(() => again.messages("alice").length >= limits.missedMessages);
  t.false(again.eventsOf("missed").some(({ older }) => older));
});

test("one's own messages that were never confirmed come too", async (t) => {
  const { server, clients } = await serveWith(t, ["alice", "bob"]);
  const [alice] = clients;
  await alice.broadcast("mine");
  await alice.whisper("bob", "mine too");
  await alice.leave();
  const again = await server.loggedIn("alice");
  await again.event("missed");
  await again.event("missed");
  t.deepEqual([again.texts("everyone"), again.texts("bob")], [["mine"], ["mine too"]]);
});

test("whoever logs out and in again while catching up gets what the new session missed, from its beginning", async (t) => {
  const { server } = await serveWith(t, ["alice", "bob"]);
  await server.withStore(async (store) => {
    const message = { conversation: pair("alice", "bob"), from: "alice", text: "hi", time: 1 };
    await Promise.all(count(900).map(() => store.append({ ...message, key: ulid() })));
  });
  for (const _ of count(10)) {
    await server.restart();
    const again = await server.greeted();
    const requests = [
      again.prepare("login", bobsLogin),
      again.prepare("logout", {}),
      again.prepare("login", bobsLogin),
    ];
    again.write(Buffer.concat(requests.map(({ frame }) => frame)));
    await again.until(() => again.messages("alice").at(-1)?.number === 900);
    await again.settled();
    // Answers 2, 3 and 4 are those of the login, the logout and the login.
    const out = again.order.indexOf(3);
    const back = again.order.indexOf(4);
    t.deepEqual(again.order.slice(out + 1, back), [], "nothing without a session");
    const before = again.order.slice(0, back).filter((came) => came === "missed").length;
    const numbers = again
      .eventsOf("missed")
      .slice(before)
      .flatMap(({ messages }) => messages.map(({ number }) => number));
    t.deepEqual(numbers, count(900));
  }
});
