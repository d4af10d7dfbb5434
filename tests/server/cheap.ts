/** A server in a process of its own, to be killed. Usage: cheap.ts FOLDER PORT. */
import { untilSignal } from "../../server/foreground.ts";
import { openLog } from "../../server/log.ts";
import { startServer } from "../../server/start.ts";

const [data = "", port = ""] = process.argv.slice(2);
const log = openLog(2);
const server = await startServer({
  host: "127.0.0.1",
  port: Number(port),
  data,
  allowPlain: false,
  metricsPort: 0,
  log,
  passwordCost: { logN: 4, r: 1, p: 1 },
});
process.stdout.write(`listens on 127.0.0.1, port ${server.port}\n`);
await untilSignal(server, log, () => server.reload({ allowPlain: false }));
process.exit(0);
