/** Failed logins: what they tell, when they lock, whom, and for how long. */
import test, { type ExecutionContext } from "ava";
import type { RawClient } from "./raw.ts";
import { password, type serve, serveWith, type TestServer } from "./serve.ts";

const wrong = { name: "alice", password: "wrong password" };
const right = { name: "alice", password };

/** A server on which alice has an account and nobody is logged in. */
async function withAlice(
  t: ExecutionContext,
  options: Parameters<typeof serve>[1] = {},
): Promise<TestServer> {
  const { server, clients } = await serveWith(t, ["alice"], options);
  await clients[0].request("logout", {});
  return server;
}

/** Three wrong passwords. */
async function lock(client: RawClient, name = "alice"): Promise<void> {
  for (let failure = 0; failure < 3; failure++)
    await client.refusal("login", { name, password: "wrong password" });
}

test("a wrong password and an unknown name are refused alike, and count down alike", async (t) => {
  const server = await withAlice(t);
  const refusals = async (name: string): Promise<unknown[]> => {
    const client = await server.greeted();
    const list = [];
    for (let failure = 0; failure < 4; failure++) {
      const { code, message, detail } = await client.refusal("login", { name, password: "wrong password" });
      list.push({ code, message, detail });
    }
    return list;
  };
  const known = await refusals("alice");
  t.like(known, [
    { code: "bad_login", detail: { triesLeft: 2 } },
    { code: "bad_login", detail: { triesLeft: 1 } },
    { code: "locked", detail: { retryAfter: 60 } },
    { code: "locked", detail: { retryAfter: 60 } },
  ]);
  t.deepEqual(await refusals("nobody1"), known);
  t.deepEqual(await refusals("no name at all"), known);
});

// Alone in the process, whose processor time it measures: the clock's would depend on what else runs.
test.serial(
  "a wrong password and an unknown name take one hash each, at the cost of a hash made now",
  async (t) => {
    const server = await withAlice(t, { passwordCost: { logN: 14, r: 8, p: 4 } });
    const client = await server.greeted();
    const times: Record<string, number[]> = { alice: [], nobody: [] };
    for (let round = 0; round < 2; round++) {
      for (const [name, list] of Object.entries(times)) {
        const before = process.cpuUsage();
        await client.refusal("login", { name, password: "wrong password" });
        list.push(process.cpuUsage(before).user / 1000);
      }
    }
    const least = (name: string): number => Math.min(...(times[name] ?? []));
    // One is some 150 ms on any machine; none would be 1 ms, and two the double.
    const ratio = least("nobody") / least("alice");
    t.true(least("nobody") > 20 && ratio > 0.4 && ratio < 1.8, JSON.stringify(times));
  },
);

test("a login renews a hash that costs less than hashes do by now, and the password stays", async (t) => {
  const server = await withAlice(t);
  const hashes: string[] = [];
  const hash = () =>
    server.withStore(async (store) => hashes.push(store.account("alice")?.passwordHash ?? ""));
  await hash();
  server.passwordCost = { logN: 5, r: 1, p: 1 };
  await server.restart();
  const client = await server.loggedIn("alice");
  while (!server.log().some(({ event }) => event === "password hash renewed")) await client.settled();
  await client.leave();
  await hash();
  await (await server.loggedIn("alice")).leave();
  await hash();
  t.regex(hashes[0] ?? "", /^scrypt\$4\$/);
  t.regex(hashes[1] ?? "", /^scrypt\$5\$/);
  t.is(hashes[1], hashes[2], "once");
});

test("while locked the right password is refused too, and nothing about it is told", async (t) => {
  const server = await withAlice(t);
  const client = await server.greeted();
  await lock(client);
  server.now += 20_500;
  const refusal = await client.refusal("login", right);
  t.deepEqual([refusal.code, refusal.detail], ["locked", { retryAfter: 40 }]);
});

