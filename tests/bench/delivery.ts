/** What the built server delivers per second of its own CPU, and how soon, beside the barest server in the same run. */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { Counts, LoadOptions } from "./load.ts";
import { figure, quantile, type Row } from "./row.ts";
import { createAccounts, type Kind, type MeasuredServer, startServer, tsx, usual } from "./servers.ts";

const warmMs = 1000;
const measuredMs = 2000;
/** Enough for the hundredth part of them to mean something. */
const latencyMs = 5000;

type Shape = Omit<LoadOptions, "port" | "kind" | "tokens">;

const hundred: Shape = { shape: "room", people: 101, senders: 1, inFlight: 64 };
const shapes: readonly (readonly [name: string, shape: Shape, aim: string])[] = [
  ["1 sender to 100", hundred, "0.6"],
  ["1 sender to 1,000", { shape: "room", people: 1001, senders: 1, inFlight: 64 }, "0.6"],
  ["20 senders to 100", { shape: "room", people: 100, senders: 20, inFlight: 64 }, "0.6"],
  ["50 pairs whispering", { shape: "pairs", people: 100, senders: 50, inFlight: 16 }, "0.25, better 0.4"],
];

const steady: Shape = { shape: "room", people: 101, senders: 1, inFlight: 0, perSecond: 100 };
/** People who log in all at once, with passwords hashed as usual. */
const storm = 200;

export async function benchDelivery(): Promise<Row[]> {
  // Before the others leave the disk more to do than it's done with.
  const waits = await latency();
  const rows: Row[] = [];
  for (const [name, shape, aim] of shapes) rows.push(await throughput(name, shape, aim));
  return [...rows, await encrypted(), ...(await stopped()), ...waits];
}

async function throughput(name: string, shape: Shape, aim: string): Promise<Row> {
  const chat = await measure("chat", shape);
  const floor = await measure("floor", shape);
  return {
    name: `${name}: deliveries per CPU second`,
    value: chat.deliveries / 1e6,
    unit: "M",
    ratio: chat.deliveries / floor.deliveries,
    note: `the floor's ${figure(floor.deliveries / 1e6)} M; ${figure(1e6 / chat.messages)} µs of CPU a message, floor ${figure(1e6 / floor.messages)}`,
    aim,
  };
}

/** The same as the first row, over TLS. */
async function encrypted(): Promise<Row> {
  const tls = await measure("chat", { ...hundred, tls: true });
  const plain = await measure("chat", hundred);
  return {
    name: "1 sender to 100 over TLS: deliveries per CPU second",
    value: tls.deliveries / 1e6,
    unit: "M",
    ratio: tls.deliveries / plain.deliveries,
    note: `plain's ${figure(plain.deliveries / 1e6)} M`,
  };
}

/** One of the listeners is stopped and reads nothing any more. */
async function stopped(): Promise<Row[]> {
  const { people } = hundred;
  const server = await startServer("chat", people + 1);
  const load = await startLoad(server, hundred);
  const listener = await startLoad(server, { ...hundred, people: 1, first: people, senders: 0 });
  try {
    // By then it has the memory that it takes for work of this kind.
    await delay(warmMs + measuredMs);
    const reading = await between(server, load, measuredMs);
    const before = (await server.process.usage()).memory;
    listener.kill("SIGSTOP");
    const stuck = await between(server, load, measuredMs);
    const after = (await server.process.usage()).memory;
    const [first, then] = [reading, stuck].map(({ counts, cpu }) => counts.deliveries / cpu / 1e6);
    return [
      {
        name: "1 sender to 100 with a stopped listener",
        value: then ?? 0,
        unit: "M",
        ratio: (then ?? 0) / (first ?? 1),
        note: "what it was before that stopped",
        aim: "1",
      },
      { name: "memory grown by a stopped listener", value: (after - before) / 2 ** 20, unit: "MB" },
    ];
  } finally {
    listener.kill("SIGKILL");
    load.kill();
    await server.stop();
  }
}

async function latency(): Promise<Row[]> {
  const quantiles = ({ latencies }: UnderLoad) =>
    [quantile(latencies, 0.5), quantile(latencies, 0.99)] as const;
  const [chat, chatSlow] = quantiles(await underLoad("chat", steady, latencyMs));
  const [floor, floorSlow] = quantiles(await underLoad("floor", steady, latencyMs));
  const [storming, stormingSlow] = quantiles(await inStorm());
  const name = "100 messages/s to 100: sent to received, p50";
  const note = (slow: number) => `p99 ${figure(slow)} ms; floor ${figure(floor)} and ${figure(floorSlow)}`;
  return [
    { name, value: chat, unit: "ms", note: note(chatSlow), aim: "floor + 1 and + 5" },
    {
      name: `the same with ${storm} logins in flight, p50`,
      value: storming,
      unit: "ms",
      note: `p99 ${figure(stormingSlow)} ms`,
    },
  ];
}

async function inStorm(): Promise<UnderLoad> {
  const { people } = steady;
  const server = await startServer("chat", people, async (folder) => {
    await createAccounts(folder, storm, usual, people);
  });
  const load = await startLoad(server, steady);
  await delay(warmMs);
  await countsOf(load);
  const logins = fork(join(import.meta.dirname, "load.ts"), { execArgv: tsx });
  const password = { tokens: "", people: storm, first: people, atOnce: storm };
  logins.send({ ...steady, kind: "chat", port: server.port, ...password } satisfies LoadOptions);
  try {
    return await between(server, load, latencyMs);
  } finally {
    logins.kill();
    load.kill();
    await server.stop();
  }
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
  const load = await startLoad(server, shape);
  try {
    await delay(warmMs);
    return await between(server, load, ms);
  } finally {
    load.kill();
    await server.stop();
  }
}

export async function startLoad({ kind, port, tokens }: MeasuredServer, shape: Shape): Promise<ChildProcess> {
  const load = fork(join(import.meta.dirname, "load.ts"), { execArgv: tsx });
  load.send({ ...shape, kind, port, tokens } satisfies LoadOptions);
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
