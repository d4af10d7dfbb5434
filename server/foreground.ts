/** A server in the foreground: SIGHUP makes it read its options and certificate again, SIGINT or SIGTERM make it stop in order. */
import { closeSync, openSync } from "node:fs";
import type { Log } from "./log.ts";
import type { RunningServer } from "./start.ts";
import { Supervisor } from "./supervisor.ts";

/** Resolves when the server has stopped. A second signal kills at once. */
export async function untilSignal(
  server: RunningServer,
  log: Log,
  reload: () => Promise<void>,
): Promise<void> {
  const supervisor = new Supervisor(process.env, log);
  supervisor.ready();
  const signal = await toStop(async () => {
    supervisor.reloading();
    await reload();
    supervisor.ready();
  });
  supervisor.stopping();
  log.info({ event: "stopping", signal });
  await server.stop();
}

/** Reloads come one after the other, however fast the signals. */
async function toStop(reload: () => Promise<void>): Promise<NodeJS.Signals> {
  const hadTerminal = process.stdin.isTTY;
  let reloads = Promise.resolve();
  const { promise, resolve } = Promise.withResolvers<NodeJS.Signals>();
  process.on("SIGHUP", () => {
    if (hadTerminal && !hasTerminal()) resolve("SIGHUP");
    else reloads = reloads.then(reload);
  });
  process.on("SIGINT", resolve).on("SIGTERM", resolve);
  const signal = await promise;
  process.off("SIGINT", resolve).off("SIGTERM", resolve);
  return signal;
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
