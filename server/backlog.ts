/**
 * Which conversations a session is not up to date in yet. While it stands here, a new message is not sent but only
 * announced, and comes as the tail of what was missed: that is what keeps the order.
 */
export class Backlog {
  /** Conversation id → number of the latest message announced. */
  readonly #behind = new Map<string, number>();
  #complete = false;

  /** Whether the session will get message `number` from its backlog, so that it must not be sent now. */
  holds(conversation: string, number: number): boolean {
    const known = this.#behind.get(conversation);
    if (known === undefined && this.#complete) return false;
    this.#behind.set(conversation, Math.max(known ?? 0, number));
    return true;
  }

  /** No conversation but those announced so far is behind. */
  complete(): void {
    this.#complete = true;
  }

  /** The latest message announced of a conversation that is behind, 0 if it is up to date. */
  target(conversation: string): number {
    return this.#behind.get(conversation) ?? 0;
  }

  behind(): string[] {
    return [...this.#behind.keys()];
  }

  caughtUp(conversation: string): void {
    this.#behind.delete(conversation);
  }
}
