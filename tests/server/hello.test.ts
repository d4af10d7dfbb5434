/** The first words on a connection, and what the gate makes of requests that it doesn't let through. */
import test from "ava";
import { limits } from "../../protocol/index.ts";
import { password, serve, serveWith } from "./serve.ts";

test("hello tells the version, the server, its clock and its limits", async (t) => {
  const server = await serve(t);
  const client = await server.connect();
  const hello = await client.request("hello", { versions: [9, 1], client: "test" });
  t.is(hello.version, 1);
  t.regex(hello.server, /^chat-server\/\d+\.\d+\.\d+/);
  t.is(hello.time, server.now);
  t.deepEqual(hello.limits, { ...limits });
  t.deepEqual(hello.features, []);
});

test("anything before hello is refused, and hello may still follow", async (t) => {
  const client = await (await serve(t)).connect();
  t.is((await client.refusal("ping", {})).code, "hello_first");
  t.is((await client.refusal("signup", { name: "alice", password })).code, "hello_first");
  t.is((await client.refusal("online", {})).code, "hello_first");
  await client.request("hello", { versions: [1], client: "test" });
  t.true((await client.request("ping", {})).time > 0);
});

test("a version that the server doesn't speak is refused with those it does, and another hello may follow", async (t) => {
  const client = await (await serve(t)).connect();
  const refusal = await client.refusal("hello", { versions: [2, 99], client: "test" });
  t.is(refusal.code, "unsupported_version");
  t.deepEqual(refusal.detail, { versions: [1] });
  t.is((await client.refusal("ping", {})).code, "hello_first");
  await client.request("hello", { versions: [1], client: "test" });
  await client.request("ping", {});
});

test("a request that needs a session is refused without one", async (t) => {
  const client = await (await serve(t)).greeted();
  const needy = ["online", "recent", "contacts", "blocked", "conversations", "logout"] as const;
  for (const request of needy) t.is((await client.refusal(request, {})).code, "not_logged_in");
  t.is((await client.refusal("history", { conversation: "everyone" })).code, "not_logged_in");
  t.is((await client.refusal("block", { name: "bob" })).code, "not_logged_in");
});

test("an unknown request and a wrong field are answered, and the connection lives on", async (t) => {
  const { clients } = await serveWith(t, ["alice"]);
  const [alice] = clients;
  const wrong = (params: object) => alice.refusal("history", params as never);
  t.is((await alice.refusal("dance" as never, {} as never)).code, "unknown_request");
  t.is((await alice.refusal("constructor" as never, {} as never)).code, "unknown_request");
  t.deepEqual((await wrong({})).detail, { field: "conversation" });
  t.deepEqual((await wrong({ conversation: 7 })).detail, { field: "conversation" });
  t.deepEqual((await wrong({ conversation: "everyone", count: 101 })).detail, { field: "count" });
  t.deepEqual((await wrong({ conversation: "everyone", before: 0 })).detail, { field: "before" });
  const badKey = await alice.refusal("broadcast", { text: "hi", key: "not a ULID" });
  t.deepEqual([badKey.code, badKey.detail], ["invalid", { field: "key" }]);
  await alice.settled();
});

test("fields that nobody knows are ignored", async (t) => {
  const client = await (await serve(t)).greeted();
  await client.request("ping", { unknown: { deep: [1, 2, 3] } } as never);
  t.pass();
});

test("a session can't start on a connection that has one", async (t) => {
  const { clients } = await serveWith(t, ["alice"]);
  const [alice] = clients;
  t.is((await alice.refusal("login", { name: "alice", password })).code, "already_logged_in");
  t.is((await alice.refusal("signup", { name: "bob", password })).code, "already_logged_in");
  t.is((await alice.request("online", {})).total, 1);
});
