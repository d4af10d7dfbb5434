/** One JSON line per event that an operator needs; never a message, a password or a token. */
import pino from "pino";

export type Log = Pick<pino.Logger, "info" | "warn" | "error">;

/** Writes to a file descriptor (2: standard error) or to the file of that path, which is made 0600. */
export function openLog(destination: number | string): Log {
  const stream = pino.destination({ dest: destination, sync: true, mkdir: true, mode: 0o600 });
  return pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime }, stream);
}

/** An error with its place in the program, for what nobody expected. */
export function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
