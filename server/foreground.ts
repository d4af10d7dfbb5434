/** A server in the foreground: SIGHUP makes it read its certificate again, SIGINT or SIGTERM make it stop in order. */
import { closeSync, openSync } from "node:fs";
import type { Log } from "./log.ts";
import type { RunningServer } from "./start.ts";

/** Resolves when the server has stopped. A second signal kills at once. */
export async function untilSignal(server: RunningServer, log: Log): Promise<void> {
  const hadTerminal = process.stdin.isTTY;
  const signal = await new Promise<NodeJS.Signals>((resolve) => {
    process.once("SIGINT", resolve);
    process.once("SIGTERM", resolve);
    process.on("SIGHUP", () => {
      if (hadTerminal && !hasTerminal()) resolve("SIGHUP");
      else void server.reload();
    });
  });
  log.info({ event: "stopping", signal });
  await server.stop();
}

/** The same signal tells that the terminal's window is gone, and then so is the terminal. */
function hasTerminal(): boolean {
  try {
    closeSync(openSync("/dev/tty", "r"));
    return true;
  } catch {
    return false;
  }
}
