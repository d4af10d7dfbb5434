/** What the client keeps on disk, looked at from outside. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { setInterval } from "node:timers/promises";

/** The files of an account on a server of this machine, for a client with this home. */
export function accountFolder(home: string, port: number, account: string): string {
  return path.join(home, "data", "chat-tui", "accounts", `@127.0.0.1_${port}`, `@${account}`);
}

/** Resolves as soon as the file, or the folder's list of names, is as wanted. */
export async function untilOnDisk(place: string, wanted: (held: string) => boolean): Promise<void> {
  // Looked at again and again: a watcher misses what happens while it is set up.
  for await (const _ of setInterval(20)) if (wanted(held(place))) return;
}

/** "" where there is nothing. */
function held(place: string): string {
  try {
    return path.extname(place) === "" ? readdirSync(place).join("\n") : readFileSync(place, "utf8");
  } catch {
    return "";
  }
}
