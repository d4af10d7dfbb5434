/**
 * Tells systemd how the server is: ready, reloading, stopping, alive. Node.js has no datagram sockets for it, so
 * systemd's own program says it. Nothing happens where systemd has not started the server.
 */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Log } from "./log.ts";

const run = promisify(execFile);
const patienceMs = 5000;

export class Supervisor {
  readonly #log: Log;
  readonly #isThere: boolean;
  /** Done when all that was said before has been heard: a reload mustn't end before it begins. */
  #said: Promise<void> = Promise.resolve();
  #alive: NodeJS.Timeout | undefined;

  constructor(environment: NodeJS.ProcessEnv, log: Log) {
    this.#log = log;
    this.#isThere = environment.NOTIFY_SOCKET !== undefined;
    const watchdogMs = Number(environment.WATCHDOG_USEC ?? 0) / 1000;
    if (!this.#isThere || !(watchdogMs > 0)) return;
    // From the event loop, so that one that hangs falls silent.
    this.#alive = setInterval(() => this.#say("WATCHDOG=1"), watchdogMs / 3).unref();
  }

  ready(): void {
    this.#say("READY=1");
  }

  reloading(): void {
    this.#say("RELOADING=1", `MONOTONIC_USEC=${process.hrtime.bigint() / 1000n}`);
  }

  stopping(): void {
    clearInterval(this.#alive);
    this.#say("STOPPING=1");
  }

  #say(...variables: string[]): void {
    if (!this.#isThere) return;
    this.#said = this.#said.then(async () => {
      try {
        await run("systemd-notify", variables, { timeout: patienceMs });
      } catch (error) {
        this.#log.warn({ event: "systemd not told", what: variables[0], error: String(error) });
      }
    });
  }
}
