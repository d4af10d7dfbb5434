/** A process that is measured: starts it, and asks it what it has used so far. */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";

export interface Usage {
  /** Seconds of one core, in the program and in the system for it. */
  readonly cpu: number;
  /** Resident memory, bytes. */
  readonly memory: number;
}

/** Answers "usage" before the program itself is loaded, and keeps no process alive. */
const reporter = `
process.on("message", (message) => {
  if (message !== "usage") return;
  const { user, system } = process.cpuUsage();
  process.send({ usage: { cpu: (user + system) / 1e6, memory: process.memoryUsage.rss() } });
});
process.channel.unref();`;

export class Measured {
  readonly child: ChildProcess;

  /** `file` is run with these arguments, its output is kept for whoever wants a line of it. */
  constructor(file: string, args: readonly string[], nodeArgs: readonly string[] = []) {
    this.child = fork(file, args, {
      execArgv: ["--import", `data:text/javascript,${encodeURIComponent(reporter)}`, ...nodeArgs],
      stdio: ["ignore", "pipe", "ignore", "ipc"],
    });
  }

  async usage(): Promise<Usage> {
    this.child.send("usage");
    for (;;) {
      const [message] = (await once(this.child, "message")) as [{ usage?: Usage }];
      if (message.usage) return message.usage;
    }
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    this.child.kill("SIGTERM");
    await once(this.child, "exit");
  }
}
