/** Who learns when someone comes and goes, and that nobody learns it of someone who blocks them. */
import test from "ava";
import { ulid } from "ulid";
import type { RawClient } from "./raw.ts";
import { password, serveWith } from "./serve.ts";

/** What the lists say of a name to this client. */
async function listed(client: RawClient, name: string) {
  const { accounts: online, total } = await client.request("online", {});
  const { accounts: recent } = await client.request("recent", {});
  const { accounts: contacts } = await client.request("contacts", {});
  return {
    online: online.some((account) => account.name === name),
    total,
    recent: recent.some((account) => account.name === name),
    contact: contacts.find((account) => account.name === name),
  };
}

test("those who are logged in learn who comes and goes, once each, and nothing of themselves", async (t) => {
  const { server, clients } = await serveWith(t, ["alice"]);
  const [alice] = clients;
  const stranger = await server.greeted();
  const bob = await server.signedUp("bob");
  server.now += 1000;
  await bob.request("logout", {});
  server.now += 1000;
  await bob.request("login", { name: "bob", password });
  server.now += 1000;
  await bob.leave();
  await alice.until(() => alice.eventsOf("presence").length === 4);
  t.deepEqual(
    alice.eventsOf("presence").map(({ name, online, time }) => [name, online, server.now - time]),
    [
      ["bob", true, 3000],
      ["bob", false, 2000],
      ["bob", true, 1000],
      ["bob", false, 0],
    ],
  );
  await stranger.settled();
  t.deepEqual([stranger.events, bob.eventsOf("presence")], [[], []]);
});

test("a block makes its owner leave in the eyes of the blocked, and an unblock makes them return", async (t) => {
  const { server, clients } = await serveWith(t, ["alice", "bob", "carol"]);
  const [alice, bob, carol] = clients;
  const since = server.now;
  const before = alice.eventsOf("presence").length;
  const seen = () => alice.eventsOf("presence").slice(before);
  server.now += 1000;
  await bob.request("block", { name: "alice" });
  await bob.request("block", { name: "alice" });
  await alice.settled();
  t.like(seen(), [{ name: "bob", online: false, time: since + 1000 }]);
  t.deepEqual(await listed(alice, "bob"), {
    online: false,
    total: 2,
    recent: false,
    contact: { name: "bob", online: false },
  });
  t.deepEqual((await listed(carol, "bob")).contact, { name: "bob", online: true, since });
  t.deepEqual((await listed(bob, "alice")).contact, { name: "alice", online: true, since });
  server.now += 1000;
  await bob.request("unblock", { name: "alice" });
  await bob.request("unblock", { name: "alice" });
  await alice.settled();
  t.like(seen(), [{ online: false }, { name: "bob", online: true, time: since }]);
  t.is(seen().length, 2);
  t.deepEqual(await listed(alice, "bob"), {
    online: true,
    total: 3,
    recent: true,
    contact: { name: "bob", online: true, since },
  });
});

test("the blocked don't learn when the owner of the block comes and goes, nor of a takeover", async (t) => {
  const { server, clients } = await serveWith(t, ["alice", "bob", "carol"]);
  const [alice, bob, carol] = clients;
  await bob.request("block", { name: "alice" });
  await alice.settled();
  const before = alice.events.length;
  const seen = carol.eventsOf("presence").length;
  await bob.request("logout", {});
  await bob.request("login", { name: "bob", password });
  await (await server.greeted()).request("login", { name: "bob", password, takeover: true });
  await bob.request("login", { name: "bob", password, takeover: true });
  await alice.settled();
  t.deepEqual(alice.events.slice(before), []);
  t.is(carol.eventsOf("presence").length, seen + 6);
});

test("unblocking and leaving at once doesn't leave a ghost behind", async (t) => {
  const { server, clients } = await serveWith(t, ["alice", "bob"]);
  const [alice, bob] = clients;
  for (let round = 0; round < 10; round++) {
    await bob.request("block", { name: "alice" });
    const both = [bob.prepare("unblock", { name: "alice" }), bob.prepare("logout", {})];
    bob.write(Buffer.concat(both.map(({ frame }) => frame)));
    await Promise.all(both.map(({ answer }) => answer));
    await alice.settled();
    t.is(alice.eventsOf("presence").at(-1)?.online, false);
    await bob.request("login", { name: "bob", password });
  }
  t.is(server.online, 2);
});

test("what the blocked once whispered doesn't tell when its recipient is there", async (t) => {
  const { clients } = await serveWith(t, ["alice", "bob"]);
  const [alice, bob] = clients;
  await alice.whisper("bob", "hi", ulid());
  await bob.request("block", { name: "alice" });
  await alice.settled();
  const before = alice.events.length;
  await bob.request("received", { conversation: "alice", number: 1 });
  await bob.request("read", { conversation: "alice", number: 1 });
  await bob.request("history", { conversation: "alice" });
  await alice.settled();
  t.deepEqual(alice.events.slice(before), []);
});
