/** What the built server delivers per second of its own CPU, and how soon, beside the barest server in the same run. */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { Counts, LoadOptions } from "./load.ts";
import type { Row } from "./row.ts";
import { type Kind, type MeasuredServer, startServer, tsx } from "./servers.ts";

const warmMs = 1500;
const measuredMs = 3000;
/** Enough for the hundredth part of them to mean something. */
const latencyMs = 8000;

type Shape = Omit<LoadOptions, "port" | "kind">;

const shapes: readonly (readonly [name: string, shape: Shape])[] = [
  ["1 sender to 100", { shape: "room", people: 101, senders: 1, inFlight: 64 }],
  ["1 sender to 1,000", { shape: "room", people: 1001, senders: 1, inFlight: 64 }],
  ["20 senders to 100", { shape: "room", people: 100, senders: 20, inFlight: 64 }],
  ["50 pairs whispering", { shape: "pairs", people: 100, senders: 50, inFlight: 16 }],
];

const steady: Shape = { shape: "room", people: 101, senders: 1, inFlight: 0, perSecond: 100 };

export async function benchDelivery(): Promise<Row[]> {
  const rows: Row[] = [];
  for (const [name, shape] of shapes) rows.push(await throughput(name, shape));
  rows.push(await latency());
  return rows;
}

async function throughput(name: string, shape: Shape): Promise<Row> {
  const chat = await measure("chat", shape);
  const floor = await measure("floor", shape);
  return {
    name: `${name}: deliveries per CPU second`,
    value: `${(chat.deliveries / 1e6).toFixed(2)} M`,
    note: `${(chat.deliveries / floor.deliveries).toFixed(2)} of the floor's ${(floor.deliveries / 1e6).toFixed(2)} M; ${(1e6 / chat.messages).toFixed(1)} µs of CPU a message, floor ${(1e6 / floor.messages).toFixed(1)}`,
  };
}

async function latency(): Promise<Row> {
  const times = async (kind: Kind): Promise<readonly [number, number]> => {
    const { latencies } = await underLoad(kind, steady, latencyMs);
    const sorted = latencies.toSorted((a, b) => a - b);
    return [sorted[sorted.length >> 1] ?? 0, sorted[Math.floor(sorted.length * 0.99)] ?? 0];
  };
  const [chat, floor] = [await times("chat"), await times("floor")];
  return {
    name: "100 messages/s to 100: sent to received, p50 and p99",
    value: `${chat[0].toFixed(1)} / ${chat[1].toFixed(1)} ms`,
    note: `floor ${floor[0].toFixed(1)} / ${floor[1].toFixed(1)} ms`,
  };
}

interface PerCpuSecond {
  readonly deliveries: number;
  readonly messages: number;
}

async function measure(kind: Kind, shape: Shape): Promise<PerCpuSecond> {
  const { counts, cpu } = await underLoad(kind, shape, measuredMs);
  return { deliveries: counts.deliveries / cpu, messages: counts.acknowledged / cpu };
}

interface UnderLoad {
  readonly counts: { readonly deliveries: number; readonly acknowledged: number };
  /** Seconds that the server used meanwhile. */
  readonly cpu: number;
  readonly latencies: readonly number[];
}

async function underLoad(kind: Kind, shape: Shape, ms: number): Promise<UnderLoad> {
  const server = await startServer(kind, shape.people);
  const load = await startLoad({ ...shape, kind, port: server.port });
  try {
    await delay(warmMs);
    return await between(server, load, ms);
  } finally {
    load.kill();
    await server.stop();
  }
}

export async function startLoad(options: LoadOptions): Promise<ChildProcess> {
  const load = fork(join(import.meta.dirname, "load.ts"), { execArgv: tsx });
  load.send(options);
  await once(load, "message");
  return load;
}

export async function between(server: MeasuredServer, load: ChildProcess, ms: number): Promise<UnderLoad> {
  const before = await countsOf(load);
  const used = await server.process.usage();
  await delay(ms);
  const after = await countsOf(load);
  const usedThen = await server.process.usage();
  return {
    counts: {
      deliveries: after.deliveries - before.deliveries,
      acknowledged: after.acknowledged - before.acknowledged,
    },
    cpu: usedThen.cpu - used.cpu,
    latencies: after.latencies,
  };
}

async function countsOf(load: ChildProcess): Promise<Counts> {
  load.send("counts");
  const [message] = (await once(load, "message")) as [{ counts: Counts }];
  return message.counts;
}
