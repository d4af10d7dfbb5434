/** Takes the terminal for the client, and gives it back however the process ends. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import envPaths from "env-paths";
import packageJson from "../package.json" with { type: "json" };
import { Program, type ProgramOptions } from "./program.ts";
import { installRestore } from "./terminal/restore.ts";

export const version: string = packageJson.version;

/** Where a crash is written down. A home that can't be written to is no reason not to chat. */
function logFolder(): string {
  const folder = envPaths("chat-tui", { suffix: "" }).log;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch {}
  return folder;
}

/** Resolves when the person has left. Without a terminal: one line, and exit status 1. */
export async function runClient(options: Omit<ProgramOptions, "program">): Promise<void> {
  if (!process.stdin.isTTY || !process.stdout.isTTY) {
    process.stderr.write("chat-tui: needs a terminal for input and output; don't redirect them.\n");
    process.exit(1);
  }
  const logs = logFolder();
  await new Promise<void>((ended) => {
    const program = new Program({ ...options, program: `chat-tui/${version}` }, ended);
    const restore = (): void => program.restore();
    installRestore({ restore, logFile: join(logs, "chat-tui.log"), program: "chat-tui" });
    program.start();
  });
}
