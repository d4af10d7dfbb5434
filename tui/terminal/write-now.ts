/** Writing that is done when it returns: the only kind that a process on its way out can rely on. */
import { writeSync } from "node:fs";

const RETRIES = 100;
const RETRY_MILLISECONDS = 5;

/** Whether the other side just doesn't take more at the moment. */
export const isBusy = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "EAGAIN";

function pause(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, RETRY_MILLISECONDS);
}

/**
 * Writes all of the output to a descriptor. A terminal that is stalled gets half a second; one that is gone (its
 * window was closed) gets nothing, and neither is an error.
 */
export function writeNow(fd: number, output: string | Buffer): void {
  let rest = typeof output === "string" ? Buffer.from(output) : output;
  let retries = RETRIES;
  while (rest.length > 0 && retries > 0) {
    try {
      rest = rest.subarray(writeSync(fd, rest));
      retries = RETRIES;
    } catch (error) {
      if (!isBusy(error)) return;
      retries--;
      pause();
    }
  }
}
