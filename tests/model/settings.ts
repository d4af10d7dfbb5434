/** How servers of random histories are set up. */
import { defaultDeadlines } from "../../server/deadlines.ts";

let last = 0;

/** Strictly rising, also over servers of one process, so that times tell what came first. */
function now(): number {
  last = Math.max(Date.now(), last + 1);
  return last;
}

/** Loopback, hashes that cost nothing, and holders of a session that are given up soon. */
export function settings() {
  return {
    host: "127.0.0.1",
    allowPlain: false,
    passwordCost: { logN: 4, r: 1, p: 1 },
    signups: 1_000_000,
    perAddress: 1000,
    rate: 0,
    deadlines: { ...defaultDeadlines, probe: 40 },
    now,
  } as const;
}
