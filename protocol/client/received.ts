/**
 * Which messages have arrived, by conversation: drops what comes a second time, and says what to confirm. One's own
 * messages count as arrived once everything before them has. Pure.
 */
import { canonical } from "../names.ts";

export class Received {
  /** Conversation → highest number arrived. */
  readonly #arrived = new Map<string, number>();
  /** Conversation → own numbers above that. */
  readonly #own = new Map<string, Set<number>>();
  readonly #unconfirmed = new Set<string>();

  /** Whether this message is new; one's own that `stored` has told of is not. */
  arrive(name: string, number: number): boolean {
    const conversation = canonical(name);
    const arrived = this.#arrived.get(conversation) ?? 0;
    if (number <= arrived) return false;
    const isOwn = this.#own.get(conversation)?.has(number) === true;
    this.#advance(conversation, number);
    return !isOwn;
  }

  /** Messages up to this number are not there to arrive any more. */
  removed(name: string, number: number): void {
    const conversation = canonical(name);
    if (number > (this.#arrived.get(conversation) ?? 0)) this.#advance(conversation, number);
  }

  /** A message of one's own has been stored under this number. */
  stored(name: string, number: number): void {
    const conversation = canonical(name);
    const arrived = this.#arrived.get(conversation);
    if (arrived !== undefined && number <= arrived) return;
    const own = this.#own.get(conversation) ?? new Set();
    this.#own.set(conversation, own.add(number));
    if (arrived !== undefined || number === 1) this.#advance(conversation, arrived ?? 0);
  }

  /** What to tell the server, once: conversations with the highest number arrived. */
  takeUnconfirmed(): [conversation: string, number: number][] {
    const confirm = [...this.#unconfirmed].map((conversation): [string, number] => [
      conversation,
      this.#arrived.get(conversation) ?? 0,
    ]);
    this.#unconfirmed.clear();
    return confirm.filter(([, number]) => number > 0);
  }

  /** The confirmation of this conversation was lost. */
  confirmAgain(conversation: string): void {
    this.#unconfirmed.add(conversation);
  }

  #advance(conversation: string, number: number): void {
    const own = this.#own.get(conversation);
    let arrived = number;
    while (own?.has(arrived + 1)) arrived++;
    for (const known of own ?? []) if (known <= arrived) own?.delete(known);
    if (arrived === this.#arrived.get(conversation)) return;
    this.#arrived.set(conversation, arrived);
    this.#unconfirmed.add(conversation);
  }
}
