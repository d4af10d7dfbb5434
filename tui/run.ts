/** Takes the terminal for the client, and gives it back however the process ends. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import envPaths from "env-paths";
import packageJson from "../package.json" with { type: "json" };
import { Program, type ProgramOptions } from "./program.ts";
import { installRestore } from "./terminal/restore.ts";

export const version: string = packageJson.version;

/** Resolves when the person has left. Without a terminal: one line, and exit status 1. */
export async function runClient(options: Omit<ProgramOptions, "program">): Promise<void> {
  if (!process.stdin.isTTY || !process.stdout.isTTY) {
    process.stderr.write("chat-tui: needs a terminal for input and output; don't redirect them.\n");
    process.exit(1);
  }
  const logs = envPaths("chat-tui", { suffix: "" }).log;
  mkdirSync(logs, { recursive: true, mode: 0o700 });
  await new Promise<void>((ended) => {
    const program = new Program({ ...options, program: `chat-tui/${version}` }, ended);
    const restore = (): void => program.restore();
    installRestore({ restore, logFile: join(logs, "chat-tui.log"), program: "chat-tui" });
    program.start();
  });
}
