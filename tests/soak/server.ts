/** The server of a soak, in a process of its own that tells what it holds whenever it is asked. Usage: server.ts FOLDER. */
import { setImmediate as turn } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { defaultDeadlines } from "../../server/deadlines.ts";
import { startServer } from "../../server/start.ts";

/** What a server holds, after all that is garbage has gone. */
export interface Held {
  readonly rss: number;
  readonly heap: number;
  /** Of buffers beside the heap. */
  readonly buffers: number;
  readonly sockets: number;
  readonly timers: number;
  readonly online: number;
  /** Of the log: how often the server made a mistake of its own. */
  readonly mistakes: number;
}

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

/** Full within the first minute, so that what grows afterwards is no cache. */
const caches = { mailboxes: 2_097_152, pages: 1_048_576 };

let mistakes = 0;
const ignore = (): void => {};
const server = await startServer({
  host: "127.0.0.1",
  port: 0,
  data: process.argv[2] ?? "",
  allowPlain: false,
  passwordCost: { logN: 4, r: 1, p: 1 },
  signups: 1_000_000,
  // So that those who fall silent are found within minutes.
  deadlines: { ...defaultDeadlines, idle: 30_000 },
  storage: { caches },
  log: { info: ignore, warn: ignore, error: () => void mistakes++ },
});

async function held(): Promise<Held> {
  // What is freed at the end of one collection may let go of more, and not before the next turn.
  for (let round = 0; round < 3; round++) {
    collect();
    await turn();
  }
  const { rss, heapUsed: heap, arrayBuffers: buffers } = process.memoryUsage();
  const resources = process.getActiveResourcesInfo();
  const count = (kind: string): number => resources.filter((each) => each === kind).length;
  return {
    rss,
    heap,
    buffers,
    sockets: count("TCPSocketWrap"),
    timers: count("Timeout"),
    online: server.online(),
    mistakes,
  };
}

process.on("message", async () => process.send?.(await held()));
process.on("disconnect", () => process.exit());
process.send?.(server.port);
