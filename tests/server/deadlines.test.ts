/** Connections that say nothing: for how long they are kept. */
import test from "ava";
import { defaultDeadlines } from "../../server/listen.ts";
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
  const greeted = await server.greeted();
  const loggedIn = await server.signedUp("alice");
  t.is((await greeted.event("closing")).code, "idle");
  t.is((await loggedIn.event("closing")).code, "idle");
  await Promise.all([greeted.closed, loggedIn.closed]);
});

test("pings keep a connection, also while nobody has logged in on it", async (t) => {
  const server = await serve(t, { deadlines: soon });
  const [kept, silent] = [await server.greeted(), await server.greeted()];
  const pings = setInterval(() => void kept.request("ping", {}), 100);
  t.teardown(() => clearInterval(pings));
  await silent.closed;
  await kept.request("signup", { name: "alice", password });
  t.is((await kept.request("online", {})).total, 1);
});
