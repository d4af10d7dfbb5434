/** Plays random histories until the time is over, or one of a seed, and tells of those that were wrong. */
import { type Crash, playHistory } from "../model/history.ts";

export interface HistoriesOptions {
  readonly minutes: number;
  /** The first seed; each further one is the next number. */
  readonly seed: number;
  /** How many at most. */
  readonly runs: number;
  readonly crash: Crash;
}

/** Several at once, since each waits for disk and network most of the time. */
const lanes = 4;

/** Resolves to how many were wrong. */
export async function soakHistories({ minutes, seed, runs, crash }: HistoriesOptions): Promise<number> {
  const end = performance.now() + minutes * 60_000;
  const totals = { runs: 0, wrong: 0, messages: 0, sessions: 0 };
  let next = seed;
  const lane = async (): Promise<void> => {
    while (next < seed + runs && performance.now() < end) {
      const own = next++;
      const { facts, wrong } = await playHistory(own, crash);
      totals.runs++;
      totals.messages += facts.filter(({ kind }) => kind === "stored").length;
      totals.sessions += facts.filter(({ kind }) => kind === "session").length;
      if (wrong.length > 0) {
        totals.wrong++;
        process.stdout.write(`${[`seed ${own} (${crash}):`, ...wrong].join("\n  ")}\n`);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(lanes, runs) }, lane));
  const { messages, sessions, wrong } = totals;
  process.stdout.write(
    `${totals.runs} histories from seed ${seed} on, each with a ${crash} or more: ${sessions} sessions, ${messages} messages acknowledged, ${wrong} histories wrong\n`,
  );
  return wrong;
}
