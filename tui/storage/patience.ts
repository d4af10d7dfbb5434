/** A disk may never answer, when it is on a network or breaking: nobody waits for it longer than this. */
import { setTimeout as delay } from "node:timers/promises";

const patienceMs = 2000;

/** Whether it's the disk or the way to it: nothing comes back. */
export class NoAnswer extends Error {
  constructor() {
    super("the disk doesn't answer");
  }
}

/** What was asked of the disk; rejects with `NoAnswer` when it takes too long, while what was asked goes on. */
export async function patiently<Found>(asked: Promise<Found>): Promise<Found> {
  const answered = new AbortController();
  const late = delay(patienceMs, undefined, { signal: answered.signal }).then((): never => {
    throw new NoAnswer();
  });
  try {
    return await Promise.race([asked, late]);
  } finally {
    late.catch(() => {});
    answered.abort();
  }
}
