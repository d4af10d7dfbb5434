/**
 * Gives the terminal back however the process ends: normally, by a signal, or by a bug. Only SIGKILL gets past it.
 */
import { appendFileSync } from "node:fs";
import { constants } from "node:os";
import process from "node:process";
import { inspect } from "node:util";
import { sanitizeLine } from "../text/sanitize.ts";
import { endProcess } from "./end.ts";
import { writeNow } from "./write-now.ts";

/** What a way out does. */
export type RestoreOptions = {
  /** Gives the terminal back; synchronous, harmless when called again. */
  readonly restore: () => void;
  /** Where an unexpected error goes in full. */
  readonly logFile: string;
  /** Named at the front of the one line that the user sees. */
  readonly program: string;
  /** Leaves in order at a signal, with this exit status; without it the process ends at once. */
  readonly onSignal?: (status: number) => void;
};

const SIGNALS = ["SIGTERM", "SIGHUP", "SIGINT"] as const;
const STDERR = 2;

/** Appends to the log, and says whether that worked. */
function log(file: string, error: unknown): boolean {
  try {
    appendFileSync(file, `${new Date().toISOString()} ${inspect(error)}\n`, { mode: 0o600 });
    return true;
  } catch {
    return false;
  }
}

function plainLine({ program, logFile }: RestoreOptions, error: unknown, logged: boolean): string {
  if (isMissingPart(error))
    return `${program}: its files were replaced while it ran, as an update does. Start it again.\n`;
  const reason = sanitizeLine(error instanceof Error ? error.message : String(error));
  return `${program}: stopped by an internal error: ${reason}${logged ? ` (details in ${logFile})` : ""}\n`;
}

/** What isn't needed at the start is loaded when it is, from files that are named by their content. */
function isMissingPart(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ERR_MODULE_NOT_FOUND";
}

/**
 * Restores on exit, on SIGTERM, SIGHUP and SIGINT (exit code 128 plus its number) and on an uncaught error or
 * rejection (one plain line, exit code 1). Returns a function that takes all of it away.
 */
export function installRestore(options: RestoreOptions): () => void {
  const { restore, logFile, onSignal } = options;
  const crash = (error: unknown): void => {
    restore();
    writeNow(STDERR, plainLine(options, error, log(logFile, error)));
    endProcess(1);
  };
  const stop = (signal: NodeJS.Signals): void => {
    const status = 128 + constants.signals[signal];
    if (onSignal) onSignal(status);
    else {
      restore();
      endProcess(status);
    }
  };
  // A rejection that nobody handles is an uncaught exception, too.
  process.on("exit", restore).on("uncaughtException", crash);
  for (const signal of SIGNALS) process.on(signal, stop);
  return () => {
    process.off("exit", restore).off("uncaughtException", crash);
    for (const signal of SIGNALS) process.off(signal, stop);
  };
}
