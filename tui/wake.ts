/** When the screen next changes by itself, because it counts something down. Pure. */
import { lateMs, waitingMessages } from "./state/outbox.ts";
import type { State } from "./state/state.ts";

/** Milliseconds until then, undefined if nothing counts. */
export function nextWake({ connection, screen, now }: State): number | undefined {
  const ends: number[] = [];
  if (connection.state === "waiting") ends.push(connection.retryAt);
  if (screen.kind === "login" && screen.problem?.kind === "locked") ends.push(screen.problem.until);
  if (screen.kind === "chat") {
    ends.push(...waitingMessages(screen).map(({ time }) => time + lateMs));
    for (const typists of screen.typing.values()) ends.push(...typists.map(({ until }) => until));
  }
  const left = ends.map((end) => end - now).filter((ms) => ms > 0);
  if (left.length === 0) return undefined;
  // At the next whole second of whichever comes first.
  return Math.min(...left.map((ms) => ms % 1000 || 1000)) + 1;
}
