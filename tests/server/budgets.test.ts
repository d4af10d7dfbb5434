/** What one address may try: failed logins over all accounts, and new accounts; and what counts as one address. */
import test from "ava";
import fc from "fast-check";
import { Budget } from "../../server/budgets.ts";
import { networkOf } from "../../server/networks.ts";
import { password, serve, serveWith } from "./serve.ts";

test("failed logins over all accounts are held back per address, unknown names too, right passwords too", async (t) => {
  const { server } = await serveWith(t, ["alice"], { failedLogins: 4 });
  const client = await server.greeted();
  for (const name of ["alice", "bob", "carol", "dave"])
    t.is((await client.refusal("login", { name, password: "wrong password" })).code, "bad_login");
  for (const name of ["erin", "alice"]) {
    t.like(await client.refusal("login", { name, password }), {
      code: "slow_down",
      detail: { retryAfter: 150 },
    });
  }
  server.now += 150_000;
  t.is((await client.refusal("login", { name: "erin", password })).code, "bad_login");
  t.is((await client.refusal("login", { name: "erin", password })).code, "slow_down");
});

test("an address that is held back holds back no other", async (t) => {
  const { server, clients } = await serveWith(t, ["alice"], { failedLogins: 1 });
  await clients[0].request("logout", {});
  const attacker = await server.greeted({ localAddress: "127.0.0.66" });
  await attacker.refusal("login", { name: "alice", password: "wrong password" });
  t.is((await attacker.refusal("login", { name: "alice", password })).code, "slow_down");
  await server.loggedIn("alice");
});

test("logins that succeed cost nothing, however many, and guesses made at once count one by one", async (t) => {
  const { server } = await serveWith(t, ["alice"], { failedLogins: 3 });
  for (let round = 0; round < 5; round++) {
    const client = await server.greeted();
    await client.request("login", { name: "alice", password, takeover: true });
    await client.request("logout", {});
  }
  const client = await server.greeted();
  const names = Array.from({ length: 12 }, (_, index) => `name${index}`);
  const others = await Promise.all(names.map(() => server.greeted()));
  const codes = await Promise.all(
    others.map(async (other, index) => {
      const refusal = await other.refusal("login", { name: names[index] ?? "", password });
      return refusal.code;
    }),
  );
  t.is(codes.filter((code) => code === "bad_login").length, 3);
  t.is(codes.filter((code) => code === "slow_down").length, 9);
  t.is((await client.refusal("login", { name: "alice", password })).code, "slow_down");
});

test("accounts of one address are held back, and those of another are not", async (t) => {
  const server = await serve(t, { signups: 2 });
  await server.signedUp("alice");
  await server.signedUp("bob");
  const client = await server.greeted();
  t.like(await client.refusal("signup", { name: "carol", password }), {
    code: "slow_down",
    detail: { retryAfter: 1800 },
  });
  await server.signedUp("carol", { localAddress: "127.0.0.2" });
  server.now += 1_800_000;
  await server.signedUp("dave");
});

test("a name or a password that can't be costs no account", async (t) => {
  const server = await serve(t, { signups: 1 });
  const client = await server.greeted();
  await client.refusal("signup", { name: "everyone", password });
  await client.refusal("signup", { name: "alice", password: "short" });
  t.is((await client.request("signup", { name: "alice", password })).name, "alice");
});

test("no more are ever taken in any stretch of time than the allowance and its refill", (t) => {
  const steps = fc.array(fc.integer({ min: 0, max: 20_000 }), { maxLength: 100 });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 7 }), steps, (count, waits) => {
      let now = 0;
      const budget = new Budget({ count, seconds: 60 }, () => now);
      const taken: number[] = [];
      for (const wait of waits) {
        now += wait;
        const retryAfter = budget.take("a");
        if (retryAfter === 0) taken.push(now);
        else {
          now += retryAfter * 1000;
          if (budget.take("a") !== 0) return false;
          taken.push(now);
        }
      }
      return taken.every((from, first) =>
        taken.slice(first).every((to, more) => more + 1 <= count + ((to - from) * count) / 60_000 + 0.001),
      );
    }),
  );
  t.pass();
});

test("IPv6 addresses of one /64 are one, IPv4 addresses are each their own", (t) => {
  t.is(networkOf("192.0.2.1"), "192.0.2.1");
  const same = [
    "2001:db8:0:1::1",
    "2001:DB8::1:0:0:0:9",
    "2001:0db8:0000:0001:ffff::",
    "2001:db8:0:1::%eth0",
  ];
  for (const address of same) t.is(networkOf(address), "2001:db8:0:1::/64", address);
  t.is(networkOf("::1"), "0:0:0:0::/64");
  t.is(networkOf("fe80::1.2.3.4"), "fe80:0:0:0::/64");
  t.not(networkOf("2001:db8:0:2::1"), networkOf(same[0] ?? ""));
});
