/** One session per account: who gets it, who gives way, and what is left to those who lost it. */
import test from "ava";
import { impatient, password, serve, serveWith } from "./serve.ts";

const alice = { name: "alice", password };

test("a second login is refused with since when and from where the first one is", async (t) => {
  const { server, clients } = await serveWith(t, ["alice"]);
  const since = server.now;
  server.now += 5000;
  const refusal = await (await server.greeted()).refusal("login", alice);
  t.deepEqual([refusal.code, refusal.detail], ["already_online", { since, address: "127.0.0.1" }]);
  t.is(clients[0].eventsOf("probed").length, 1);
  t.deepEqual(clients[0].eventsOf("ended"), []);
  await clients[0].broadcast("still here");
});

test("whoever has the session isn't told who it is by a wrong password", async (t) => {
  const { server } = await serveWith(t, ["alice"]);
  const refusal = await (await server.greeted()).refusal("login", { ...alice, password: "wrong password" });
  t.is(refusal.code, "bad_login");
});

test("a takeover ends the first session, which keeps its connection without one", async (t) => {
  const { server, clients } = await serveWith(t, ["alice"]);
  const [first] = clients;
  server.now += 1000;
  const second = await server.greeted({ localAddress: "127.0.0.3" });
  t.is((await second.request("login", { ...alice, takeover: true })).since, server.now);
  t.like(await first.event("ended"), { address: "127.0.0.3", time: server.now });
  await first.request("ping", {});
  t.is(
    (await first.refusal("broadcast", { text: "hi", key: "01ARZ3NDEKTSV4RRFFQ69G5FAV" })).code,
    "not_logged_in",
  );
  t.is((await first.refusal("logout", {})).code, "not_logged_in");
  t.is((await second.broadcast("hi")).number, 1);
  await first.settled();
  t.deepEqual(first.eventsOf("posted"), [], "what comes after is not for the first");
  t.is(server.online, 1);
});

test("whoever was taken over may take back, on the same connection", async (t) => {
  const { server, clients } = await serveWith(t, ["alice", "bob"]);
  const [first, bob] = clients;
  const second = await server.greeted();
  await second.request("login", { ...alice, takeover: true });
  await first.request("login", { ...alice, takeover: true });
  await second.event("ended");
  await bob.broadcast("who is there?");
  await first.event("posted");
  await second.settled();
  t.deepEqual(second.eventsOf("posted"), []);
});

test("the end of a connection that was taken over doesn't end the session that took over", async (t) => {
  const { server, clients } = await serveWith(t, ["alice", "bob"]);
  const [first, bob] = clients;
  const second = await server.greeted();
  await second.request("login", { ...alice, takeover: true });
  await bob.settled();
  const seen = bob.eventsOf("presence").length;
  await first.leave();
  await second.broadcast("still here");
  await bob.event("posted");
  t.is(bob.eventsOf("presence").length, seen);
  t.is(server.online, 2);
});

test("a half-open holder gives way after the probe", async (t) => {
  const server = await serve(t, { deadlines: impatient });
  const holder = await server.signedUp("alice", { deaf: true });
  holder.socket.pause();
  const second = await server.greeted();
  t.is((await second.request("login", alice)).name, "alice");
  holder.socket.resume();
  t.is((await holder.event("closing")).code, "idle");
  await holder.closed;
  t.is(server.online, 1);
  t.deepEqual(await second.request("online", {}), {
    accounts: [{ name: "alice", since: server.now }],
    total: 1,
  });
});

test("a holder that dies during the probe gives way at once", async (t) => {
  const server = await serve(t);
  const holder = await server.signedUp("alice", { deaf: true });
  const second = await server.greeted();
  const login = second.request("login", alice);
  await holder.event("probed");
  holder.socket.resetAndDestroy();
  t.is((await login).name, "alice");
});

test("any sign of life answers the probe, also half a frame", async (t) => {
  const server = await serve(t);
  const holder = await server.signedUp("alice", { deaf: true });
  const login = (await server.greeted()).refusal("login", alice);
  await holder.event("probed");
  holder.write(Buffer.of(0));
  t.is((await login).code, "already_online");
});

test("of many logins at once exactly one wins, and the others learn of it", async (t) => {
  const { server, clients } = await serveWith(t, ["alice"]);
  await clients[0].request("logout", {});
  const racers = await Promise.all(Array.from({ length: 6 }, () => server.greeted()));
  const outcomes = await Promise.allSettled(racers.map((racer) => racer.request("login", alice)));
  t.is(outcomes.filter(({ status }) => status === "fulfilled").length, 1);
  for (const outcome of outcomes)
    if (outcome.status === "rejected") t.is(outcome.reason.code, "already_online");
  t.is(server.online, 1);
});

test("of many takeovers at once the last one wins, and all the others are told", async (t) => {
  const { server, clients } = await serveWith(t, ["alice"]);
  const racers = await Promise.all(Array.from({ length: 6 }, () => server.greeted()));
  await Promise.all(racers.map((racer) => racer.request("login", { ...alice, takeover: true })));
  t.is(server.online, 1);
  const all = [...clients, ...racers];
  await Promise.all(all.map((client) => client.settled()));
  t.is(all.filter((client) => client.eventsOf("ended").length === 1).length, 6);
});

test("a login whose connection is gone before its answer starts no session", async (t) => {
  const { server, clients } = await serveWith(t, ["bob"], { deadlines: impatient });
  const holder = await server.signedUp("alice", { deaf: true });
  const hasty = await server.greeted();
  hasty.write(hasty.prepare("login", alice).frame);
  await holder.event("probed");
  hasty.socket.resetAndDestroy();
  const patient = await server.loggedIn("alice");
  await clients[0].settled();
  const presence = clients[0].eventsOf("presence").map(({ online }) => online);
  t.deepEqual(presence, [true, false, true], "there, gone by the probe, and there again");
  t.is((await patient.request("online", {})).total, 2);
});

test("logging out keeps the connection, and the account is free", async (t) => {
  const { server, clients } = await serveWith(t, ["alice", "bob"]);
  const [first, bob] = clients;
  await first.request("logout", {});
  t.is((await first.refusal("online", {})).code, "not_logged_in");
  await bob.broadcast("nobody hears this");
  await first.settled();
  t.deepEqual(first.eventsOf("posted"), []);
  await server.loggedIn("alice");
  t.is((await first.refusal("login", alice)).code, "already_online");
  await first.request("login", { ...alice, takeover: true });
  t.is(server.online, 2);
});
