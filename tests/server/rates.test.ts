/** Requests that come too fast: not read at first, refused with a time to wait then, and cut off at last. */
import test from "ava";
import fc from "fast-check";
import { ulid } from "ulid";
import { ChatError } from "../../protocol/index.ts";
import { Meter } from "../../server/meter.ts";
import { Bucket, Rates } from "../../server/rates.ts";
import { tryDefaults } from "../../server/tries.ts";
import { Chatter } from "./chatter.ts";
import type { RawClient } from "./raw.ts";
import { count, password, serveWith } from "./serve.ts";

test("in no stretch of time is more taken than the burst, the refill and one request", (t) => {
  const steps = fc.array(fc.tuple(fc.integer({ min: 0, max: 3000 }), fc.integer({ min: 1, max: 10 })));
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 100 }), steps, (perSecond, asked) => {
      const bucket = new Bucket(perSecond, 10);
      const taken: { at: number; cost: number }[] = [];
      let now = 0;
      for (const [wait, cost] of asked) {
        now += wait;
        if (bucket.overdrawn(now) > 0) continue;
        bucket.take(cost, now);
        taken.push({ at: now, cost });
      }
      return taken.every(({ at }, first) => {
        let sum = 0;
        return taken.slice(first).every(({ at: to, cost }) => {
          sum += cost;
          return sum <= (10 + (to - at) / 1000) * perSecond + 10 + 1e-6;
        });
      });
    }),
  );
  t.pass();
});

/** Messages sent in one write, with what became of each. */
function paste(client: RawClient, messages: number): Promise<PromiseSettledResult<{ number: number }>[]> {
  const sent = count(messages).map((n) => client.prepare("broadcast", { text: `${n}`, key: ulid() }));
  client.write(Buffer.concat(sent.map(({ frame }) => frame)));
  return Promise.allSettled(sent.map(({ answer }) => answer));
}

const isSlowDown = (result: PromiseSettledResult<unknown>): boolean =>
  result.status === "rejected" && result.reason instanceof ChatError && result.reason.is("slow_down");

test("as many as nobody types, in one breath, are nothing to the usual rate", async (t) => {
  const { clients } = await serveWith(t, ["alice"], { rate: tryDefaults.rate });
  const start = performance.now();
  const results = await paste(clients[0], 900);
  t.true(results.every(({ status }) => status === "fulfilled"));
  // Without a rate it's faster by what the machine takes, and with one there is no pause on top of it.
  t.true(performance.now() - start < 9000);
});

test("what is too fast is taken as fast as it may come, all of it and in order, and delays nobody else", async (t) => {
  const { clients } = await serveWith(t, ["alice", "bob"], { rate: 20 });
  const [alice, bob] = clients;
  const start = performance.now();
  let isOver = false;
  const results = paste(alice, 224).finally(() => {
    isOver = true;
  });
  await bob.until(() => bob.messages("everyone").length > 150);
  await bob.whisper("alice", "meanwhile");
  t.false(isOver);
  const numbers = (await results).map((result) => (result.status === "fulfilled" ? result.value.number : 0));
  t.deepEqual(numbers, count(224));
  t.true(performance.now() - start > 900, "24 over what may come at once, 20 a second");
});

test("what would wait too long is refused, and so is all behind it, as long as any of it comes", async (t) => {
  const { clients } = await serveWith(t, ["alice", "bob"], { rate: 2 });
  const [alice, bob] = clients;
  const results = await paste(alice, 60);
  const stored = results.filter(({ status }) => status === "fulfilled").length;
  t.true(stored >= 10 && stored < 30, `${stored}`);
  t.true(results.slice(stored).every(isSlowDown), "what was stored has no hole");
  const { detail } = await alice.refusal("broadcast", { text: "too soon", key: ulid() });
  t.like(detail, { retryAfter: 5 });
  await alice.settled();
  await bob.broadcast("not too fast");
});

test("whoever goes on all the same is cut off", async (t) => {
  const { server, clients } = await serveWith(t, ["alice", "bob"], { rate: 2 });
  const [alice, bob] = clients;
  void paste(alice, 1200);
  t.is((await alice.event("closing")).code, "flooding");
  await alice.closed;
  t.like(await bob.event("presence"), { name: "alice", online: false });
  t.true(server.log().some(({ event }) => event === "protocol broken"));
});

test("a new connection brings an account no new allowance", async (t) => {
  const { server, clients } = await serveWith(t, ["alice"], { rate: 1 });
  const [alice] = clients;
  const search = { conversation: "everyone", words: ["x"] };
  await Promise.all([alice.request("search", search), alice.request("search", search)]);
  await alice.leave();
  const again = await server.greeted();
  await again.request("login", { name: "alice", password, takeover: true });
  t.is((await again.refusal("search", search)).code, "slow_down");
  await again.settled();
});

test("another rate holds for connections that are there, too", async (t) => {
  const { server, clients } = await serveWith(t, ["alice"], { rate: 2 });
  const [alice] = clients;
  await server.reload({ rate: 0 });
  t.true((await paste(alice, 60)).every(({ status }) => status === "fulfilled"));
  await server.reload({ rate: 2 });
  t.true((await paste(alice, 60)).some(isSlowDown));
});

test("before a login too much waits, and nothing is refused", async (t) => {
  const { server } = await serveWith(t, [], { rate: 20 });
  const client = await server.greeted();
  const start = performance.now();
  const asked = count(270).map(() => client.prepare("dance" as never, {} as never));
  client.write(Buffer.concat(asked.map(({ frame }) => frame)));
  const codes = await Promise.allSettled(asked.map(({ answer }) => answer));
  t.true(codes.every((result) => result.status === "rejected" && result.reason.code === "unknown_request"));
  t.true(performance.now() - start > 2900, "longer than anything waits in a session");
});

test("what accounts of one address may ask for together is ten times as much; loopback is no address", (t) => {
  const rates = new Rates(1);
  const asking = (name: string, network: string | undefined): number => {
    const meter = new Meter({ rates }, { address: name, port: 1 }, network);
    meter.arrived(0);
    meter.begin(0, name);
    for (const _ of count(10)) if (meter.pause === 0) meter.take("broadcast");
    return meter.pause;
  };
  for (const n of count(10)) t.is(asking(`name${n}`, "network"), 0);
  t.is(asking("name11", "network"), 100);
  t.is(asking("name12", "network"), 100);
  t.is(asking("name13", "other"), 0);
  for (const n of count(100)) t.is(asking(`local${n}`, undefined), 0);
});

test("allowances that are whole again are forgotten", (t) => {
  const rates = new Rates(1);
  const bucket = rates.askers.of("alice");
  bucket.take(5, 0);
  rates.forget(4999);
  t.is(rates.askers.of("alice"), bucket);
  rates.forget(5000);
  t.not(rates.askers.of("alice"), bucket);
});

test("the client of this project loses nothing and keeps the order at a rate that is far too low for it", async (t) => {
  const { server } = await serveWith(t, [], { rate: 10 });
  const chatter = await Chatter.open(t, server.port);
  await chatter.client.signup("alice", password);
  const sent = count(130).map((n) => chatter.client.send("everyone", `${n}`));
  await chatter.until(() => sent.every(({ key }) => chatter.outcomes(key).length > 0));
  t.true(sent.every(({ key }) => chatter.outcomes(key)[0]?.state === "stored"));
  t.deepEqual(
    (await chatter.history("everyone")).map(({ text }) => text),
    count(130).map(String),
  );
  t.is(chatter.connections.length, 2, "on one connection");
});
