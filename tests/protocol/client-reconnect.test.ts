/** The client on a bad network: whatever is cut, swallowed or left hanging, nothing is lost and nothing comes twice. */
import test, { type ExecutionContext } from "ava";
import { ulid } from "ulid";
import { ChatClient } from "../../protocol/index.ts";
import type { ServerOptions } from "../../server/start.ts";
import { Chatter } from "../server/chatter.ts";
import { BadLine } from "../server/proxy.ts";
import type { RawClient } from "../server/raw.ts";
import { count, impatient, password, serveWith } from "../server/serve.ts";

/** A server with bob on a good line, and alice on a line that the test can break. */
async function withBadLine(t: ExecutionContext, options: Partial<ServerOptions> = {}) {
  const { server, clients } = await serveWith(t, ["bob"], options);
  const proxy = await BadLine.open(t, () => server.port);
  const alice = await Chatter.open(t, proxy.port);
  await alice.client.signup("alice", password);
  return { server, bob: clients[0], proxy, alice };
}

/** Resolves when the client has its session back after `cut`. */
async function backAgain(alice: Chatter, cut: () => void): Promise<void> {
  const before = alice.sessions.length;
  cut();
  await alice.until(() => alice.connections.at(-1)?.state === "waiting");
  alice.client.connect();
  await alice.until(() => alice.sessions.slice(before).some(({ state }) => state === "in"));
}

async function stored(observer: RawClient): Promise<string[]> {
  return (await observer.history("everyone")).map(({ text }) => text);
}

test("after a cut it waits, connects and logs in again by itself, and says so", async (t) => {
  const { proxy, alice, bob } = await withBadLine(t);
  const start = Date.now();
  proxy.cut();
  await alice.until(() => alice.sessions.length === 3);
  t.like(alice.sessions, [{ state: "in" }, { state: "interrupted", name: "alice" }, { state: "in" }]);
  const waiting = alice.connections.find(({ state }) => state === "waiting");
  t.true(
    waiting?.state === "waiting" && waiting.retryAt >= start + 250 && waiting.retryAt <= Date.now() + 500,
  );
  t.is(proxy.connections, 2);
  await bob.broadcast("welcome back");
  await alice.until(() => alice.texts("everyone").length === 1);
});

test("what has no answer when the line is cut is sent again and stored once, in the order written", async (t) => {
  const { bob, proxy, alice } = await withBadLine(t);
  const written = count(200).map((n) => alice.client.send("everyone", `${n}`));
  await alice.until(() => alice.of("send").length >= 20);
  proxy.swallows = true;
  await bob.until(() => bob.messages("everyone").length >= 60);
  await backAgain(alice, () => {
    proxy.swallows = false;
    proxy.cut();
  });
  await alice.until(() => alice.client.unanswered === 0);
  t.deepEqual(await stored(bob), count(200).map(String));
  for (const [index, { key }] of written.entries()) {
    t.like(alice.outcomes(key), [{ state: "stored", number: index + 1 }]);
    t.is(alice.outcomes(key).length, 1);
  }
  t.deepEqual(
    bob.messages("everyone").map(({ number }) => number),
    count(200),
  );
});

test("what an earlier client has left goes out first and under its keys, so that what was stored is not stored again", async (t) => {
  const { bob, proxy, alice } = await withBadLine(t);
  const answered = alice.client.send("everyone", "1");
  await alice.until(() => alice.outcomes(answered.key).length === 1);
  await alice.client.logout();
  const left = [answered, { key: ulid(), conversation: "everyone", text: "2" }];
  const later = new ChatClient({
    host: "127.0.0.1",
    port: proxy.port,
    program: "test",
    onNews: (one) => {
      if (one.kind === "connection" && one.connection.state === "connected")
        void later.login("alice", password).then(() => later.send("everyone", "3"));
      // In this very moment nothing else can have been sent yet.
      if (one.kind === "session" && one.session.state === "in")
        for (const message of left) later.resume(message);
    },
  });
  t.teardown(() => later.close());
  later.connect();
  await bob.until(() => bob.texts("everyone").length === 3);
  t.deepEqual(await stored(bob), ["1", "2", "3"]);
});

test("a message that was taken back while the line was cut is never stored", async (t) => {
  const { bob, proxy, alice } = await withBadLine(t);
  proxy.cut();
  await alice.until(() => alice.connections.at(-1)?.state === "waiting");
  const [first, second] = ["1", "2"].map((text) => alice.client.send("everyone", text));
  t.is(alice.client.cancel(first?.key ?? ""), "cancelled");
  alice.client.connect();
  await alice.until(() => alice.outcomes(second?.key ?? "").length === 1);
  t.deepEqual(await stored(bob), ["2"]);
  t.deepEqual(alice.outcomes(first?.key ?? ""), []);
});

