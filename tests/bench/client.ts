/** The client alone: the built program on a terminal of 120x40, fed by a server that does nothing else. */
import { execFileSync, fork } from "node:child_process";
import { on } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { Feed, FeederReport } from "./feeder.ts";
import { type Cost, Person } from "./person.ts";
import { figure, quantile, type Row } from "./row.ts";

const starts = 9;
const keyPresses = 300;
const pages = 100;
const rate = 1000;
const paintEnd = "\x1b[?2026l";
const pageUp = "\x1b[5~";
const pageDown = "\x1b[6~";
const clearLine = "\x15";

export async function benchClient(): Promise<Row[]> {
  const home = mkdtempSync(join(tmpdir(), "chat-bench-"));
  const feeder = fork(join(import.meta.dirname, "feeder.ts"));
  const reports = on(feeder, "message") as AsyncIterator<[FeederReport]>;
  const reported = async (): Promise<FeederReport> => (await reports.next()).value[0];
  const feed = async (what: Feed): Promise<number> => {
    feeder.send(what);
    return (await reported()).sent;
  };
  try {
    const { port } = await reported();
    const alone = (measure: Measure) => withPerson(home, port, (person) => measure(person, feed));
    return [
      ...(await start(home, port)),
      ...(await alone(keysAndScrolling)),
      ...(await alone(flood)),
      ...(await alone(memory)),
      ...(await alone(idle)),
    ];
  } finally {
    feeder.disconnect();
    rmSync(home, { recursive: true, force: true });
  }
}

/** Sends messages to whoever is connected; resolves with the number of the last when all are on their way. */
type Feeding = (feed: Feed) => Promise<number>;
type Measure = (person: Person, feed: Feeding) => Promise<Row[]>;

async function withPerson(
  home: string,
  port: number,
  measure: (person: Person) => Promise<Row[]>,
): Promise<Row[]> {
  const person = await Person.loggedIn(home, port);
  // What the start left to do is not what is measured.
  await delay(1000);
  const rows = await measure(person);
  await person.leave();
  return rows;
}

async function start(home: string, port: number): Promise<Row[]> {
  const node = times(starts, () => took(() => execFileSync(process.execPath, ["-e", "0"])));
  const painted: number[] = [];
  const connected: number[] = [];
  // The first one fills the caches, and counts as none.
  for (let count = 0; count <= starts; count++) {
    const person = new Person(home, ["--port", String(port)]);
    const first = (await person.until("Log in")) - person.started;
    const whole = (await person.until("connected")) - person.started;
    if (count > 0) painted.push(first);
    if (count > 0) connected.push(whole);
    await person.leave();
  }
  return [
    { name: "node -e 0", value: quantile(node, 0.5), unit: "ms", note: `median of ${starts}` },
    {
      name: "start to first paint",
      value: quantile(painted, 0.5),
      unit: "ms",
      note: `median of ${starts}`,
      aim: "200 ms",
    },
    { name: "start to the form with a connection", value: quantile(connected, 0.5), unit: "ms" },
  ];
}

async function keysAndScrolling(person: Person, feed: Feeding): Promise<Row[]> {
  const idle = await keyTimes(person);
  const feeding = feed({ count: rate * 12, perSecond: rate });
  await delay(500);
  const busy = await keyTimes(person);
  await feeding;
  await delay(500);
  const steps: number[] = [];
  for (let page = 0; page < pages; page++) {
    // There and back again, never as far as to an end, where nothing would be painted.
    const key = Math.floor(page / 20) % 2 === 0 ? pageUp : pageDown;
    steps.push(await person.reaction(key, paintEnd));
    await delay(20);
  }
  return [
    quantiles("keypress to paint, at rest", idle, "2 and 8 ms"),
    quantiles(`keypress to paint, ${rate.toLocaleString("en")} messages/s`, busy, "15 ms at p99"),
    {
      name: "a page up or down to paint",
      value: quantile(steps, 0.5),
      unit: "ms",
      note: `p99 ${figure(quantile(steps, 0.99))} ms`,
    },
  ];
}

/** A key's paint is known by what is typed so far, which starts with what nobody else says. */
async function keyTimes(person: Person): Promise<number[]> {
  const measured: number[] = [];
  while (measured.length < keyPresses) {
    let typed = "zqj";
    await person.reaction(clearLine + typed, typed);
    for (const key of "thequickbrownfoxjumpsoverthelazydog") {
      await delay(10 + (measured.length % 17));
      typed += key;
      measured.push(await person.reaction(key, typed));
    }
  }
  await person.reaction(clearLine, paintEnd);
  return measured;
}

async function flood(person: Person, feed: Feeding): Promise<Row[]> {
  const count = 20_000;
  const burst = await costOf(person, async () => {
    const last = await feed({ count });
    await person.until(`#${last}`);
    await delay(200);
  });
  const seconds = 10;
  const steady = await costOf(person, async () => {
    await feed({ count: rate * seconds, perSecond: rate });
  });
  return [
    {
      name: `CPU for ${count.toLocaleString("en")} messages at once`,
      value: burst.cpu,
      unit: "ms",
      note: `${kilobytes(burst.bytes)} written`,
      aim: "600 ms, 60 KB",
    },
    {
      name: `CPU at ${rate.toLocaleString("en")} messages/s for ${seconds} s`,
      value: steady.cpu / seconds / 10,
      unit: "% of a core",
      note: `${kilobytes(steady.bytes)} written`,
      aim: "13 %",
    },
  ];
}

async function idle(person: Person): Promise<Row[]> {
  const seconds = 20;
  const { cpu, bytes, wakes } = await costOf(person, () => delay(seconds * 1000));
  return [
    {
      name: `CPU of ${seconds} s at rest`,
      value: cpu,
      unit: "ms",
      note: `${wakes} wake-ups, ${bytes} bytes written`,
      aim: "0 bytes",
    },
  ];
}

async function memory(person: Person, feed: Feeding): Promise<Row[]> {
  const before = person.memory;
  const last = await feed({ count: 100_000 });
  await person.until(`#${last}`);
  await delay(2000);
  return [
    { name: "memory at start", value: before, unit: "MB" },
    {
      name: "memory with 100,000 messages received",
      value: person.memory,
      unit: "MB",
      aim: "140 MB",
    },
  ];
}

async function costOf(person: Person, run: () => Promise<void>): Promise<Cost> {
  const before = person.cost;
  await run();
  const { cpu, bytes, wakes } = person.cost;
  return { cpu: cpu - before.cpu, bytes: bytes - before.bytes, wakes: wakes - before.wakes };
}

function quantiles(name: string, measured: readonly number[], aim: string): Row {
  const p99 = figure(quantile(measured, 0.99));
  return { name, value: quantile(measured, 0.5), unit: "ms", note: `p99 ${p99} ms`, aim };
}

function took(run: () => void): number {
  const before = performance.now();
  run();
  return performance.now() - before;
}

const times = <Made>(count: number, make: () => Made): Made[] => Array.from({ length: count }, make);
const kilobytes = (bytes: number): string => `${figure(bytes / 1000)} KB`;
