/** The server of a soak, in a process of its own that tells what it holds whenever it is asked. Usage: server.ts FOLDER. */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { defaultDeadlines } from "../../server/deadlines.ts";
import { startServer } from "../../server/start.ts";

/** What a server holds, after all that is garbage has gone. */
export interface Held {
  readonly rss: number;
  readonly heap: number;
  readonly sockets: number;
  readonly timers: number;
  readonly online: number;
  /** Of the log: how often the server made a mistake of its own. */
  readonly mistakes: number;
}

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

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
  log: { info: ignore, warn: ignore, error: () => void mistakes++ },
});

function held(): Held {
  collect();
  const { rss, heapUsed: heap } = process.memoryUsage();
  const resources = process.getActiveResourcesInfo();
  const count = (kind: string): number => resources.filter((each) => each === kind).length;
  return {
    rss,
    heap,
    sockets: count("TCPSocketWrap"),
    timers: count("Timeout"),
    online: server.online(),
    mistakes,
  };
}

process.on("message", () => process.send?.(held()));
process.on("disconnect", () => process.exit());
process.send?.(server.port);