test("a lock lasts for 60 s to the millisecond, and then there are three tries again", async (t) => {
  const server = await withAlice(t);
  const client = await server.greeted();
  await lock(client);
  server.now += 59_999;
  t.deepEqual((await client.refusal("login", right)).detail, { retryAfter: 1 });
  server.now += 1;
  t.deepEqual((await client.refusal("login", wrong)).detail, { triesLeft: 2 });
  t.is((await client.request("login", right)).name, "alice");
});

test("trying while locked doesn't make the lock longer", async (t) => {
  const server = await withAlice(t);
  const client = await server.greeted();
  await lock(client);
  server.now += 30_000;
  await lock(client);
  server.now += 30_000;
  await client.request("login", right);
  t.pass();
});

test("a login that succeeds takes back the failures before it", async (t) => {
  const server = await withAlice(t);
  const client = await server.greeted();
  for (let round = 0; round < 3; round++) {
    t.deepEqual((await client.refusal("login", wrong)).detail, { triesLeft: 2 });
    t.deepEqual((await client.refusal("login", wrong)).detail, { triesLeft: 1 });
    await client.request("login", right);
    await client.request("logout", {});
  }
});

test("failures count over connections, spellings and restarts, and so does the lock", async (t) => {
  const server = await withAlice(t);
  await (await server.greeted()).refusal("login", wrong);
  await (await server.greeted()).refusal("login", { ...wrong, name: "ALICE" });
  await server.restart();
  t.is((await (await server.greeted()).refusal("login", wrong)).code, "locked");
  t.is((await (await server.greeted()).refusal("login", right)).code, "locked");
  await server.restart();
  t.is((await (await server.greeted()).refusal("login", right)).code, "locked");
  server.now += 60_000;
  await server.loggedIn("alice");
});

test("another account and another address are not locked", async (t) => {
  const server = await withAlice(t);
  await (await server.signedUp("bob")).request("logout", {});
  await lock(await server.greeted());
  await server.loggedIn("bob");
  const elsewhere = await server.loggedIn("alice", { localAddress: "127.0.0.2" });
  await elsewhere.request("logout", {});
  t.is(
    (await (await server.greeted()).refusal("login", right)).code,
    "locked",
    "and theirs doesn't lift it here",
  );
});

test("with the scope of a port, another connection is not locked", async (t) => {
  const server = await withAlice(t, { lockoutScope: "port" });
  const client = await server.greeted();
  await lock(client);
  t.is((await client.refusal("login", right)).code, "locked");
  await server.loggedIn("alice");
});

test("of guesses sent at once over many connections, three are tried", async (t) => {
  const server = await withAlice(t);
  const clients = await Promise.all(Array.from({ length: 12 }, () => server.greeted()));
  const guesses = clients.flatMap((client) => [
    client.refusal("login", wrong),
    client.refusal("login", wrong),
  ]);
  const codes = (await Promise.all(guesses)).map(({ code }) => code);
  t.is(codes.filter((code) => code === "bad_login").length, 2);
  t.is(codes.filter((code) => code === "locked").length, 22);
  t.is(server.log().filter(({ event }) => event === "login failed").length, 3);
});

test("a right password that comes after three wrong ones in the same write is refused", async (t) => {
  const server = await withAlice(t);
  const client = await server.greeted();
  const tries = [wrong, wrong, wrong, right].map((params) => client.prepare("login", params));
  client.write(Buffer.concat(tries.map(({ frame }) => frame)));
  const outcomes = await Promise.allSettled(tries.map(({ answer }) => answer));
  t.true(outcomes.every(({ status }) => status === "rejected"));
});

test("failed logins stand in the log with name and address", async (t) => {
  const server = await withAlice(t);
  await lock(await server.greeted());
  const lines = server.log().filter(({ event }) => event === "login failed");
  t.like(lines.at(-1), { name: "alice", address: "127.0.0.1", locked: true });
});
