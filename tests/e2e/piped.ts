/** The client between pipes: a process without any terminal, whose output a test reads and waits for. */
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import type { ExecutionContext } from "ava";
import { client, homeEnvironment, password, temporaryFolder } from "./chat.ts";

export interface PipedExit {
  /** Undefined when a signal ended it. */
  readonly code: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

export class PipedClient {
  readonly child: ChildProcessWithoutNullStreams;
  readonly exited: Promise<PipedExit>;
  stdout = "";
  stderr = "";

  constructor(t: ExecutionContext, args: readonly string[], env: Readonly<Record<string, string>>) {
    // A session of its own, so that it finds no terminal behind the pipes either.
    this.child = spawn(process.execPath, [client, ...args], { env, detached: true });
    this.child.stdout.setEncoding("utf8").on("data", (text: string) => (this.stdout += text));
    this.child.stderr.setEncoding("utf8").on("data", (text: string) => (this.stderr += text));
    this.child.stdin.on("error", () => {});
    this.exited = once(this.child, "close").then(([code]: (number | null)[]) => ({
      code: code ?? undefined,
      stdout: this.stdout,
      stderr: this.stderr,
    }));
    t.teardown(() => this.child.kill("SIGKILL"));
  }

  /** Writes these lines to its input, and closes it. */
  end(...lines: string[]): Promise<PipedExit> {
    this.child.stdin.end(lines.map((line) => `${line}\n`).join(""));
    return this.exited;
  }

  /** Resolves when its output has this; rejects when it ends before that. */
  async waitFor(pattern: RegExp): Promise<void> {
    while (!pattern.test(this.stdout)) {
      const ended = await Promise.race([once(this.child.stdout, "data"), this.exited]);
      if (!Array.isArray(ended) && !pattern.test(this.stdout))
        throw new Error(`It ended without ${pattern}: ${JSON.stringify(ended)}`);
    }
  }
}

/** chat-tui with these arguments, and nothing of this process's own settings. */
export async function piped(t: ExecutionContext, ...args: string[]): Promise<PipedClient> {
  const home = await temporaryFolder(t);
  return new PipedClient(t, args, { PATH: process.env.PATH ?? "", ...homeEnvironment(home) });
}

/** A file with the password that all have in these tests. */
export async function passwordFile(t: ExecutionContext, mode = 0o600): Promise<string> {
  const file = path.join(await temporaryFolder(t), "password");
  await writeFile(file, `${password}\n`, { mode });
  return file;
}

/** Arguments with which this account logs in without a word. */
export async function as(t: ExecutionContext, port: number, user: string): Promise<string[]> {
  return ["--port", String(port), "--user", user, "--password-file", await passwordFile(t)];
}
