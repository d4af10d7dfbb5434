/**
 * The keys under which one account sent lately. A ring of columns, since there is one for each mailbox in memory: to
 * remember a message is to overwrite the oldest, and a key weighs little more than its characters.
 */
import { limits } from "../protocol/index.ts";

export interface Sent {
  readonly conversation: string;
  readonly number: number;
  readonly time: number;
}

export class SentKeys {
  readonly #keys: string[] = [];
  readonly #conversations: string[] = [];
  readonly #numbers: number[] = [];
  readonly #times: number[] = [];
  /** Place of the oldest, once all places are taken. */
  #oldest = 0;
  /** The largest so far. Keys rise, as ULIDs do, so a new one is nearly always known to be new by this alone. */
  #largest = "";

  /** At most `limits.keysRemembered`. */
  get size(): number {
    return this.#keys.length;
  }

  get(key: string): Sent | undefined {
    if (key > this.#largest) return undefined;
    const place = this.#keys.indexOf(key);
    return place < 0 ? undefined : this.#at(place);
  }

  /** The latest `limits.keysRemembered` are kept. */
  set(key: string, conversation: string, number: number, time: number): void {
    const place = this.size < limits.keysRemembered ? this.size : this.#takeOldest();
    this.#keys[place] = key;
    this.#conversations[place] = conversation;
    this.#numbers[place] = number;
    this.#times[place] = time;
    if (key > this.#largest) this.#largest = key;
  }

  /** Oldest first. */
  *[Symbol.iterator](): Generator<[key: string, sent: Sent]> {
    for (let age = 0; age < this.size; age++) {
      const place = (this.#oldest + age) % this.size;
      yield [this.#keys[place] as string, this.#at(place)];
    }
  }

  #takeOldest(): number {
    const place = this.#oldest;
    this.#oldest = (place + 1) % limits.keysRemembered;
    return place;
  }

  #at(place: number): Sent {
    return {
      conversation: this.#conversations[place] as string,
      number: this.#numbers[place] as number,
      time: this.#times[place] as number,
    };
  }
}
