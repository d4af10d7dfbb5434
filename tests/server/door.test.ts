/** How many connections there may be: in all, from one address, without a login; and what those hear who find no place. */
import { join } from "node:path";
import test from "ava";
import { Door, type Guest } from "../../server/door.ts";
import { outside, throughOutside } from "./outside.ts";
import { spawnLimitedServer } from "./process.ts";
import { RawClient } from "./raw.ts";
import { count, password, serve, temporaryFolder } from "./serve.ts";

const guest = (network: string | undefined, isLoggedIn = false): Guest => ({ network, isLoggedIn });

test("an address has so many places for those who aren't logged in, and sixteen times as many in all", (t) => {
  const sessions = { size: 0 };
  const door = new Door({ connections: 1000, perAddress: 2 }, sessions);
  const [first, second] = [guest("a"), guest("a")];
  door.enter(first);
  t.is(door.refusal("a"), undefined);
  door.enter(second);
  t.is(door.refusal("a"), "address_full");
  t.is(door.refusal("b"), undefined);
  door.leave(second);
  t.is(door.refusal("a"), undefined);
  for (const _ of count(30)) door.enter(guest("a", true));
  sessions.size = 30;
  t.is(door.refusal("a"), undefined);
  door.enter(guest("a", true));
  t.is(door.refusal("a"), "address_full");
});

test("those who are counted with no address find a place as long as there is one in all", (t) => {
  const door = new Door({ connections: 100, perAddress: 1 }, { size: 0 });
  for (const _ of count(100)) {
    t.is(door.refusal(undefined), undefined);
    door.enter(guest(undefined));
  }
  t.is(door.refusal(undefined), "server_full");
  t.is(door.refusal("a"), "server_full");
});

test("there are fewer places for those who aren't logged in than in all", (t) => {
  const sessions = { size: 0 };
  const door = new Door({ connections: 10_000, perAddress: 1 }, sessions);
  for (const _ of count(4096)) door.enter(guest(undefined));
  t.is(door.refusal("a"), "server_full");
  sessions.size = 1;
  t.is(door.refusal("a"), undefined);
});

/** As a client that finds no place learns of it. */
async function refused(client: RawClient) {
  client.request("hello", { versions: [1], client: "test" }).catch(() => {});
  const closing = await client.event("closing");
  await client.closed;
  return closing;
}

throughOutside("one address too many is told so and when to return; logins make room", async (t) => {
  const server = await serve(t, { host: "0.0.0.0", allowPlain: true, perAddress: 3 });
  const from = { host: outside ?? "" };
  const clients = await Promise.all(count(3).map(() => server.greeted(from)));
  const { code, retryAfterMs = 0 } = await refused(await server.connect(from));
  t.is(code, "address_full");
  t.true(retryAfterMs >= 10_000 && retryAfterMs <= 20_000);
  await server.greeted();
  await clients[0]?.request("signup", { name: "alice", password });
  const fourth = await server.greeted(from);
  await refused(await server.connect(from));
  await clients[0]?.request("logout", {});
  await fourth.leave();
  await clients[1]?.leave();
  await server.greeted(from);
});

test("a server that is full says so, serves on those who are in, and takes others when there is room", async (t) => {
  const server = await serve(t, { connections: 3 });
  const alice = await server.signedUp("alice");
  const bob = await server.signedUp("bob");
  await server.greeted();
  for (const tls of [false, true]) t.is((await refused(await server.connect({ tls }))).code, "server_full");
  await alice.broadcast("still here");
  await bob.event("posted");
  await bob.leave();
  await alice.until(() => alice.eventsOf("presence").some(({ online }) => !online));
  await server.greeted();
});

test("more connections than the system has files for end in words, and nothing else is lost", async (t) => {
  const folder = await temporaryFolder(t);
  const server = spawnLimitedServer(t, join(folder, "data"), "-n 160");
  const port = await server.port;
  const open = () => RawClient.open(t, port);
  const alice = await open();
  await alice.request("hello", { versions: [1], client: "test" });
  await alice.request("signup", { name: "alice", password });
  const others = await Promise.all(count(400).map(open));
  // Either a place, or words, or nothing: but never a server that has stopped.
  const never = new Promise<never>(() => {});
  const { code } = await Promise.race(others.map((other) => refused(other).catch(() => never)));
  t.is(code, "server_full");
  for (const text of ["one", "two", "three"]) await alice.broadcast(text);
  for (const other of others) other.socket.destroy();
  const later = await untilGreeted(open);
  await later.request("signup", { name: "bob", password });
  t.is((await later.history("everyone")).length, 3);
});

/** Places become free when the server has noticed that others have left. */
async function untilGreeted(open: () => Promise<RawClient>): Promise<RawClient> {
  for (;;) {
    const client = await open();
    const greeted = await client.request("hello", { versions: [1], client: "test" }).catch(() => undefined);
    if (greeted) return client;
  }
}
