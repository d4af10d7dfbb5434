/** What the client keeps on disk, looked at from outside. */
import { readdirSync, readFileSync, unwatchFile, watchFile } from "node:fs";
import path from "node:path";

/** The files of an account on a server of this machine, for a client with this home. */
export function accountFolder(home: string, port: number, account: string): string {
  return path.join(home, "data", "chat-tui", "accounts", `@127.0.0.1_${port}`, `@${account}`);
}

/** Resolves as soon as the file, or the folder's list of names, is as wanted; watches it until then. */
export function untilOnDisk(place: string, wanted: (held: string) => boolean): Promise<void> {
  return new Promise((resolve) => {
    const check = (): void => {
      if (!wanted(held(place))) return;
      unwatchFile(place, check);
      resolve();
    };
    watchFile(place, { interval: 20 }, check);
    check();
  });
}

/** "" where there is nothing. */
function held(place: string): string {
  try {
    return path.extname(place) === "" ? readdirSync(place).join("\n") : readFileSync(place, "utf8");
  } catch {
    return "";
  }
}
