/** What a block hides: broadcasts, live, missed and in history, and not delivered anew when the block is gone. */
import test from "ava";
import type { RawClient } from "./raw.ts";
import { count, password, serveWith, type TestServer } from "./serve.ts";

let marks = 0;

/** What bob gets as missed at a new login. All of it is here when what is said after it is. */
async function missedBy(server: TestServer, bob: RawClient, other: RawClient): Promise<string[]> {
  await bob.request("logout", {});
  const again = await server.loggedIn("bob");
  const mark = `mark ${++marks}`;
  await other.broadcast(mark);
  await again.until(() => again.texts("everyone").includes(mark));
  await again.request("logout", {});
  await bob.request("login", { name: "bob", password });
  return withoutMarks(again.texts("everyone"));
}

function withoutMarks(all: readonly string[]): string[] {
  return all.filter((text) => !text.startsWith("mark "));
}

const texts = (messages: readonly { readonly text: string }[]): string[] => messages.map(({ text }) => text);

test("broadcasts of someone blocked don't come live, everybody else's do", async (t) => {
  const { clients } = await serveWith(t, ["alice", "bob", "carol"]);
  const [alice, bob, carol] = clients;
  await alice.broadcast("before");
  await bob.request("block", { name: "alice" });
  await Promise.all([...count(20).map((n) => alice.broadcast(`hidden ${n}`)), carol.broadcast("shown")]);
  await alice.broadcast("hidden too");
  await bob.settled();
  t.deepEqual(bob.texts("everyone"), ["before", "shown"]);
  await carol.settled();
  t.is(carol.messages("everyone").length, 22);
  await bob.request("unblock", { name: "alice" });
  await alice.broadcast("after");
  await bob.settled();
  t.deepEqual(bob.texts("everyone"), ["before", "shown", "after"]);
});

test("they don't come as missed, aren't in history and don't count as unread, while the block stands", async (t) => {
  const { server, clients } = await serveWith(t, ["alice", "bob", "carol"]);
  const [alice, bob, carol] = clients;
  await bob.request("block", { name: "alice" });
  await bob.request("logout", {});
  for (const n of count(3)) {
    await alice.broadcast(`hidden ${n}`);
    await carol.broadcast(`shown ${n}`);
  }
  await alice.broadcast("hidden 4");
  await server.restart();
  const again = await server.loggedIn("bob");
  await again.event("missed");
  t.deepEqual(again.texts("everyone"), ["shown 1", "shown 2", "shown 3"]);
  t.deepEqual(texts(await again.history("everyone")), ["shown 1", "shown 2", "shown 3"]);
  t.like((await again.request("conversations", {})).conversations[0], { last: 7, unread: 3 });
});

test("history shows nothing of someone blocked, not even from before, and all of it when the block is gone", async (t) => {
  const { clients } = await serveWith(t, ["alice", "bob"]);
  const [alice, bob] = clients;
  await alice.broadcast("before");
  await bob.request("block", { name: "alice" });
  await alice.broadcast("hidden");
  t.deepEqual(await bob.history("everyone"), []);
  await bob.request("unblock", { name: "alice" });
  t.deepEqual(texts(await bob.history("everyone")), ["before", "hidden"]);
});

test("a page of history that is hidden as a whole leads on to the page before it", async (t) => {
  const { clients } = await serveWith(t, ["alice", "bob", "carol"]);
  const [alice, bob, carol] = clients;
  await carol.broadcast("shown");
  await Promise.all(count(250).map((n) => alice.broadcast(`${n}`)));
  await bob.request("block", { name: "alice" });
  const page = await bob.request("history", { conversation: "everyone" });
  t.deepEqual(page, { conversation: "everyone", messages: [], before: 152 });
  t.deepEqual(texts(await bob.history("everyone")), ["shown"]);
});

test("after an unblock, what the block hid is not missed: when it was the last", async (t) => {
  const { server, clients } = await serveWith(t, ["alice", "bob", "carol"]);
  const [alice, bob, carol] = clients;
  await carol.broadcast("1");
  await bob.request("received", { conversation: "everyone", number: 1 });
  await bob.request("block", { name: "alice" });
  await alice.broadcast("hidden");
  await bob.request("unblock", { name: "alice" });
  t.deepEqual(await missedBy(server, bob, carol), []);
  await alice.broadcast("shown");
  t.deepEqual(await missedBy(server, bob, carol), ["shown"]);
});

