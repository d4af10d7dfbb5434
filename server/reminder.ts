/**
 * Says daily what is wrong with the dates of the certificate that is shown: a server runs for longer than the warning of
 * its start is remembered, and what renews certificates may have failed meanwhile.
 */
import type { Certificate } from "./certificate.ts";

const dayMs = 86_400_000;

export interface ReminderParts {
  /** The one that new connections get. */
  readonly shown: () => Certificate;
  readonly warn: (text: string) => void;
  readonly now: () => number;
  readonly everyMs?: number;
}

export class Reminder {
  readonly #timer: NodeJS.Timeout;

  constructor({ shown, warn, now, everyMs = dayMs }: ReminderParts) {
    this.#timer = setInterval(() => shown().datesAt(now()).forEach(warn), everyMs).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
