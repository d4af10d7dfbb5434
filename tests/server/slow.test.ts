/** Peers that don't read what they are sent, and peers that ask for more than a socket takes at once. */
import test from "ava";
import { defaultDeadlines } from "../../server/deadlines.ts";
import type { RawClient } from "./raw.ts";
import { count, password, serveWith } from "./serve.ts";

const large = "\u{1f600}".repeat(4096);

/** Sends large broadcasts, a few at a time, until `isEnough`. */
async function flood(sender: RawClient, isEnough: () => boolean, most = 4000): Promise<number> {
  let sent = 0;
  while (sent < most && !isEnough()) {
    await Promise.all(count(20).map(() => sender.broadcast(large)));
    sent += 20;
  }
  return sent;
}

test("a peer that doesn't read is given up, and nobody else is delayed", async (t) => {
  const { server, clients } = await serveWith(t, ["alice", "bob", "carol"]);
  const [alice, bob, carol] = clients;
  carol.socket.pause();
  const gone = () => alice.eventsOf("presence").some(({ name, online }) => name === "carol" && !online);
  const sent = await flood(alice, gone);
  t.true(gone(), "carol was given up");
  await bob.until(() => bob.messages("everyone").length === sent);
  t.deepEqual(
    bob.messages("everyone").map(({ number }) => number),
    count(sent),
  );
  t.true(server.log().some(({ event, code }) => event === "connection given up" && code === "too_slow"));
  await bob.broadcast("still here");
});

test("a peer that was too slow is told so, if it reads at last", async (t) => {
  const { clients } = await serveWith(t, ["alice", "carol"]);
  const [alice, carol] = clients;
  carol.socket.pause();
  await flood(alice, () => alice.eventsOf("presence").some(({ online }) => !online), 2000);
  carol.socket.resume();
  await carol.closed;
  const numbers = carol.messages("everyone").map(({ number }) => number);
  t.deepEqual(numbers, count(numbers.length), "and what it got until then has no hole");
});

test("a peer that asks for many large pages at once gets them all", async (t) => {
  const { clients } = await serveWith(t, ["alice", "bob"]);
  const [alice, bob] = clients;
  await flood(alice, () => false, 40);
  const asked = count(100).map(() => bob.prepare("history", { conversation: "everyone" }));
  bob.write(Buffer.concat(asked.map(({ frame }) => frame)));
  const pages = await Promise.all(asked.map(({ answer }) => answer));
  t.is(new Set(pages.map(({ messages }) => messages.length)).size, 1);
  await bob.settled();
});

test("a peer that asks without reading is not read from either, and goes on when it reads", async (t) => {
  const { clients } = await serveWith(t, ["alice", "bob"]);
  const [alice, bob] = clients;
  await flood(alice, () => false, 40);
  bob.socket.pause();
  const asked = count(300).map(() => bob.prepare("history", { conversation: "everyone" }));
  const ping = bob.prepare("ping", {});
  bob.write(Buffer.concat([...asked.map(({ frame }) => frame), ping.frame]));
  await flood(alice, () => false, 20);
  bob.socket.resume();
  t.is((await Promise.all(asked.map(({ answer }) => answer))).length, 300);
  await ping.answer;
});

test("a peer that asks for much and reads nothing is not given up, only not read from", async (t) => {
  const { server, clients } = await serveWith(t, ["bob"]);
  const [bob] = clients;
  bob.socket.pause();
  const asked = count(80_000).map(() => bob.prepare("dance" as never, {} as never));
  bob.write(Buffer.concat(asked.map(({ frame }) => frame)));
  const other = await server.greeted();
  for (const _ of count(200)) await other.settled();
  bob.socket.resume();
  const refusals = await Promise.allSettled(asked.map(({ answer }) => answer));
  t.true(
    refusals.every((refusal) => refusal.status === "rejected" && refusal.reason.code === "unknown_request"),
  );
  await bob.settled();
});

test("a peer that was not read from because it owed too much is read from again when it has taken it", async (t) => {
  const { server, clients } = await serveWith(t, ["alice", "bob", "carol"]);
  const [alice, bob, carol] = clients;
  bob.socket.pause();
  carol.socket.pause();
  // Carol is ahead by half of what a peer may owe: when she is given up, bob owes much, but not too much.
  for (const _ of count(35)) await alice.whisper("carol", large);
  while (!server.log().some(({ event }) => event === "connection given up")) await alice.broadcast(large);
  const ping = bob.prepare("ping", {});
  bob.write(ping.frame);
  await alice.settled();
  bob.socket.resume();
  t.true((await ping.answer).time > 0);
});

test("what is sent to someone whose missed messages are stuck on the way comes after them, in order", async (t) => {
  const { server, clients } = await serveWith(t, ["alice", "bob"]);
  const [alice, bob] = clients;
  await bob.request("logout", {});
  // More than the system takes for a connection that isn't read from.
  await flood(alice, () => false, 400);
  const again = await server.greeted();
  const login = again.prepare("login", { name: "bob", password });
  const isBack = () => alice.eventsOf("presence").at(-1)?.online === true;
  await alice.until(() => !isBack());
  again.write(login.frame);
  again.socket.pause();
  await alice.until(isBack);
  for (const _ of count(20)) {
    await alice.whisper("bob", "meanwhile");
    await alice.broadcast("meanwhile");
  }
  again.socket.resume();
  await again.until(() => again.messages("everyone").length === 420);
  const numbers = (conversation: string) => again.messages(conversation).map(({ number }) => number);
  t.deepEqual(numbers("everyone"), count(420));
  t.deepEqual(numbers("alice"), count(20));
});

/** Asks for so many pages of the longest messages at once: more than the system takes for a connection that isn't read. */
function askForMuch(client: RawClient, pages: number): Promise<unknown>[] {
  const asked = count(pages).map(() => client.prepare("history", { conversation: "everyone" }));
  client.write(Buffer.concat(asked.map(({ frame }) => frame)));
  return asked.map(({ answer }) => answer);
}

for (const tls of [false, true]) {
  const over = tls ? "TLS" : "a plain connection";
  test(`a peer for whom much waits, and who takes nothing of it over ${over}, is given up after some time`, async (t) => {
    const deadlines = { ...defaultDeadlines, stall: 500 };
    const { server, clients } = await serveWith(t, ["alice"], { deadlines });
    const [alice] = clients;
    await flood(alice, () => false, 40);
    const bob = await server.signedUp("bob", { tls });
    bob.socket.pause();
    askForMuch(bob, 300);
    await alice.until(() => alice.eventsOf("presence").some(({ online }) => !online));
    t.true(server.log().some(({ code, name }) => code === "too_slow" && name === "bob"));
    await alice.settled();
  });
}

test("a peer that takes what waits slowly, but takes it, is kept", async (t) => {
  const stall = 2000;
  // What isn't read from a peer is no silence of theirs.
  const deadlines = { ...defaultDeadlines, stall, idle: stall };
  const { clients } = await serveWith(t, ["alice", "bob"], { deadlines });
  const [alice, bob] = clients;
  await flood(alice, () => false, 40);
  const start = performance.now();
  bob.socket.on("data", () => {
    bob.socket.pause();
    setTimeout(() => bob.socket.resume(), performance.now() - start > 3 * stall ? 0 : 20);
  });
  t.is((await Promise.all(askForMuch(bob, 200))).length, 200);
  t.true(performance.now() - start > 2 * stall, "it took longer than one may stand still");
  await bob.settled();
});
