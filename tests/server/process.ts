/** chat-server as a process of its own, for tests of what only a process shows. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { ExecutionContext } from "ava";

/** The folder of the project. */
export const root = fileURLToPath(new URL("../..", import.meta.url));

export interface Ended {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ServerProcess {
  readonly child: ChildProcess;
  /** Rejects when the process ends without having said its port. */
  readonly port: Promise<number>;
  readonly ended: Promise<Ended>;
}

/** So that no configuration of whoever runs the tests counts. */
const nothingSet = { CONFIGURATION_DIRECTORY: join(root, "no-such-folder") };

/** chat-server with these arguments. */
export function spawnServer(t: ExecutionContext, ...args: string[]): ServerProcess {
  return run(t, "server/main.ts", args);
}

/** The same, in an environment that has these besides its own. */
export function spawnServerIn(
  t: ExecutionContext,
  environment: NodeJS.ProcessEnv,
  ...args: string[]
): ServerProcess {
  return run(t, "server/main.ts", args, [], { ...nothingSet, ...environment });
}

/** A server on this folder and port whose password hashes cost nothing. */
export function spawnCheapServer(t: ExecutionContext, folder: string, port: number): ServerProcess {
  return run(t, "tests/server/cheap.ts", [folder, `${port}`]);
}

/** The same, but no file that it writes may become larger than so many KiB: what a full disk is like. */
export function spawnCrampedServer(t: ExecutionContext, folder: string, kibibytes: number): ServerProcess {
  return spawnLimitedServer(t, folder, `-f ${kibibytes}`);
}

/** The same, on any port, under a limit of the system as `ulimit` takes it. */
export function spawnLimitedServer(t: ExecutionContext, folder: string, limit: string): ServerProcess {
  const command = `ulimit ${limit}; exec "$0" "$@"`;
  return run(t, "tests/server/cheap.ts", [folder, "0"], ["bash", "-c", command]);
}

/** Killed when the test is over, if it lives so long. */
function run(
  t: ExecutionContext,
  script: string,
  args: readonly string[],
  wrapper: readonly string[] = [],
  environment: NodeJS.ProcessEnv = nothingSet,
): ServerProcess {
  const [command = "", ...rest] = [...wrapper, process.execPath, "--import=tsx", script, ...args];
  const child = spawn(command, rest, { cwd: root, env: { ...process.env, ...environment } });
  t.teardown(() => child.kill("SIGKILL"));
  let [stdout, stderr] = ["", ""];
  const port = new Promise<number>((resolve, reject) => {
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
      const said = /listens on .*, port (\d+)/.exec(stdout);
      if (said) resolve(Number(said[1]));
    });
    child.once("close", () => reject(new Error(`ended without a port: ${stderr}`)));
  });
  port.catch(() => {});
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  const ended = once(child, "close").then(([status, signal]) => ({ status, signal, stdout, stderr }));
  return { child, port, ended };
}
