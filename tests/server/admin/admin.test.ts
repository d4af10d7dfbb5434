/** What an operator does to a running server, over its socket and with the real command. */
import { stat, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { join } from "node:path";
import test, { type ExecutionContext } from "ava";
import { type Call, callTo } from "../../../server/admin/call.ts";
import { spawnServer } from "../process.ts";
import { count, password, serve, serveWith, type TestServer, temporaryFolder } from "../serve.ts";

function dataOf(server: TestServer): string {
  return join(server.folder, "data");
}

function callOf(server: TestServer): Call {
  return callTo(dataOf(server));
}

/** Exit status and output of the real command. */
async function admin(t: ExecutionContext, data: string, args: readonly string[], input = "") {
  const { child, ended } = spawnServer(t, "admin", ...args, "--data", data);
  child.stdin?.end(input);
  return ended;
}

test("the socket is its owner's alone, and one that was left by a killed server is replaced", async (t) => {
  const server = await serve(t);
  const path = join(dataOf(server), "admin.sock");
  t.is((await stat(path)).mode & 0o777, 0o600);
  await server.stop();
  await t.throwsAsync(stat(path), { code: "ENOENT" });
  await writeFile(path, "left");
  await server.start();
  t.deepEqual(await callOf(server)("bans", {}), { bans: [] });
});

test("users are told page by page, with login, session, lock and ban", async (t) => {
  const { server, clients } = await serveWith(t, ["Alice", "Bob", "Carol"]);
  const started = server.now;
  await clients[1].request("logout", {});
  for (const _ of count(3)) await clients[1].refusal("login", { name: "bob", password: "wrong password" });
  const call = callOf(server);
  await call("ban", { who: "Carol", seconds: 60 });
  await clients[2].closed;
  t.deepEqual(await call("users", { after: "" }), {
    users: [
      { name: "Alice", online: { address: "127.0.0.1", since: started }, loginAt: started },
      { name: "Bob", loginAt: started, lockedUntil: started + 60_000 },
      { name: "Carol", loginAt: started, ban: { until: started + 60_000 } },
    ],
  });
  await server.withStore(async (store) => {
    for (const n of count(100)) {
      await store.createAccount({ name: `user-${n + 100}`, passwordHash: "", createdAt: 1 });
    }
  });
  const first = await call("users", { after: "" });
  t.is(first.users.length, 100);
  t.is(first.after, "user-197");
  const second = await call("users", { after: first.after ?? "" });
  t.deepEqual(
    second.users.map(({ name }) => name),
    ["user-198", "user-199", "user-200"],
  );
  t.is(second.after, undefined);
});

test("who is kicked is told so, and may come back", async (t) => {
  const { server, clients } = await serveWith(t, ["alice", "Bob"]);
  t.deepEqual(await callOf(server)("kick", { name: "bob" }), { name: "Bob" });
  await clients[1].closed;
  t.is(clients[1].eventsOf("closing")[0]?.code, "kicked");
  const again = await server.loggedIn("bob");
  await again.leave();
  await clients[0].event("presence");
  await t.throwsAsync(callOf(server)("kick", { name: "nobody1" }), {
    message: /no account called "nobody1"/,
  });
});

test("kicking someone who isn't there is refused", async (t) => {
  const { server, clients } = await serveWith(t, ["bob"]);
  await clients[0].request("logout", {});
  await t.throwsAsync(callOf(server)("kick", { name: "bob" }), { message: "bob is not online." });
});

test("a banned account is thrown out and refused with the end of the ban, over a restart, until then", async (t) => {
  const { server, clients } = await serveWith(t, ["Bob"]);
  const until = server.now + 7_200_000;
  const answer = await callOf(server)("ban", { who: "bob", seconds: 7200 });
  t.deepEqual(answer, { target: "Bob", until, ended: 1 });
  await clients[0].closed;
  t.like(clients[0].eventsOf("closing")[0], { code: "banned", until });
  await server.restart();
  const client = await server.greeted();
  t.like(await client.refusal("login", { name: "Bob", password }), { code: "banned", detail: { until } });
  server.now = until;
  t.is((await client.request("login", { name: "bob", password })).name, "Bob");
});

test("a token of a banned account is refused too, and is good again afterwards", async (t) => {
  const server = await serve(t);
  const client = await server.greeted();
  const { token } = await client.request("signup", { name: "bob", password });
  await callOf(server)("ban", { who: "bob" });
  await client.closed;
  const again = await server.greeted();
  const refusal = await again.refusal("resume", { token });
  t.like(refusal, { code: "banned", detail: {} });
  t.deepEqual(await callOf(server)("unban", { who: "Bob" }), { target: "bob" });
  t.is((await again.request("resume", { token })).name, "bob");
});

test("whoever doesn't know the password learns nothing of a ban", async (t) => {
  const { server } = await serveWith(t, ["bob"]);
  await callOf(server)("ban", { who: "bob" });
  const client = await server.greeted();
  const wrong = await client.refusal("login", { name: "bob", password: "wrong password" });
  t.is(wrong.code, "bad_login");
});

test("a banned address is thrown out and refused, whatever its case, until it is unbanned", async (t) => {
  const { server, clients } = await serveWith(t, ["alice", "bob"]);
  const call = callOf(server);
  t.deepEqual(await call("ban", { who: "::ffff:127.0.0.1" }), { target: "127.0.0.1", ended: 2 });
  for (const client of clients) {
    await client.closed;
    t.is(client.eventsOf("closing")[0]?.code, "banned");
  }
  const refused = await server.connect();
  await t.throwsAsync(refused.request("hello", { versions: [1], client: "test" }), { message: /banned/ });
  t.like(refused.eventsOf("closing"), [{ code: "banned" }]);
  t.deepEqual(await call("ban", { who: "2001:DB8::1" }), { target: "2001:db8:0:0::/64", ended: 0 });
  t.deepEqual(await call("unban", { who: "2001:db8:0:0::/64" }), { target: "2001:db8:0:0::/64" });
  t.deepEqual(await call("bans", {}), { bans: [{ target: "127.0.0.1" }] });
  await call("unban", { who: "127.0.0.1" });
  await server.loggedIn("alice");
  await t.throwsAsync(call("unban", { who: "127.0.0.1" }), { message: '"127.0.0.1" is not banned.' });
  await t.throwsAsync(call("ban", { who: "nobody1" }), { message: /no account called "nobody1"/ });
});

test("a new password ends the session and the saved logins", async (t) => {
  const server = await serve(t);
  const client = await server.greeted();
  const { token } = await client.request("signup", { name: "bob", password, remember: true });
  const call = callOf(server);
  await t.throwsAsync(call("reset-password", { name: "bob", password: "short" }), { message: /at least 8/ });
  t.deepEqual(await call("reset-password", { name: "Bob", password: "a new password" }), {
    name: "bob",
    ended: true,
  });
  await client.closed;
  const again = await server.greeted();
  t.is((await again.refusal("resume", { token })).code, "token_refused");
  t.is((await again.refusal("login", { name: "bob", password })).code, "bad_login");
  await again.request("login", { name: "bob", password: "a new password" });
});

test("an account is unlocked for all addresses", async (t) => {
  const { server, clients } = await serveWith(t, ["bob"]);
  await clients[0].request("logout", {});
  for (const _ of count(3)) await clients[0].refusal("login", { name: "bob", password: "wrong password" });
  t.is((await clients[0].refusal("login", { name: "bob", password })).code, "locked");
  t.deepEqual(await callOf(server)("unlock", { name: "bob" }), { name: "bob", scopes: ["127.0.0.1"] });
  await clients[0].request("login", { name: "bob", password });
  t.deepEqual(await callOf(server)("unlock", { name: "bob" }), { name: "bob", scopes: [] });
});

test("what is no question gets an answer or none, and the server goes on", async (t) => {
  const server = await serve(t);
  const say = (text: string): Promise<string> =>
    new Promise((resolve) => {
      let heard = "";
      const socket = connect(join(dataOf(server), "admin.sock"));
      socket.setEncoding("utf8").on("data", (chunk: string) => {
        heard += chunk;
      });
      socket.on("error", () => {}).on("close", () => resolve(heard));
      socket.end(text);
    });
  t.regex(await say("nonsense\n"), /another version/);
  t.regex(await say('{"verb":"__proto__","params":{}}\n'), /another version/);
  t.regex(await say('{"verb":"kick","params":{"name":7}}\n'), /kick: /);
  t.is(await say("no end"), "");
  t.is(await say("x".repeat(20_000)), "");
  t.deepEqual(await callOf(server)("bans", {}), { bans: [] });
});

test("passwords that operators set are not logged", async (t) => {
  const { server } = await serveWith(t, ["bob"]);
  await callOf(server)("reset-password", { name: "bob", password: "a new password" });
  t.true(server.log().some(({ event, verb }) => event === "admin command" && verb === "reset-password"));
  t.false(JSON.stringify(server.log()).includes("a new password"));
});

test("the command prints a line for each account, and does what it's told", async (t) => {
  const { server } = await serveWith(t, ["alice", "bob"]);
  const data = dataOf(server);
  const banned = await admin(t, data, ["ban", "bob", "--for", "2h"]);
  t.is(banned.stdout, "bob is banned until 2030-01-01T02:00:00Z. 1 connection ended.\n");
  const file = join(server.folder, "password");
  await writeFile(file, "a new password\n");
  const [users, stats] = await Promise.all([admin(t, data, ["users"]), admin(t, data, ["stats"])]);
  const [fromFile, piped] = await Promise.all([
    admin(t, data, ["reset-password", "alice", "--password-file", file]),
    admin(t, data, ["reset-password", "bob"], "another password\n"),
  ]);
  t.regex(
    users.stdout,
    /^alice {16}2030-01-01T00:00:00Z online from 127\.0\.0\.1\nbob {18}2030-\S+ banned until 2030-01-01T02:00:00Z\n$/,
  );
  t.regex(stats.stdout, /^\d+ chat_connections \(/m);
  t.regex(stats.stdout, /^2 chat_requests_total signup \(/m);
  t.is(fromFile.stdout, "alice has the new password. The session under way is ended.\n");
  t.is(piped.stdout, "bob has the new password.\n");
  await (await server.greeted()).request("login", { name: "alice", password: "a new password" });
});

test("the command says in one line what is wrong", async (t) => {
  const folder = await temporaryFolder(t);
  const { server } = await serveWith(t, ["bob"]);
  const [nowhere, unknown, duration, verb] = await Promise.all([
    admin(t, folder, ["users"]),
    admin(t, dataOf(server), ["kick", "nobody1"]),
    admin(t, dataOf(server), ["ban", "bob", "--for", "ever"]),
    admin(t, dataOf(server), ["defenestrate", "bob"]),
  ]);
  t.regex(nowhere.stderr, /^chat-server: No server runs on .*--data\.\n$/);
  t.is(unknown.stderr, 'chat-server: There is no account called "nobody1".\n');
  t.regex(duration.stderr, /^error: .*--for.*s, m, h, d or w.*\n$/);
  t.regex(verb.stderr, /^error: .*defenestrate.*\n/);
  for (const { status } of [nowhere, unknown, duration, verb]) t.is(status, 1);
});

test("a folder in which there can be no socket is warned of, and the chat goes on", async (t) => {
  const folder = await temporaryFolder(t);
  const server = await serve(t, { data: join(folder, "x".repeat(120)) });
  t.true(server.log().some(({ event }) => event === "no admin commands"));
  await server.signedUp("alice");
});
