/** What the embedded store costs, beside the floor that the same disk sets in the same run. */
import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { type Files, nodeFiles } from "../../data/files.ts";
import { encodeGroup } from "../../data/groups.ts";
import { type Append, everyone, openStore, type Store } from "../../data/index.ts";
import { writeHistory } from "./history.ts";
import { figure, type Row } from "./row.ts";

const inFlight = 1000;
const text = "x".repeat(100);
/** Above those of any history that is written, since keys rise. */
let keys = 1e12;

/** `stored`: how many messages the store holds that is said to be large. */
export async function benchStore(stored: number): Promise<Row[]> {
  const appends = await inNewStore((store) => appendRate(store, 100_000));
  const floor = await floorRate(100);
  return [
    {
      name: "appends, 1,000 in flight",
      value: appends,
      unit: "/s",
      ratio: appends / floor,
      note: `the floor's ${figure(floor)}: the same bytes by write and fdatasync`,
      aim: "0.5",
    },
    ...(await flat(stored)),
    ...(await broadcasts()),
  ];
}

interface Cost {
  /** Appends per second, 1,000 in flight. */
  readonly rate: number;
  /** Median ms of an append with nothing else under way. */
  readonly alone: number;
  /** ms until the store is open. */
  readonly start: number;
}

/** With few messages stored and with many: throughput, latency, start-up. */
async function flat(stored: number): Promise<Row[]> {
  const few = await costWith(1000);
  const many = await costWith(stored);
  const words = (count: number) => `with ${count.toLocaleString("en")} stored`;
  const pair = (name: string, unit: string, of: (cost: Cost) => number): Row[] => [
    { name: `${name} ${words(1000)}`, value: of(few), unit },
    { name: `${name} ${words(stored)}`, value: of(many), unit, ratio: of(many) / of(few), note: "the first" },
  ];
  return [
    ...pair("appends", "/s", ({ rate }) => rate),
    ...pair("one append, median,", "ms", ({ alone }) => alone),
    ...pair("opening the store", "ms", ({ start }) => start),
  ];
}

async function costWith(stored: number): Promise<Cost> {
  return inFolder(async (folder) => {
    await (await opened(folder, 1)).close();
    writeHistory(folder, stored, text);
    const before = performance.now();
    const store = await openStore({ folder });
    const start = performance.now() - before;
    await appendRate(store, 5000);
    const rate = await appendRate(store, 20_000);
    const alone = await appendLatency(store, 500);
    await store.close();
    return { rate, alone, start };
  });
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
      value: bytes.journal,
      unit: "B",
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
        write(bytes, at) {
          count(bytes.length);
          return file.write(bytes, at);
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
    const bytes = encodeGroup(1, Array(inFlight).fill(JSON.stringify(record)));
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
