/** chat-server: the daemon. Reads the command line, starts, and stops in order on SIGINT and SIGTERM. */
import { startFailure } from "./failure.ts";
import { untilSignal } from "./foreground.ts";
import { openLog } from "./log.ts";
import { parseCommandLine } from "./options.ts";
import { startServer } from "./start.ts";
import { version } from "./version.ts";

const options = parseCommandLine(
  "chat-server",
  "Chat for people who live in the terminal: the server. Others join with chat-tui.",
  version,
  process.argv.slice(2),
  process.env,
);

const log = openLog(process.stderr.fd);

try {
  const server = await startServer({ ...options, log });
  process.stdout.write(
    `chat-server listens on ${options.host}, port ${server.port}; data in ${options.data}\n`,
  );
  await untilSignal(server, log);
  process.exit(0);
} catch (error) {
  process.stderr.write(`chat-server: ${startFailure(error, options)}\n`);
  process.exit(1);
}
