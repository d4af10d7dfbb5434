/**
 * A draft in the person's own editor: a private file in a private folder, gone on every way out but SIGKILL. Nothing
 * is ever sent from here.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { accessSync, constants, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { reasonOf } from "./storage/disk.ts";
import { PASTE_LIMIT } from "./terminal/paste.ts";
import { sanitize, sanitizeLine } from "./text/sanitize.ts";

export type Composed = { readonly text: string } | { readonly problem: string };

/** Returns once the editor has ended; until then the terminal is the editor's. */
export async function compose(draft: string): Promise<Composed> {
  const editor = chosenEditor();
  if (editor === undefined) return { problem: "There is no editor: set EDITOR to the one that you want." };
  try {
    return await inPrivateFile(draft, async (file) => {
      const ended = await edit(editor, file);
      if (ended !== undefined)
        return { problem: `${sanitizeLine(editor)} ${ended}. Your draft is as it was.` };
      const { text } = sanitize(readFileSync(file, "utf8").slice(0, PASTE_LIMIT));
      return { text: text.replace(/\n+$/, "") };
    });
  } catch (error) {
    return { problem: `The draft can't be edited: ${reasonOf(error)}. It is as it was.` };
  }
}

function chosenEditor(): string | undefined {
  const { VISUAL, EDITOR, PATH = "" } = process.env;
  const installed = (name: string): boolean =>
    PATH.split(delimiter).some((folder) => folder !== "" && isProgram(join(folder, name)));
  return VISUAL?.trim() || EDITOR?.trim() || ["vi", "nano"].find(installed);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

async function inPrivateFile(draft: string, use: (file: string) => Promise<Composed>): Promise<Composed> {
  const folder = mkdtempSync(join(tmpdir(), "chat-tui-"));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  process.on("exit", remove);
  try {
    const file = join(folder, "message.txt");
    writeFileSync(file, draft === "" ? "" : `${draft}\n`, { mode: 0o600, flag: "wx" });
    return await use(file);
  } finally {
    process.off("exit", remove);
    remove();
  }
}

/** Through the shell, as others do: the variable may hold arguments. Says how it ended, where that wasn't well. */
async function edit(editor: string, file: string): Promise<string | undefined> {
  // First of all: a key may follow before the spawn returns.
  const heed = ignoreKeys();
  const child = spawn("/bin/sh", ["-c", `${editor} "$@"`, editor, file], { stdio: "inherit" });
  const end = (): void => void child.kill();
  process.on("exit", end);
  try {
    const [status, signal] = await once(child, "exit");
    if (status === 127) return "can't be found";
    if (signal !== null) return `was ended by ${signal}`;
    return status === 0 ? undefined : `ended with status ${status}`;
  } finally {
    heed();
    process.off("exit", end);
  }
}

/** Ctrl-C and Ctrl-\ in an editor that leaves them to the terminal reach all of its programs; they are not for us. */
function ignoreKeys(): () => void {
  const ignore = (): void => {};
  const signals = (["SIGINT", "SIGQUIT"] as const).map((name) => {
    const others = process.listeners(name);
    process.on(name, ignore);
    for (const other of others) process.off(name, other);
    return { name, others };
  });
  return () => {
    for (const { name, others } of signals) {
      for (const other of others) process.on(name, other);
      process.off(name, ignore);
    }
  };
}
