/** What connections, accounts and a start cost: memory per connection, and the time until the first one is accepted. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { between, startLoad } from "./delivery.ts";
import { writeHistory } from "./history.ts";
import { figure, quantile, type Row } from "./row.ts";
import { chatServerIn, cheap, createAccounts, type Kind, portOf, startServer } from "./servers.ts";

const starts = 5;
const manyAccounts = 100_000;
const crowd = 5000;
const chatting = 50;
const measuredMs = 2000;
/** Long enough for a server to notice that it rests, to write its documents and to give memory back. */
const restMs = 45_000;

/** `stored`: how many messages a large history has. */
export async function benchSize(stored: number): Promise<Row[]> {
  return [...(await idle([1000, crowd])), await inCrowd(), ...(await starting(stored))];
}

/** People who are logged in and silent: when they have just come, and when the server has rested from that. */
async function idle(crowds: readonly number[]): Promise<Row[]> {
  const pairs: (readonly [chat: Idle, floor: Idle])[] = [];
  for (const people of crowds) pairs.push([await idlers("chat", people), await idlers("floor", people)]);
  await delay(restMs);
  const rows: Row[] = [];
  for (const [chat, floor] of pairs) {
    const [rested, bare] = [await chat.leave(), await floor.leave()];
    rows.push({
      name: `memory per idle session, ${chat.people.toLocaleString("en")} of them`,
      value: rested,
      unit: "KB",
      note: `${figure(chat.atOnce)} at once after the logins; bare sockets ${figure(bare)} and ${figure(floor.atOnce)}`,
      aim: "6 more than those",
    });
  }
  return rows;
}

interface Idle {
  readonly people: number;
  /** KB for each of them, when the last has just come. */
  readonly atOnce: number;
  /** Resolves to what it is now. */
  leave(): Promise<number>;
}

async function idlers(kind: Kind, people: number): Promise<Idle> {
  const server = await startServer(kind, people);
  const before = (await server.process.usage()).memory;
  const load = await startLoad(server, { ...silent, people });
  const each = async () => ((await server.process.usage()).memory - before) / people / 1024;
  return {
    people,
    atOnce: await each(),
    async leave() {
      const rested = await each();
      load.kill();
      await server.stop();
      return rested;
    },
  };
}

const silent = { shape: "room", senders: 0, inFlight: 0 } as const;

/** Whispers of a few, alone and among many who are connected and silent. */
async function inCrowd(): Promise<Row> {
  const server = await startServer("chat", chatting + crowd);
  const few = await startLoad(server, {
    shape: "pairs",
    people: chatting,
    senders: chatting / 2,
    inFlight: 16,
  });
  const messages = async (): Promise<number> => {
    const { counts, cpu } = await between(server, few, measuredMs);
    return counts.acknowledged / cpu;
  };
  await messages();
  const alone = await messages();
  const others = await startLoad(server, { ...silent, people: crowd, first: chatting });
  const among = await messages();
  others.kill();
  few.kill();
  await server.stop();
  return {
    name: `${chatting} whispering among ${crowd.toLocaleString("en")}: messages per CPU second`,
    value: among,
    unit: "",
    ratio: among / alone,
    note: "what they have alone",
    aim: "1",
  };
}

async function starting(stored: number): Promise<Row[]> {
  const node = await median(async () => {
    await once(spawn(process.execPath, ["-e", "0"], { stdio: "ignore" }), "exit");
  });
  return [
    await startWith("an empty store", async () => {}, `node -e 0: ${figure(node)}`, "150 more than that"),
    await startWith(
      `${manyAccounts.toLocaleString("en")} accounts`,
      async (folder) => {
        await createAccounts(folder, manyAccounts, cheap);
      },
      "",
      "2 s, 250 MB",
    ),
    await startWith(`${stored.toLocaleString("en")} messages`, async (folder) => {
      await createAccounts(folder, 1, cheap);
      writeHistory(folder, stored, "x".repeat(100));
    }),
  ];
}

async function startWith(
  what: string,
  prepare: (folder: string) => Promise<void>,
  beside = "",
  aim?: string,
): Promise<Row> {
  const folder = mkdtempSync(join(tmpdir(), "chat-bench-"));
  try {
    await prepare(folder);
    const value = await median(() => untilAccepted(folder));
    const memory = `${figure((await memoryWith(folder)) / 2 ** 20)} MB resident`;
    return {
      name: `start to the first connection, ${what}`,
      value,
      unit: "ms",
      note: beside === "" ? memory : `${memory}; ${beside}`,
      ...(aim === undefined ? {} : { aim }),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function memoryWith(folder: string): Promise<number> {
  const server = chatServerIn(folder);
  await portOf(server);
  const { memory } = await server.usage();
  await server.stop();
  return memory;
}

/** ms that a task takes, the middle one of several. */
async function median(task: () => Promise<void>): Promise<number> {
  const times: number[] = [];
  for (let start = 0; start < starts; start++) {
    const from = performance.now();
    await task();
    times.push(performance.now() - from);
  }
  return quantile(times, 0.5);
}

async function untilAccepted(folder: string): Promise<void> {
  const server = chatServerIn(folder);
  const socket = connect({ host: "127.0.0.1", port: await portOf(server) });
  await once(socket, "connect");
  socket.destroy();
  // Nothing has been written, so there is nothing to wait for.
  server.child.kill("SIGKILL");
  await once(server.child, "exit");
}
