/** Programs of the tests in processes of their own. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface, type Interface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { ExecutionContext } from "ava";

export interface Started {
  readonly child: ChildProcess;
  readonly lines: Interface;
  /** Kills it as kill -9 does; resolves when it is gone and all it said has been read. */
  kill(): Promise<void>;
}

export function start(t: ExecutionContext, program: string, ...args: string[]): Started {
  const path = fileURLToPath(new URL(program, import.meta.url));
  const child = spawn(process.execPath, ["--import=tsx", path, ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  t.teardown(() => child.kill("SIGKILL"));
  const lines = createInterface(child.stdout);
  const gone = Promise.all([once(child, "exit"), once(lines, "close")]);
  return {
    child,
    lines,
    async kill() {
      child.kill("SIGKILL");
      await gone;
    },
  };
}

export async function nextLine({ lines }: Started): Promise<string> {
  const [line] = await once(lines, "line");
  return String(line);
}
