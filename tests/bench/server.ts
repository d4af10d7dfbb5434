/** End to end: the built server in a process of its own, one client, every message on disk before it's acknowledged. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { ChatClient, type News } from "../../protocol/index.ts";
import type { Row } from "./row.ts";
import { measuredOptions } from "./servers.ts";

const stored = 100_000;
const sample = 10_000;

/** Broadcasts per second, and how long one alone takes, with an empty store and with a full one. */
export async function benchServer(): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), "chat-bench-"));
  const server = spawn(process.execPath, ["bin/chat-server.js", ...measuredOptions(folder)], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  try {
    const [line] = (await once(createInterface(server.stdout), "line")) as [string];
    const sender = await Sender.open(Number(/port (\d+)/.exec(line)?.[1]));
    await sender.many(sample);
    const before = await measure(sender);
    await sender.many(stored - 2 * sample);
    const after = await measure(sender);
    sender.close();
    return rows(before, after);
  } finally {
    server.kill("SIGTERM");
    await once(server, "exit");
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Figures {
  /** Messages acknowledged per second, 64 unanswered at a time. */
  readonly rate: number;
  /** Median ms from sending one message to its acknowledgement, with nothing else under way. */
  readonly alone: number;
}

async function measure(sender: Sender): Promise<Figures> {
  const start = performance.now();
  await sender.many(sample);
  const rate = sample / ((performance.now() - start) / 1000);
  const times: number[] = [];
  for (let count = 0; count < 200; count++) {
    const sent = performance.now();
    await sender.many(1);
    times.push(performance.now() - sent);
  }
  return { rate, alone: times.sort((a, b) => a - b)[100] ?? 0 };
}

function rows(before: Figures, after: Figures): Row[] {
  const full = `the same with ${stored.toLocaleString("en")} stored`;
  const note = "the first";
  return [
    {
      name: "broadcasts acknowledged, few stored",
      value: before.rate,
      unit: "/s",
      note: "64 unanswered, each on disk",
    },
    { name: full, value: after.rate, unit: "/s", ratio: after.rate / before.rate, note },
    { name: "one broadcast alone, few stored", value: before.alone, unit: "ms", note: "median of 200" },
    { name: full, value: after.alone, unit: "ms", ratio: after.alone / before.alone, note },
  ];
}

/** A client that sends and waits for the acknowledgements. */
class Sender {
  readonly #client: ChatClient;
  #left = 0;
  #done = (): void => {};

  static async open(port: number): Promise<Sender> {
    const connected = Promise.withResolvers<void>();
    const sender = new Sender(port, connected.resolve);
    await connected.promise;
    await sender.#client.signup("bench", "a long enough password");
    return sender;
  }

  private constructor(port: number, connected: () => void) {
    const onNews = (news: News): void => {
      if (news.kind === "connection" && news.connection.state === "connected") connected();
      if (news.kind === "send" && --this.#left === 0) this.#done();
    };
    this.#client = new ChatClient({ host: "127.0.0.1", port, program: "bench", onNews });
    this.#client.connect();
  }

  async many(count: number): Promise<void> {
    this.#left = count;
    const done = new Promise<void>((resolve) => {
      this.#done = resolve;
    });
    const text = "x".repeat(100);
    for (let sent = 0; sent < count; sent++) this.#client.send("everyone", text);
    await done;
  }

  close(): void {
    this.#client.close();
  }
}
