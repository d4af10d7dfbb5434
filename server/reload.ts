/** Goes on with the options as they are now: a running server takes over what it can, and the rest is logged. */
import type { Log } from "./log.ts";
import { type CommandLine, certificateFiles } from "./options.ts";
import type { RunningServer } from "./start.ts";

/** What a server has from its start on. */
const fixed = ["host", "port", "data", "metricsPort"] as const;

/** `reread` throws what is wrong with them: then all stays as it was. `started`: what the server was started with. */
export async function reload(
  server: RunningServer,
  log: Log,
  started: CommandLine,
  reread: () => CommandLine,
): Promise<void> {
  try {
    const options = reread();
    for (const option of fixed) {
      if (options[option] !== started[option]) log.warn({ event: "option needs a restart", option });
    }
    await server.reload({ ...options, certificate: certificateFiles(options) });
    log.info({ event: "options reloaded" });
  } catch (error) {
    log.error({
      event: "options not reloaded, those before stay in use",
      error: error instanceof Error ? error.message : String(error),
    });
  }
}
