/**
 * How fast requests may come, per account and per address: buckets that refill evenly and may be overdrawn by one
 * request. A request costs a few additions, never a timer. Times are ms of a clock that never goes back.
 */

/** So many seconds' worth may come at once. */
const burstSeconds = 10;
/** An address may have people behind it. */
const addressFactor = 10;

export class Bucket {
  readonly #msPerUnit: number;
  readonly #burstMs: number;
  /** When it's full again. */
  #full = 0;

  constructor(perSecond: number, seconds: number) {
    this.#msPerUnit = 1000 / perSecond;
    this.#burstMs = seconds * 1000;
  }

  /** Takes so much, also more than there is. */
  take(cost: number, now: number): void {
    this.#full = Math.max(this.#full, now) + cost * this.#msPerUnit;
  }

  /** How long until it isn't overdrawn any more, ms; 0 if it isn't. */
  overdrawn(now: number): number {
    return Math.max(0, this.#full - this.#burstMs - now);
  }

  isFull(now: number): boolean {
    return this.#full <= now;
  }
}

/** One bucket for each key; those that are full need not be remembered. */
class Buckets {
  readonly #perSecond: number;
  readonly #byKey = new Map<string, Bucket>();

  constructor(perSecond: number) {
    this.#perSecond = perSecond;
  }

  of(key: string): Bucket {
    const known = this.#byKey.get(key);
    if (known) return known;
    const bucket = new Bucket(this.#perSecond, burstSeconds);
    this.#byKey.set(key, bucket);
    return bucket;
  }

  forget(now: number): void {
    for (const [key, bucket] of this.#byKey) if (bucket.isFull(now)) this.#byKey.delete(key);
  }
}

export class Rates {
  /** Of accounts by their ids, and of connections without a login. */
  readonly askers: Buckets;
  readonly networks: Buckets;

  /** `perSecond`: what an account may ask for in the long run. */
  constructor(perSecond: number) {
    this.askers = new Buckets(perSecond);
    this.networks = new Buckets(perSecond * addressFactor);
  }

  forget(now: number): void {
    this.askers.forget(now);
    this.networks.forget(now);
  }
}