test("after an unblock, what the block hid is not missed: in the middle, with nothing confirmed", async (t) => {
  const { server, clients } = await serveWith(t, ["alice", "bob", "carol"]);
  const [alice, bob, carol] = clients;
  await bob.request("block", { name: "alice" });
  for (const [client, text] of [
    [carol, "1"],
    [alice, "hidden"],
    [carol, "3"],
    [alice, "hidden"],
    [bob, "5"],
    [alice, "hidden"],
  ] as const) {
    await client.broadcast(text);
  }
  t.deepEqual(await missedBy(server, bob, carol), ["1", "3", "5"]);
  await bob.request("unblock", { name: "alice" });
  await alice.broadcast("7");
  t.deepEqual(await missedBy(server, bob, carol), ["1", "3", "5", "7"]);
  await server.restart();
  const again = await server.loggedIn("bob");
  await again.event("missed");
  t.deepEqual(withoutMarks(again.texts("everyone")), ["1", "3", "5", "7"]);
});

test("after an unblock, what the block hid while its owner was away is not missed either", async (t) => {
  const { server, clients } = await serveWith(t, ["alice", "bob", "carol"]);
  const [alice, bob, carol] = clients;
  await bob.request("block", { name: "alice" });
  await bob.leave();
  await carol.broadcast("1");
  await alice.broadcast("hidden");
  await carol.broadcast("3");
  await alice.broadcast("hidden");
  const again = await server.greeted();
  const requests = [
    again.prepare("login", { name: "bob", password }),
    again.prepare("unblock", { name: "alice" }),
  ];
  again.write(Buffer.concat(requests.map(({ frame }) => frame)));
  await Promise.all(requests.map(({ answer }) => answer));
  await again.event("missed");
  await again.settled();
  t.deepEqual(again.texts("everyone"), ["1", "3"]);
});

test("of several blocks each hides its own, as long as it stands", async (t) => {
  const { server, clients } = await serveWith(t, ["alice", "bob", "carol"]);
  const [alice, bob, carol] = clients;
  const sendBoth = async (n: number): Promise<void> => {
    await alice.broadcast(`alice ${n}`);
    await carol.broadcast(`carol ${n}`);
  };
  await bob.request("block", { name: "alice" });
  await sendBoth(1);
  await bob.request("block", { name: "carol" });
  await sendBoth(2);
  await bob.request("unblock", { name: "alice" });
  await sendBoth(3);
  await bob.request("block", { name: "alice" });
  await sendBoth(4);
  await bob.request("unblock", { name: "carol" });
  await bob.request("unblock", { name: "alice" });
  await sendBoth(5);
  await bob.settled();
  const shown = ["carol 1", "alice 3", "alice 5", "carol 5"];
  t.deepEqual(bob.texts("everyone"), shown);
  t.deepEqual(await missedBy(server, bob, carol), shown);
  t.is(withoutMarks(texts(await bob.history("everyone"))).length, 10);
});

test("a flood by someone blocked doesn't wash away what others said before it", async (t) => {
  const { server, clients } = await serveWith(t, ["alice", "bob", "carol"]);
  const [alice, bob, carol] = clients;
  await bob.request("block", { name: "alice" });
  await bob.request("logout", {});
  await carol.broadcast("for bob");
  await Promise.all(count(1100).map((n) => alice.broadcast(`${n}`)));
  const again = await server.loggedIn("bob");
  const missed = await again.event("missed");
  const seen = missed.older ? texts(await again.history("everyone")) : texts(missed.messages);
  t.deepEqual(seen, ["for bob"], "it is delivered, or announced as older");
});

test("confirming what is shown is enough, whatever is hidden after it", async (t) => {
  const { server, clients } = await serveWith(t, ["alice", "bob", "carol"]);
  const [alice, bob, carol] = clients;
  await bob.request("block", { name: "alice" });
  await carol.broadcast("1");
  await alice.broadcast("hidden");
  await bob.request("received", { conversation: "everyone", number: 1 });
  await alice.broadcast("hidden");
  await bob.request("unblock", { name: "alice" });
  t.deepEqual(await missedBy(server, bob, carol), []);
});
