/** Where a crash is written down. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import envPaths from "env-paths";

/** A home that can't be written to is no reason not to chat. */
export function logFile(): string {
  const folder = envPaths("chat-tui", { suffix: "" }).log;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch {}
  return join(folder, "chat-tui.log");
}
