/** Thousands of connections with faults against one server, which has to hold no more at the end than at the beginning. */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { randomOf } from "../model/plan.ts";
import type { Held } from "./server.ts";
import { Visitor } from "./visitor.ts";

export interface ConnectionsOptions {
  readonly minutes: number;
  readonly seed: number;
  readonly connections: number;
}

const tickMs = 100;
/** How many of all visitors do something in a second. */
const activeShare = 0.15;
const reports = 20;
/** How much more may be held in the last quarter than in the second, for a server that is flat. */
const growthAllowed = 0.1;

/** What a visitor does when it is its turn, by how often of a thousand turns. */
const habits: readonly (readonly [
  weight: number,
  act: (visitor: Visitor, random: () => number, all: readonly Visitor[]) => void,
])[] = [
  [700, (visitor) => visitor.ping()],
  [150, (visitor, random, all) => visitor.tell(all[Math.floor(random() * all.length)]?.name ?? "everyone")],
  [3, (visitor) => visitor.tell("everyone")],
  [60, (visitor) => visitor.cut()],
  [30, (visitor) => visitor.vanish()],
  [40, (visitor, random) => visitor.readSlowly(random() * 8000)],
  [17, (visitor) => visitor.beginFrame()],
];

/** Resolves to whether the server was flat, and made no mistake. */
export async function soakConnections({ minutes, seed, connections }: ConnectionsOptions): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), "chat-soak-"));
  const server = fork(fileURLToPath(new URL("server.ts", import.meta.url)), [folder], {
    execArgv: ["--import=tsx"],
  });
  const [port] = await once(server, "message");
  const visitors = Array.from({ length: connections }, (_, number) => new Visitor(number, port));
  try {
    await settle(visitors);
    const course = await watch(server, visitors, minutes, randomOf(seed));
    return verdict(course, await afterwards(server, visitors));
  } finally {
    for (const visitor of visitors) visitor.cut();
    server.kill("SIGKILL");
    await rm(folder, { recursive: true, force: true });
  }
}

/** All are in before anything is measured. */
async function settle(visitors: readonly Visitor[]): Promise<void> {
  for (const visitor of visitors) {
    visitor.come();
    while (!visitor.loggedIn) await delay(1);
  }
}

async function watch(
  server: ChildProcess,
  visitors: readonly Visitor[],
  minutes: number,
  random: () => number,
): Promise<Held[]> {
  const course: Held[] = [];
  process.stdout.write(
    "   min  there  online   sockets  timers  heap MiB  buffers MiB   RSS MiB  frames heard\n",
  );
  const start = performance.now();
  const length = minutes * 60_000;
  while (performance.now() - start < length) {
    misbehave(visitors, random);
    const passed = performance.now() - start;
    if (passed >= (course.length * length) / reports) course.push(await report(server, visitors, passed));
    await delay(tickMs);
  }
  course.push(await report(server, visitors, length));
  return course;
}

function misbehave(visitors: readonly Visitor[], random: () => number): void {
  const turns = (visitors.length * activeShare * tickMs) / 1000;
  for (let turn = 0; turn < turns; turn++) {
    const visitor = visitors[Math.floor(random() * visitors.length)];
    if (visitor?.connected) habit(random)(visitor, random, visitors);
    else visitor?.come();
  }
}

function habit(random: () => number): (typeof habits)[number][1] {
  let left = random() * habits.reduce((sum, [weight]) => sum + weight, 0);
  const found = habits.find(([weight]) => {
    left -= weight;
    return left < 0;
  });
  return found?.[1] ?? (() => {});
}

async function report(server: ChildProcess, visitors: readonly Visitor[], ms: number): Promise<Held> {
  const held = await ask(server);
  const there = visitors.filter(({ connected }) => connected).length;
  const heard = visitors.reduce((sum, visitor) => sum + visitor.heard, 0);
  const cells = [
    (ms / 60_000).toFixed(1).padStart(6),
    String(there).padStart(7),
    String(held.online).padStart(8),
    String(held.sockets).padStart(10),
    String(held.timers).padStart(8),
    mebibytes(held.heap).padStart(10),
    mebibytes(held.buffers).padStart(13),
    mebibytes(held.rss).padStart(10),
    String(heard).padStart(14),
  ];
  process.stdout.write(`${cells.join("")}\n`);
  return held;
}

/** What is held when everyone has gone. */
async function afterwards(server: ChildProcess, visitors: readonly Visitor[]): Promise<Held> {
  for (const visitor of visitors) visitor.cut();
  // Those whose visitors had vanished are given up by the server itself.
  const deadline = performance.now() + 60_000;
  let held = await ask(server);
  while (held.sockets > 0 && performance.now() < deadline) {
    await delay(500);
    held = await ask(server);
  }
  process.stdout.write(
    `When all have gone: ${held.sockets} sockets, ${held.timers} timers, ${held.online} online, heap ${mebibytes(held.heap)} MiB\n`,
  );
  return held;
}

function verdict(course: readonly Held[], end: Held): boolean {
  const quarter = course.length >> 2;
  const mean = (some: readonly Held[]): number =>
    some.reduce((sum, { heap, buffers }) => sum + heap + buffers, 0) / some.length;
  const growth = mean(course.slice(-quarter)) / mean(course.slice(quarter, 2 * quarter)) - 1;
  const isFlat = growth <= growthAllowed && end.sockets === 0 && end.online === 0;
  process.stdout.write(
    `${isFlat ? "Flat" : "NOT flat"}: heap and buffers ${(growth * 100).toFixed(1)} % from the second to the last quarter; ${end.mistakes} mistakes in the log\n`,
  );
  return isFlat && end.mistakes === 0;
}

async function ask(server: ChildProcess): Promise<Held> {
  server.send("held");
  const [held] = await once(server, "message");
  return held;
}

const mebibytes = (bytes: number): string => (bytes / 2 ** 20).toFixed(1);
