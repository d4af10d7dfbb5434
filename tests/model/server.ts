/** A server in a process of its own, to be killed. Usage: server.ts FOLDER LOG JOURNAL_BYTES; prints its port. */
import { openLog } from "../../server/log.ts";
import { startServer } from "../../server/start.ts";
import { settings } from "./settings.ts";

const [data = "", log = "", journalBytes = ""] = process.argv.slice(2);
const server = await startServer({
  ...settings(),
  port: 0,
  data,
  log: openLog(log),
  storage: { pace: { journalBytes: Number(journalBytes), changesWait: 60_000 } },
});
process.stdout.write(`${server.port}\n`);
// What kills the parent without a word leaves nobody who would stop this.
process.on("disconnect", () => process.exit());
