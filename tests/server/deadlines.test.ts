/** Connections that say nothing, or never finish what they say: for how long they are kept. */
import test from "ava";
import { ulid } from "ulid";
import { defaultDeadlines } from "../../server/deadlines.ts";
import { password, serve } from "./serve.ts";

const soon = { ...defaultDeadlines, hello: 1000, idle: 1500 };

test("a connection without a hello is closed", async (t) => {
  const server = await serve(t, { deadlines: soon });
  const silent = await server.connect();
  const wrong = await server.connect();
  await wrong.refusal("ping", {});
  t.is((await silent.event("closing")).code, "hello_timeout");
  t.is((await wrong.event("closing")).code, "hello_timeout");
  await Promise.all([silent.closed, wrong.closed]);
});

test("bytes that make no frame don't put off the deadline of the hello", async (t) => {
  const server = await serve(t, { deadlines: soon });
  const slow = await server.connect();
  const { frame } = slow.prepare("hello", { versions: [1], client: "test" });
  const drip = setInterval(() => slow.write(frame.subarray(4, 5)), 100);
  t.teardown(() => clearInterval(drip));
  slow.write(frame.subarray(0, 4));
  t.is((await slow.event("closing")).code, "hello_timeout");
});

test("a connection on which nothing is heard for too long is closed, logged in or not", async (t) => {
  const server = await serve(t, { deadlines: soon });
  const greeted = await server.greeted({ deaf: true });
  const loggedIn = await server.signedUp("alice", { deaf: true });
  t.is((await greeted.event("closing")).code, "idle");
  t.is((await loggedIn.event("closing")).code, "idle");
  await Promise.all([greeted.closed, loggedIn.closed]);
});

test("pings keep a connection, also while nobody has logged in on it", async (t) => {
  const server = await serve(t, { deadlines: soon });
  const [kept, silent] = [await server.greeted(), await server.greeted({ deaf: true })];
  const pings = setInterval(() => void kept.request("ping", {}), 100);
  t.teardown(() => clearInterval(pings));
  await silent.closed;
  await kept.request("signup", { name: "alice", password });
  t.is((await kept.request("online", {})).total, 1);
});

test("a client that says nothing by itself is asked whether it lives, and kept when it answers", async (t) => {
  const server = await serve(t, { deadlines: soon });
  const [answering, silent] = [await server.signedUp("alice"), await server.greeted({ deaf: true })];
  await silent.closed;
  t.is(silent.eventsOf("probed").length, 1);
  await answering.event("probed");
  await answering.event("probed");
  await answering.settled();
});

test("a request that was begun and isn't finished in time ends the connection, however often bytes of it come", async (t) => {
  const server = await serve(t, { deadlines: { ...soon, frame: 1000, idle: 60_000 } });
  const [slow, whole] = [await server.signedUp("alice"), await server.signedUp("bob")];
  const { frame } = slow.prepare("broadcast", { text: "x".repeat(1000), key: ulid() });
  slow.write(frame.subarray(0, 100));
  let sent = 100;
  const drip = setInterval(() => {
    slow.write(frame.subarray(sent, ++sent));
    // Whole ones as often as you like, cut anywhere.
    const ping = whole.prepare("ping", {}).frame;
    whole.write(ping.subarray(0, 5));
    setImmediate(() => whole.write(ping.subarray(5)));
  }, 100);
  t.teardown(() => clearInterval(drip));
  t.is((await slow.event("closing")).code, "frame_timeout");
  await slow.closed;
  t.deepEqual(whole.eventsOf("closing"), []);
  t.like(await whole.event("presence"), { name: "alice", online: false });
});

test("what has come while the server stood still counts as come in time", async (t) => {
  const server = await serve(t, { deadlines: soon });
  const alice = await server.signedUp("alice", { deaf: true });
  const ping = alice.prepare("ping", {});
  alice.write(ping.frame);
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, soon.idle * 2);
  t.true((await ping.answer).time > 0);
  t.is((await alice.event("closing")).code, "idle");
});

test("the deadline of the hello counts from connecting, not from the first byte", async (t) => {
  const server = await serve(t, { deadlines: { ...soon, hello: 3000 } });
  const start = performance.now();
  const late = await server.connect();
  const { frame } = late.prepare("hello", { versions: [1], client: "test" });
  setTimeout(() => late.write(frame.subarray(0, 5)), 2500);
  t.is((await late.event("closing")).code, "hello_timeout");
  t.true(performance.now() - start < 5000);
});
