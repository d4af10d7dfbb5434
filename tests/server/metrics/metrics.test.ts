/** The port for those who watch over the server: what it counts, in the format that Prometheus reads. */
import { createServer } from "node:net";
import test from "ava";
import { Histogram } from "../../../server/counts.ts";
import { metricsText } from "../../../server/metrics/text.ts";
import { spawnServer } from "../process.ts";
import { count, serveWith, type TestServer, temporaryFolder } from "../serve.ts";

function portOf(server: TestServer): number {
  return Number(server.log().find(({ event }) => event === "listening")?.metrics);
}

async function get(server: TestServer, path: string, init?: RequestInit): Promise<readonly [number, string]> {
  const response = await fetch(`http://127.0.0.1:${portOf(server)}${path}`, init);
  return [response.status, await response.text()];
}

/** Values by name with labels. */
async function metrics(server: TestServer): Promise<Map<string, number>> {
  const [, text] = await get(server, "/metrics");
  const lines = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return new Map(lines.map((line) => [line.replace(/ \S+$/, ""), Number(line.replace(/.* /, ""))]));
}

test("what happens is counted", async (t) => {
  const { server, clients } = await serveWith(t, ["alice", "bob", "carol"], { metricsPort: 0 });
  const [alice, bob, carol] = clients;
  await alice.broadcast("to two");
  await alice.whisper("bob", "to one");
  await bob.request("block", { name: "alice" });
  await alice.broadcast("to one");
  await carol.request("logout", {});
  for (const _ of count(3)) await carol.refusal("login", { name: "carol", password: "wrong password" });
  const found = await metrics(server);
  const expected = {
    chat_sessions: 2,
    chat_connections: 3,
    chat_connections_total: 3,
    'chat_requests_total{request="broadcast"}': 2,
    'chat_requests_total{request="signup"}': 3,
    'chat_messages_total{kind="broadcast"}': 2,
    'chat_messages_total{kind="whisper"}': 1,
    chat_deliveries_total: 4,
    chat_login_failures_total: 3,
    chat_lockouts_total: 1,
    chat_store_failed: 0,
  };
  for (const [name, value] of Object.entries(expected)) t.is(found.get(name), value, name);
  for (const name of [
    "chat_received_bytes_total",
    "chat_sent_bytes_total",
    "chat_journal_sync_seconds_sum",
    "chat_resident_memory_bytes",
    "chat_heap_used_bytes",
    "chat_event_loop_delay_p99_seconds",
  ]) {
    t.true((found.get(name) ?? 0) > 0, name);
  }
  const groups = found.get("chat_journal_group_records_count") ?? 0;
  t.true(groups > 0);
  t.is(found.get('chat_journal_group_records_bucket{le="+Inf"}'), groups);
});

test("what closed connections have moved stays counted, and why they were closed", async (t) => {
  const { server, clients } = await serveWith(t, ["alice", "bob"], { metricsPort: 0 });
  const before = await metrics(server);
  clients[1].socket.write(Buffer.alloc(8, 0xff));
  await clients[1].closed;
  await clients[0].event("presence");
  const after = await metrics(server);
  t.is(after.get('chat_closed_total{reason="frame_too_large"}'), 1);
  t.is(after.get("chat_connections"), 1);
  t.is(after.get("chat_received_bytes_total"), (before.get("chat_received_bytes_total") ?? 0) + 8);
});

test("many broadcasts of one turn count for those who get them", async (t) => {
  const { server, clients } = await serveWith(t, ["alice", "bob", "carol"], { metricsPort: 0 });
  await clients[1].request("block", { name: "alice" });
  await Promise.all(count(20).map((n) => clients[0].broadcast(`${n}`)));
  t.is((await metrics(server)).get("chat_deliveries_total"), 20);
});

test("who is refused is counted by the reason, and who is cut without one", async (t) => {
  const { server } = await serveWith(t, ["alice"], { metricsPort: 0, connections: 1 });
  const late = await server.connect();
  await t.throwsAsync(late.request("hello", { versions: [1], client: "test" }), { message: /server_full/ });
  // More than are told so at once.
  const silent = await Promise.all(count(70).map(() => server.connect()));
  await Promise.race(silent.map(({ closed }) => closed));
  const found = await metrics(server);
  t.is(found.get('chat_closed_total{reason="server_full"}'), 1);
  t.true((found.get("chat_cut_total") ?? 0) > 0);
});

test("health and readiness are told apart", async (t) => {
  const { server } = await serveWith(t, ["alice"], { metricsPort: 0 });
  t.deepEqual(await get(server, "/health"), [200, "healthy\n"]);
  t.deepEqual(await get(server, "/ready?from=there"), [200, "ready\n"]);
  t.is((await get(server, "/"))[0], 404);
  t.is((await get(server, "/metrics", { method: "POST", body: "x" }))[0], 405);
});

test("a server that is stopping isn't ready any more", async (t) => {
  const { server, clients } = await serveWith(t, ["alice"], { metricsPort: 0 });
  // It doesn't leave when it's asked to, which the server waits for.
  clients[0].socket.pause();
  const stopped = server.stop();
  t.deepEqual(await get(server, "/ready"), [503, "The server is stopping.\n"]);
  t.is((await get(server, "/health"))[0], 200);
  await stopped;
});

test("there is no such port unless it's asked for, and one in use is named", async (t) => {
  const { server } = await serveWith(t, ["alice"]);
  t.is(server.log().find(({ event }) => event === "listening")?.metrics, undefined);
  const other = createServer().listen(0, "127.0.0.1");
  await new Promise((listening) => other.once("listening", listening));
  t.teardown(() => other.close());
  const { port } = other.address() as { port: number };
  const data = await temporaryFolder(t);
  const args = ["--host", "127.0.0.1", "--port", "0", "--data", data, "--metrics-port", `${port}`];
  const { status, stderr } = await spawnServer(t, ...args).ended;
  t.is(status, 1);
  t.true(stderr.includes(`Port ${port} for metrics is in use. Choose another with --metrics-port.`), stderr);
});

test("the text is Prometheus' format: help, type, labels that are escaped, buckets that add up", (t) => {
  const histogram = new Histogram([1, 10]);
  for (const value of [1, 2, 10, 11]) histogram.add(value);
  t.is(
    metricsText([
      {
        name: "chat_info",
        help: "what",
        type: "gauge",
        samples: [{ labels: { version: 'a"b\\c\nd', other: "" }, value: 1 }],
      },
      { name: "chat_group", help: "how many", type: histogram, samples: [] },
    ]),
    [
      "# HELP chat_info what",
      "# TYPE chat_info gauge",
      'chat_info{version="a\\"b\\\\c\\nd",other=""} 1',
      "# HELP chat_group how many",
      "# TYPE chat_group histogram",
      'chat_group_bucket{le="1"} 1',
      'chat_group_bucket{le="10"} 3',
      'chat_group_bucket{le="+Inf"} 4',
      "chat_group_sum 24",
      "chat_group_count 4",
      "",
    ].join("\n"),
  );
});
