/** Stopping like any program does at Ctrl-Z, until the shell lets it go on. */
import process from "node:process";

/** With all that belongs to it. Nothing happens on Windows, which has no such thing. */
export function stopProcess(): void {
  if (process.platform !== "win32") process.kill(0, "SIGTSTP");
}
