/** The rule of failed logins: three in a row lock an account for one address, for a while. Pure. */
import type { Failures } from "../data/index.ts";
import { limits } from "../protocol/index.ts";

export const noFailures: Failures = { count: 0, lockedUntil: 0 };

/** Whole seconds that a lock still lasts, 0 if there is none. */
export function lockedFor(failures: Failures, now: number): number {
  return Math.max(0, Math.ceil((failures.lockedUntil - now) / 1000));
}

/** What is remembered after one more failure. A lock starts the count anew. */
export function afterFailure(failures: Failures, now: number): Failures {
  const count = failures.count + 1;
  return count < limits.loginTries
    ? { count, lockedUntil: 0 }
    : { count: 0, lockedUntil: now + limits.lockSeconds * 1000 };
}

export function triesLeft(failures: Failures): number {
  return limits.loginTries - failures.count;
}
