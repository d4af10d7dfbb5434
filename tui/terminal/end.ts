/**
 * The end of a process that has nothing left to do. process.exit() waits for threads that may never come to their end:
 * one that asks a dead disk, or a compiler that waits for the main thread (nodejs/node#54918). Another program in the
 * process's place waits for none.
 */
import { existsSync } from "node:fs";
import process from "node:process";
import { isatty } from "node:tty";

const shell = "/bin/sh";

/** Ends with this status, after all that listens for "exit". */
export function endProcess(status: number): never {
  process.emit("exit", status);
  if (process.execve !== undefined && existsSync(shell) && leavesNothing())
    process.execve(shell, ["sh", "-c", `exit ${status}`], {});
  process.exit(status);
}

/** Only process.exit() gives pipes back as they were; Windows has nothing that could take a process's place. */
function leavesNothing(): boolean {
  return process.platform !== "win32" && isatty(0) && isatty(1);
}
