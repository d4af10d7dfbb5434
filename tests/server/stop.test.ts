/** The end of a server: what is under way is answered, clients are told when to return, and nothing is lost. */
import { connect } from "node:net";
import test from "ava";
import { ulid } from "ulid";
import { count, impatient, password, serve, serveWith } from "./serve.ts";

test("what is under way when the server stops is answered and kept", async (t) => {
  const { server, clients } = await serveWith(t, ["alice"]);
  const [alice] = clients;
  const sent = count(200).map((n) => alice.prepare("broadcast", { text: `${n}`, key: ulid() }));
  await new Promise((resolve) => alice.socket.write(Buffer.concat(sent.map(({ frame }) => frame)), resolve));
  await alice.until(() => alice.order.length > 5);
  const stopped = server.stop();
  const outcomes = await Promise.allSettled(sent.map(({ answer }) => answer));
  await stopped;
  t.is(outcomes.filter(({ status }) => status === "fulfilled").length, 200);
  await server.start();
  const again = await server.loggedIn("alice");
  const { messages } = await again.request("history", { conversation: "everyone", count: 100 });
  t.is(messages.at(-1)?.text, "200");
});

test("a login that is under way when the server stops is answered first, and nothing new is begun", async (t) => {
  const { server, clients } = await serveWith(t, ["bob"], { deadlines: impatient });
  const holder = await server.signedUp("alice", { deaf: true });
  const second = await server.greeted();
  const login = second.request("login", { name: "alice", password });
  await holder.event("probed");
  const stopped = server.stop();
  const late = clients[0].broadcast("late");
  await t.throwsAsync(late, { message: /shutting_down/ });
  await stopped;
  t.is((await login).name, "alice");
  t.is(second.eventsOf("closing")[0]?.code, "shutting_down");
  await server.start();
  t.deepEqual(await (await server.loggedIn("bob")).history("everyone"), []);
});

test("a client that goes on sending doesn't keep the server from stopping", async (t) => {
  const { server, clients } = await serveWith(t, ["alice"]);
  const [alice] = clients;
  let sent = 0;
  let stored = 0;
  const send = (): void => {
    sent++;
    alice.broadcast("again").then(
      () => {
        stored++;
        send();
        send();
      },
      () => {},
    );
  };
  send();
  await alice.until(() => stored > 100);
  await server.stop();
  await alice.closed;
  await server.start();
  const again = await server.loggedIn("alice");
  const { messages } = await again.request("history", { conversation: "everyone", count: 1 });
  t.true((messages[0]?.number ?? 0) >= stored, "what was acknowledged is kept");
  t.true((messages[0]?.number ?? 0) <= sent);
});

test("clients are told why, and when to return", async (t) => {
  const { server, clients } = await serveWith(t, ["alice", "bob"]);
  const greeted = await server.greeted();
  const halfClosed = await server.greeted();
  halfClosed.socket.end();
  await server.stop();
  for (const client of [...clients, greeted]) {
    await client.closed;
    const [closing] = client.eventsOf("closing");
    t.is(closing?.code, "shutting_down");
    t.true(closing?.retryAfterMs !== undefined && closing.retryAfterMs <= 3000);
  }
});

test("a client that neither reads nor leaves is cut off, and its session ends in order", async (t) => {
  const { server, clients } = await serveWith(t, ["alice", "bob"]);
  clients[1].socket.pause();
  server.now += 5000;
  await server.restart();
  const again = await server.loggedIn("alice");
  const { accounts } = await again.request("contacts", {});
  t.deepEqual(accounts[1], { name: "bob", online: false, since: server.now });
});

test("after a restart everything is as it was", async (t) => {
  const { server, clients } = await serveWith(t, ["Alice", "Bob", "Carol"]);
  const [alice, bob, carol] = clients;
  await alice.broadcast("to all");
  await alice.whisper("bob", "to bob");
  await bob.request("block", { name: "carol" });
  await carol.request("received", { conversation: "everyone", number: 1 });
  await server.restart();
  const again = await server.loggedIn("bob");
  t.deepEqual((await again.request("blocked", {})).accounts, [{ name: "Carol", since: server.now }]);
  const history = await again.request("history", { conversation: "alice" });
  t.is(history.conversation, "Alice");
  t.deepEqual(
    history.messages.map(({ text }) => text),
    ["to bob"],
  );
  await again.event("missed");
  await again.event("missed");
  t.deepEqual([again.texts("everyone"), again.texts("Alice")], [["to all"], ["to bob"]]);
  const carolAgain = await server.loggedIn("carol");
  await carolAgain.settled();
  t.deepEqual(carolAgain.eventsOf("missed"), []);
});

test("whoever was online when the server stopped is last seen then", async (t) => {
  const { server, clients } = await serveWith(t, ["alice", "bob"]);
  const [alice] = clients;
  await alice.settled();
  server.now += 5000;
  await server.restart();
  const again = await server.loggedIn("alice");
  const { accounts } = await again.request("contacts", {});
  t.deepEqual(accounts[1], { name: "bob", online: false, since: server.now });
});

test("a server that has stopped lets go of its port and its folder", async (t) => {
  const server = await serve(t);
  const { port } = server;
  await server.stop();
  await new Promise<void>((resolve, reject) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => reject(new Error("something listens still")));
    socket.once("error", () => resolve());
  });
  await server.start();
  await (await server.greeted()).request("signup", { name: "alice", password });
  t.pass();
});