test("a line that is cut again and again loses nothing and repeats nothing, either way", async (t) => {
  const { bob, proxy, alice } = await withBadLine(t);
  let [goesOn, sent] = [true, 0];
  const bobSends = (async () => {
    while (goesOn) {
      await bob.broadcast(`bob ${++sent}`);
      await bob.whisper("alice", `psst ${sent}`);
    }
  })();
  for (let round = 0; round < 6; round++) {
    const answered = alice.of("send").length;
    for (const n of count(40)) alice.client.send("everyone", `alice ${round * 40 + n}`);
    await alice.until(() => alice.of("send").length > answered + 10 + round);
    await backAgain(alice, () => proxy.cut());
  }
  goesOn = false;
  await bobSends;
  await alice.until(() => alice.client.unanswered === 0);
  const all = await stored(bob);
  t.deepEqual(
    all.filter((text) => text.startsWith("alice")),
    count(240).map((n) => `alice ${n}`),
  );
  await alice.until(() => alice.texts("bob").length >= sent);
  t.deepEqual(
    alice.texts("bob"),
    count(sent).map((n) => `psst ${n}`),
  );
  const fromBob = alice.texts("everyone").filter((text) => text.startsWith("bob"));
  t.deepEqual(
    fromBob,
    count(sent).map((n) => `bob ${n}`),
  );
  const numbers = alice.messages("everyone").map(({ number }) => number);
  t.deepEqual(
    numbers,
    [...new Set(numbers)].toSorted((a, b) => a - b),
  );
});

test("an old connection that hangs at the server doesn't keep the client out", async (t) => {
  const { server, proxy, alice, bob } = await withBadLine(t, { deadlines: impatient });
  await backAgain(alice, () => proxy.leaveServerHanging());
  t.is(server.online, 2);
  t.like(alice.sessions.at(-1), { state: "in", name: "alice" });
  t.like(await alice.say("bob", "here again"), { state: "stored" });
  await bob.event("posted");
});

test("across a restart of the server the session comes back, and what was written meanwhile is sent", async (t) => {
  const { server, bob, alice } = await withBadLine(t);
  await alice.say("everyone", "1");
  await server.stop();
  await alice.until(() => alice.connections.at(-1)?.state === "waiting");
  await bob.closed;
  for (const n of count(5)) alice.client.send("everyone", `${n + 1}`);
  await server.start();
  const again = await server.loggedIn("bob");
  alice.client.connect();
  await alice.until(() => alice.client.unanswered === 0);
  t.deepEqual(await stored(again), count(6).map(String));
  await again.until(() => again.texts("everyone").length === 6);
});

test("a session that was taken over is not taken back", async (t) => {
  const { server, proxy, alice } = await withBadLine(t);
  const thief = await server.greeted();
  await thief.request("login", { name: "alice", password, takeover: true });
  await alice.until(() => alice.sessions.at(-1)?.state === "out");
  proxy.cut();
  await alice.until(() => alice.connections.at(-1)?.state === "waiting");
  await alice.connect();
  await alice.client.request("ping", {});
  await thief.settled();
  t.deepEqual(thief.eventsOf("probed"), []);
  t.is(alice.sessions.length, 2);
});

test("when the server refuses to log in again, the session is over and says why", async (t) => {
  const { server, proxy, alice } = await withBadLine(t);
  proxy.cut();
  await alice.until(() => alice.connections.at(-1)?.state === "waiting");
  const thief = await server.greeted();
  await thief.request("login", { name: "alice", password, takeover: true });
  alice.client.connect();
  await alice.until(() => alice.sessions.at(-1)?.state === "out");
  t.like(alice.sessions.at(-1), {
    state: "out",
    why: { kind: "refused", error: { code: "already_online" } },
  });
  await alice.client.request("ping", {});
});

test("a logout while the line is cut is for good", async (t) => {
  const { server, proxy, alice } = await withBadLine(t);
  proxy.cut();
  await alice.until(() => alice.connections.at(-1)?.state === "waiting");
  await alice.client.logout();
  t.is(alice.sessions.at(-1)?.state, "out");
  await alice.connect();
  await alice.client.request("ping", {});
  t.is(server.online, 1);
});
