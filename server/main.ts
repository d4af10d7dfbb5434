/** chat-server: the daemon, and the care of its data folder. Reads the command line and does what it asks for. */
import { admin } from "./admin/run.ts";
import { startFailure } from "./failure.ts";
import { untilSignal } from "./foreground.ts";
import { joinLines } from "./joining.ts";
import { openLog } from "./log.ts";
import { type CommandLine, certificateFiles, parseTask, rereadOptions } from "./options.ts";
import { reload } from "./reload.ts";
import { startServer } from "./start.ts";
import { backup, check } from "./upkeep.ts";
import { version } from "./version.ts";

const task = parseTask(version, process.argv.slice(2), process.env);
switch (task.task) {
  case "serve":
    process.exit(await serve(task.options));
    break;
  case "backup":
    process.exitCode = await backup(task.data, task.target);
    break;
  case "check":
    process.exitCode = await check(task.data);
    break;
  case "admin":
    process.exitCode = await admin(task.data, task.command, task.subject, task.options);
}

/** Resolves to the exit status when it was stopped, in order, by SIGINT or SIGTERM. */
async function serve(options: CommandLine): Promise<number> {
  const log = openLog(process.stderr.fd);
  try {
    const server = await startServer({ ...options, certificate: certificateFiles(options), log });
    const reread = (): CommandLine => rereadOptions(process.argv.slice(2), process.env);
    const stopped = untilSignal(server, log, () => reload(server, log, options, reread));
    process.stdout.write(
      `chat-server listens on ${options.host}, port ${server.port}; data in ${options.data}\n${joinLines(options.host, server)}`,
    );
    await stopped;
    return 0;
  } catch (error) {
    process.stderr.write(`chat-server: ${startFailure(error, options)}\n`);
    return 1;
  }
}
