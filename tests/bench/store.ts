/** What the embedded store costs, beside the floor that the same disk sets in the same run. */
import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { type Files, nodeFiles } from "../../data/files.ts";
import { type Append, everyone, openStore, type Store } from "../../data/index.ts";
import { encodeLine, seal } from "../../data/line.ts";
import type { Row } from "./row.ts";

const inFlight = 1000;
const text = "x".repeat(100);
let keys = 0;

export async function benchStore(): Promise<Row[]> {
  const rows: Row[] = [];
  const appends = await inNewStore((store) => appendRate(store, 100_000));
  const floor = await floorRate(100);
  rows.push(
    { name: "appends, 1,000 in flight", value: perSecond(appends) },
    {
      name: "floor: the same bytes by write and fdatasync",
      value: perSecond(floor),
      note: ratio(appends, floor),
    },
    ...(await stored()),
    ...(await broadcasts()),
  );
  return rows;
}

/** With few messages stored and with many: throughput, latency, start-up. */
async function stored(): Promise<Row[]> {
  return inFolder(async (folder) => {
    const rows: Row[] = [];
    const rates: number[] = [];
    const latencies: number[] = [];
    for (const count of [1000, 100_000]) {
      rows.push(await fillTo(folder, count));
      const store = await openStore({ folder });
      await appendRate(store, 5000);
      rates.push(await appendRate(store, 20_000));
      latencies.push(await appendLatency(store, 500));
      await store.close();
    }
    const [few = 0, many = 0] = rates;
    const [short = 0, long = 0] = latencies;
    rows.push(
      { name: "appends with 1,000 stored", value: perSecond(few) },
      { name: "appends with 100,000 stored", value: perSecond(many), note: ratio(many, few) },
      { name: "one append with 1,000 stored, median", value: milliseconds(short) },
      { name: "one append with 100,000 stored, median", value: milliseconds(long), note: ratio(long, short) },
    );
    return rows;
  });
}

/** Brings the folder to so many messages and measures a start. */
async function fillTo(folder: string, count: number): Promise<Row> {
  const store = await opened(folder, 1);
  const there = await store.last(everyone);
  if (count > there) await appendRate(store, count - there);
  await store.close();
  const before = performance.now();
  const again = await openStore({ folder });
  const took = performance.now() - before;
  await again.close();
  return { name: `start-up with ${count.toLocaleString("en")} messages`, value: milliseconds(took) };
}

/** Bytes that reach the disk for one broadcast: its line in the journal, and then its share of documents. */
async function broadcasts(): Promise<Row[]> {
  const rows: Row[] = [];
  for (const offline of [1, 1000]) {
    const bytes = await inFolder(async (folder) => {
      const store = await opened(folder, offline + 1);
      await store.close();
      let written = 0;
      const again = await openStore({ folder, files: counting((count) => (written += count)) });
      const known = written;
      await again.append(next());
      const journal = written - known;
      await again.close();
      return { journal, all: written - known };
    });
    rows.push({
      name: `bytes written for a broadcast, ${offline.toLocaleString("en")} offline`,
      value: `${bytes.journal} B`,
      note: `${bytes.all} B with its documents`,
    });
  }
  return rows;
}

function counting(count: (bytes: number) => void): Files {
  return {
    ...nodeFiles,
    async open(path, flags) {
      const file = await nodeFiles.open(path, flags);
      return {
        ...file,
        write(bytes) {
          count(bytes.length);
          return file.write(bytes);
        },
      };
    },
  };
}

async function appendRate(store: Store, count: number): Promise<number> {
  const before = performance.now();
  let left = count;
  const lane = async () => {
    while (left-- > 0) await store.append(next());
  };
  await Promise.all(Array.from({ length: inFlight }, lane));
  return (count / (performance.now() - before)) * 1000;
}

async function appendLatency(store: Store, count: number): Promise<number> {
  const took: number[] = [];
  for (let index = 0; index < count; index++) {
    const before = performance.now();
    await store.append(next());
    took.push(performance.now() - before);
  }
  return took.sort((a, b) => a - b)[count >> 1] ?? 0;
}

/** Messages per second if there were nothing but the disk. */
async function floorRate(groups: number): Promise<number> {
  return inFolder(async (folder) => {
    const { conversation: _everyone, ...fields } = next();
    const record = { kind: "message", conversation: "everyone", number: 1, ...fields } as const;
    const bytes = seal(encodeLine(1, 1, record).repeat(inFlight));
    const file = await open(join(folder, "floor.log"), "a");
    const before = performance.now();
    for (let group = 0; group < groups; group++) {
      await file.write(bytes);
      await file.datasync();
    }
    const rate = ((groups * inFlight) / (performance.now() - before)) * 1000;
    await file.close();
    return rate;
  });
}

function next(): Append {
  return {
    conversation: everyone,
    from: "account0",
    text,
    time: Date.now(),
    key: `${++keys}`.padStart(26, "0"),
  };
}

/** A store with at least so many accounts. */
async function opened(folder: string, accounts: number): Promise<Store> {
  const store = await openStore({ folder });
  const names = Array.from({ length: accounts }, (_, index) => `account${index}`);
  const missing = names.filter((name) => !store.account(name));
  await Promise.all(
    missing.map((name) => store.createAccount({ name, passwordHash: "x".repeat(120), createdAt: 1 })),
  );
  return store;
}

async function inNewStore<T>(measure: (store: Store) => Promise<T>): Promise<T> {
  return inFolder(async (folder) => {
    const store = await opened(folder, 1);
    const result = await measure(store);
    await store.close();
    return result;
  });
}

async function inFolder<T>(measure: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "chat-bench-"));
  try {
    return await measure(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const perSecond = (rate: number) => `${Math.round(rate).toLocaleString("en")}/s`;
const milliseconds = (time: number) => `${time.toFixed(2)} ms`;
const ratio = (one: number, other: number) => `${(one / other).toFixed(2)} of it`;
