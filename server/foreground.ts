/** A server in the foreground: runs until SIGINT or SIGTERM, then stops in order. */
import type { Log } from "./log.ts";
import type { RunningServer } from "./start.ts";

/** Resolves when the server has stopped. A second signal kills at once. */
export async function untilSignal(server: RunningServer, log: Log): Promise<void> {
  const signal = await new Promise<NodeJS.Signals>((resolve) => {
    process.once("SIGINT", resolve);
    process.once("SIGTERM", resolve);
  });
  log.info({ event: "stopping", signal });
  await server.stop();
}
