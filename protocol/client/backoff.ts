/** When to try again: doubling, capped, and jittered so that a room full of clients doesn't return at once. Pure. */

const firstMs = 500;
const longestMs = 30_000;
/** As long as a timer can be set for. */
export const longestWaitMs = 2 ** 31 - 1;

/** Milliseconds before try number `attempt` (1 is the first repetition); `random` is in [0, 1). */
export function backoffMs(attempt: number, random: number): number {
  const most = Math.min(longestMs, firstMs * 2 ** (attempt - 1));
  return Math.round(most / 2 + (most / 2) * random);
}
