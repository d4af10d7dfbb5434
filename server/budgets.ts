/** How often something may happen per address, before whoever does it has to wait. Refills evenly; kept in memory. */

export interface Allowance {
  /** So many at once … */
  readonly count: number;
  /** … and as many again over so long. */
  readonly seconds: number;
}

export class Budget {
  #interval = 0;
  #span = 0;
  readonly #now: () => number;
  /** When each has its whole allowance again, ms; whoever used some last comes last. */
  readonly #whole = new Map<string, number>();

  constructor(allowance: Allowance, now: () => number) {
    this.#now = now;
    this.adopt(allowance);
  }

  /** From now on it is this one. */
  adopt({ count, seconds }: Allowance): void {
    this.#span = seconds * 1000;
    this.#interval = this.#span / count;
  }

  /** Takes one and answers 0, or the whole seconds until there is one again. */
  take(key: string): number {
    const now = this.#now();
    const whole = Math.max(now, this.#whole.get(key) ?? 0) + this.#interval;
    // Half a millisecond makes up for what dividing has cut off.
    if (whole - now > this.#span + 0.5) return Math.ceil((whole - now - this.#span) / 1000);
    this.#set(key, whole);
    this.#forget(now);
    return 0;
  }

  /** For one that was taken and doesn't count after all. */
  giveBack(key: string): void {
    const whole = this.#whole.get(key);
    if (whole !== undefined) this.#set(key, whole - this.#interval);
  }

  #set(key: string, whole: number): void {
    this.#whole.delete(key);
    this.#whole.set(key, whole);
  }

  #forget(now: number): void {
    for (const [key, whole] of this.#whole) {
      if (whole > now) return;
      this.#whole.delete(key);
    }
  }
}
