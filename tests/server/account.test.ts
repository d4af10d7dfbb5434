/** Changing the password and deleting the account: who may, what ends with it, and what stays. */
import { join } from "node:path";
import test from "ava";
import { Chatter } from "./chatter.ts";
import { spawnCheapServer } from "./process.ts";
import { BadLine } from "./proxy.ts";
import { password, serveWith, temporaryFolder } from "./serve.ts";

const renewed = "battery staple";

test("a new password is the only one from then on, and the session goes on", async (t) => {
  const { server, clients } = await serveWith(t, ["alice"]);
  const [alice] = clients;
  await alice.request("password", { old: password, new: renewed });
  t.is((await alice.broadcast("still here")).number, 1);
  await alice.leave();
  await server.restart();
  const client = await server.greeted();
  t.is((await client.refusal("login", { name: "alice", password })).code, "bad_login");
  await client.request("login", { name: "alice", password: renewed });
});

test("a new password ends all tokens but the one that comes with it", async (t) => {
  const { server, clients } = await serveWith(t, ["bob"]);
  const first = await server.greeted();
  const { token: kept } = await first.request("signup", { name: "alice", password, remember: true });
  await first.leave();
  const alice = await server.greeted();
  const { token: own } = await alice.request("login", { name: "alice", password });
  const { token } = await alice.request("password", { old: password, new: renewed });
  await alice.leave();
  await clients[0].settled();
  const client = await server.greeted();
  for (const ended of [kept, own]) {
    t.is((await client.refusal("resume", { token: ended })).code, "token_refused");
  }
  await client.request("resume", { token });
});

test("a wrong old password counts as a failed login, and the third locks", async (t) => {
  const { server, clients } = await serveWith(t, ["alice"]);
  const [alice] = clients;
  const wrong = { old: "wrong password", new: renewed };
  t.like(await alice.refusal("password", wrong), { code: "bad_login", detail: { triesLeft: 2 } });
  t.like(await alice.refusal("deleteAccount", { password: "wrong" }), {
    code: "bad_login",
    detail: { triesLeft: 1 },
  });
  t.is((await alice.refusal("password", wrong)).code, "locked");
  t.is((await alice.refusal("password", { old: password, new: renewed })).code, "locked");
  t.is((await (await server.greeted()).refusal("login", { name: "alice", password })).code, "locked");
  await alice.broadcast("the session lives on");
});

test("a new password keeps the rules of passwords, and nothing has changed where it doesn't", async (t) => {
  const { server, clients } = await serveWith(t, ["alice"]);
  const [alice] = clients;
  for (const bad of ["", "short", "x".repeat(1025)])
    t.is((await alice.refusal("password", { old: password, new: bad })).code, "bad_password");
  await alice.leave();
  await server.loggedIn("alice");
});

test("an acknowledged password outlives kill -9, and an acknowledged deletion too", async (t) => {
  const folder = join(await temporaryFolder(t), "data");
  let server = spawnCheapServer(t, folder, 0);
  const port = await server.port;
  for (const name of ["alice", "bob"]) {
    const chatter = await Chatter.open(t, port);
    await chatter.client.signup(name, password);
    if (name === "alice") await chatter.client.changePassword(password, renewed);
    else await chatter.client.deleteAccount(password);
    server.child.kill("SIGKILL");
    await server.ended;
    server = spawnCheapServer(t, folder, port);
    await server.port;
    chatter.client.close();
  }
  const alice = await Chatter.open(t, port);
  await t.throwsAsync(alice.client.login("alice", password), { message: /wrong/ });
  await alice.client.login("alice", renewed);
  const bob = await Chatter.open(t, port);
  await t.throwsAsync(bob.client.login("bob", password), { message: /wrong/ });
  await t.throwsAsync(bob.client.signup("Bob", password), { message: /taken/ });
});

test("after a new password the client goes on over a cut by the token that came with it", async (t) => {
  const { server } = await serveWith(t, []);
  const line = await BadLine.open(t, () => server.port);
  const alice = await Chatter.open(t, line.port);
  await alice.client.signup("alice", password);
  await alice.client.changePassword(password, renewed);
  line.cut();
  await alice.until(() => alice.sessions.length === 3);
  t.like(alice.sessions, [{ state: "in" }, { state: "interrupted" }, { state: "in" }]);
});

test("a deleted account can't be logged in to or made again, and all that are online learn of it", async (t) => {
  const { server, clients } = await serveWith(t, ["alice", "bob"]);
  const [alice, bob] = clients;
  const { token } = await (async () => {
    await alice.request("logout", {});
    return alice.request("login", { name: "alice", password, remember: true });
  })();
  await alice.request("deleteAccount", { password });
  t.like(await bob.event("deleted"), { name: "alice", time: server.now });
  t.is((await alice.refusal("online", {})).code, "not_logged_in");
  t.is((await alice.refusal("resume", { token })).code, "token_refused");
  t.is((await alice.refusal("signup", { name: "ALICE", password })).code, "name_taken");
  t.like(await alice.refusal("login", { name: "alice", password }), {
    code: "bad_login",
    detail: { triesLeft: 2 },
  });
  t.is(server.online, 1);
});

test("what a deleted account said stays readable under its name; it is no contact and gets nothing any more", async (t) => {
  const { server, clients } = await serveWith(t, ["alice", "bob"]);
  const [alice, bob] = clients;
  await alice.broadcast("hi all");
  await alice.whisper("bob", "psst");
  const key = "01ARZ3NDEKTSV4RRFFQ69G5FAV";
  const sent = await bob.whisper("alice", "yes?", key);
  await alice.request("deleteAccount", { password });
  for (const round of ["at once", "after a restart"]) {
    const reader = round === "at once" ? bob : await server.loggedIn("bob");
    t.deepEqual(
      (await reader.history("everyone")).map(({ from, text }) => [from, text]),
      [["alice", "hi all"]],
    );
    t.deepEqual(
      (await reader.history("alice")).map(({ text }) => text),
      ["psst", "yes?"],
    );
    const names = (list: { accounts: { name: string }[] }) => list.accounts.map(({ name }) => name);
    t.deepEqual(names(await reader.request("contacts", {})), ["bob"]);
    t.deepEqual(names(await reader.request("recent", {})), ["bob"]);
    const request = { to: "alice", text: "gone?" };
    t.is(
      (await reader.refusal("whisper", { ...request, key: "01ARZ3NDEKTSV4RRFFQ69G5FAW" })).code,
      "unknown_account",
    );
    t.deepEqual(
      await reader.whisper("alice", "yes?", key),
      sent,
      "what was stored before is answered as it was",
    );
    t.is((await reader.refusal("block", { name: "alice" })).code, "unknown_account");
    if (round === "at once") await server.restart();
  }
});

test("whoever blocked a deleted account still doesn't see what it said, and may unblock it", async (t) => {
  const { clients } = await serveWith(t, ["alice", "bob"]);
  const [alice, bob] = clients;
  await bob.request("block", { name: "alice" });
  await alice.broadcast("unheard");
  await alice.request("deleteAccount", { password });
  t.deepEqual(await bob.history("everyone"), []);
  t.deepEqual(await bob.request("unblock", { name: "alice" }), { name: "alice", changed: true });
  t.is((await bob.history("everyone")).length, 1);
});
