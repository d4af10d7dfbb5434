/** Servers that crash when told to, and start again on the same folder. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { type Log, openLog } from "../../server/log.ts";
import { type RunningServer, startServer } from "../../server/start.ts";
import { forgetProcess } from "../data/crashed.ts";
import { FaultyFiles } from "../data/faults.ts";

import { settings } from "./settings.ts";

export interface Host {
  /** 0 while there is no server. */
  readonly port: number;
  start(): Promise<void>;
  /** Crashes after so many calls of the file system, or ms, with what is lost of what was not synced. Never while down. */
  crash(after: number, lost: number): void;
  /** After a crash. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** The server in this process, over files that stop at a chosen call and lose what was not synced: a power cut. */
export class PowerCut implements Host {
  port = 0;
  readonly #folder: string;
  readonly #journalBytes: number;
  readonly #crashed: () => void;
  readonly #log: Log;
  #files = new FaultyFiles();
  #lost = 0;
  #server: RunningServer | undefined;
  /** What is left of servers that were cut off. */
  readonly #remains: Promise<void>[] = [];

  constructor(folder: string, journalBytes: number, crashed: () => void) {
    this.#folder = folder;
    this.#journalBytes = journalBytes;
    this.#crashed = crashed;
    this.#log = openLog(join(folder, "server.log"));
  }

  async start(): Promise<void> {
    this.#files = new FaultyFiles();
    this.#server = await startServer({
      ...settings(),
      port: 0,
      data: join(this.#folder, "data"),
      log: this.#log,
      storage: { files: this.#files, pace: { journalBytes: this.#journalBytes, changesWait: 60_000 } },
    });
    this.port = this.#server.port;
  }

  crash(after: number, lost: number): void {
    if (this.port === 0) return;
    this.#lost = lost;
    this.#files.onStop = () => this.#stopped();
    this.#files.stopAt = this.#files.calls.length + after;
    if (after === 0) this.#stopped();
  }

  async restart(): Promise<void> {
    const gone = this.#server;
    // It can't write any more; what it still has to say reaches nobody.
    if (gone) this.#remains.push(gone.stop().catch(() => {}));
    await this.#files.closeAll();
    await this.#files.losePower(this.#lost);
    await forgetProcess(join(this.#folder, "data"));
    await this.start();
  }

  async stop(): Promise<void> {
    // A server that is down has nothing to stop in order.
    await this.#server?.stop().catch((error) => {
      if (this.port !== 0) throw error;
    });
    await Promise.all(this.#remains);
  }

  #stopped(): void {
    this.port = 0;
    this.#crashed();
  }
}

/** The server as a process of its own, ended by kill -9. */
export class Killed implements Host {
  port = 0;
  readonly #folder: string;
  readonly #journalBytes: number;
  readonly #crashed: () => void;
  #child: ChildProcess | undefined;
  #killing: NodeJS.Timeout | undefined;

  constructor(folder: string, journalBytes: number, crashed: () => void) {
    this.#folder = folder;
    this.#journalBytes = journalBytes;
    this.#crashed = crashed;
  }

  async start(): Promise<void> {
    await mkdir(this.#folder, { recursive: true });
    const program = fileURLToPath(new URL("server.ts", import.meta.url));
    const args = [join(this.#folder, "data"), join(this.#folder, "server.log"), `${this.#journalBytes}`];
    const child = spawn(process.execPath, ["--import=tsx", program, ...args], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    this.#child = child;
    const [port] = await once(createInterface(child.stdout), "line");
    this.port = Number(port);
  }

  crash(after: number): void {
    if (this.port === 0) return;
    clearTimeout(this.#killing);
    if (after === 0) this.#kill();
    else this.#killing = setTimeout(() => this.#kill(), after);
  }

  async restart(): Promise<void> {
    await this.#gone();
    await this.start();
  }

  async stop(): Promise<void> {
    clearTimeout(this.#killing);
    this.#child?.kill("SIGKILL");
    await this.#gone();
  }

  #kill(): void {
    this.#child?.kill("SIGKILL");
    this.port = 0;
    this.#crashed();
  }

  async #gone(): Promise<void> {
    const child = this.#child;
    if (child && child.exitCode === null && child.signalCode === null) await once(child, "exit");
  }
}
