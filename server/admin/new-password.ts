/** Where a new password comes from: the terminal, which doesn't show it, a file or a pipe. Never the command line. */
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { reasonOf } from "../../data/files.ts";
import { Refused } from "./operated.ts";

/** `path` undefined: whoever is at the terminal is asked, twice. Rejects with Refused. */
export async function newPassword(path: string | undefined): Promise<string> {
  if (path !== undefined) return firstLine(path);
  if (!process.stdin.isTTY) return firstLine("-");
  const [first, again] = [await asked("New password: "), await asked("The same again: ")];
  if (first !== again) throw new Refused("The two are not the same. Nothing was changed.");
  return first;
}

function firstLine(path: string): string {
  try {
    const [line = ""] = readFileSync(path === "-" ? process.stdin.fd : path, "utf8").split(/\r?\n/);
    return line;
  } catch (error) {
    throw new Refused(`The password can't be read from ${path}: ${reasonOf(error)}.`);
  }
}

/** What is typed is echoed to nowhere. */
async function asked(prompt: string): Promise<string> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  // Only now that the terminal shows nothing any more.
  process.stderr.write(prompt);
  const { promise, reject } = Promise.withResolvers<never>();
  lines.once("SIGINT", () => reject(new Refused("Nothing was changed.")));
  lines.once("close", () => reject(new Refused("Nothing was changed.")));
  try {
    return await Promise.race([lines.question(""), promise]);
  } finally {
    lines.close();
    process.stderr.write("\n");
  }
}
