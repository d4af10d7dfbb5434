/** Who learns that someone types: those who would get the message, and nobody who is blocked or blocks. */
import test from "ava";
import { limits } from "../../protocol/index.ts";
import type { RawClient } from "./raw.ts";
import { count, serveWith } from "./serve.ts";

const tell = (client: RawClient, conversation: string, typing = true) =>
  client.request("typing", { conversation, typing });

async function heard(client: RawClient): Promise<[string, string, boolean][]> {
  await client.settled();
  return client.eventsOf("typing").map(({ conversation, name, typing }) => [conversation, name, typing]);
}

test("typing a whisper is told to its recipient alone", async (t) => {
  const { clients } = await serveWith(t, ["Alice", "bob", "carol"]);
  const [alice, bob, carol] = clients;
  t.deepEqual(await tell(alice, "BOB"), {});
  t.deepEqual(await tell(alice, "bob", false), {});
  t.deepEqual(await heard(bob), [
    ["Alice", "Alice", true],
    ["Alice", "Alice", false],
  ]);
  t.deepEqual([await heard(alice), await heard(carol)], [[], []]);
});

test("typing to everyone is told to all others", async (t) => {
  const { clients } = await serveWith(t, ["alice", "bob", "carol"]);
  const [alice, bob, carol] = clients;
  await tell(alice, "everyone");
  for (const client of [bob, carol]) t.deepEqual(await heard(client), [["everyone", "alice", true]]);
  t.deepEqual(await heard(alice), []);
});

test("neither side of a block learns that the other types, and the answer doesn't tell", async (t) => {
  const { clients } = await serveWith(t, ["alice", "bob", "carol"]);
  const [alice, bob, carol] = clients;
  await bob.request("block", { name: "alice" });
  for (const [one, other] of [
    [alice, "bob"],
    [bob, "alice"],
  ] as const) {
    t.deepEqual(await tell(one, other), {});
    t.deepEqual(await tell(one, "everyone"), {});
  }
  t.deepEqual([await heard(alice), await heard(bob)], [[], []]);
  t.is((await heard(carol)).length, 2);
  await bob.request("unblock", { name: "alice" });
  await tell(bob, "alice");
  t.deepEqual(await heard(alice), [["bob", "bob", true]]);
});

test("typing to someone who is away is answered the same and kept nowhere", async (t) => {
  const { server, clients } = await serveWith(t, ["alice", "bob"]);
  const [alice, bob] = clients;
  await bob.leave();
  t.deepEqual(await tell(alice, "bob"), {});
  t.deepEqual(await heard(await server.loggedIn("bob")), []);
  const { conversations } = await alice.request("conversations", {});
  t.deepEqual(
    conversations.map(({ conversation }) => conversation),
    ["everyone"],
  );
});

test("to a stranger or oneself it is an error", async (t) => {
  const { clients } = await serveWith(t, ["alice"]);
  const [alice] = clients;
  t.is((await alice.refusal("typing", { conversation: "carol", typing: true })).code, "unknown_account");
  t.is((await alice.refusal("typing", { conversation: "alice", typing: true })).code, "yourself");
});

test("in a crowd nobody is told who types to everyone", async (t) => {
  const names = count(limits.typingAudience).map((n) => `user${n}`);
  const { server, clients } = await serveWith(t, names);
  const [one, other] = clients as [RawClient, RawClient];
  await tell(one, "everyone");
  t.is((await heard(other)).length, 1);
  await server.signedUp("onemore");
  await tell(one, "everyone");
  t.is((await heard(other)).length, 1);
  await tell(one, "user2");
  t.is((await heard(other)).length, 2, "a whisper is no matter of the crowd");
});

test("more than anyone types is answered and told to nobody", async (t) => {
  const { clients } = await serveWith(t, ["alice", "bob"]);
  const [alice, bob] = clients;
  const asked = count(500).map((n) => alice.prepare("typing", { conversation: "bob", typing: n % 2 === 1 }));
  alice.write(Buffer.concat(asked.map(({ frame }) => frame)));
  await Promise.all(asked.map(({ answer }) => answer));
  const told = (await heard(bob)).length;
  t.true(told >= 10 && told < 100, `${told}`);
  await alice.whisper("bob", "still heard");
  await bob.event("posted");
});
