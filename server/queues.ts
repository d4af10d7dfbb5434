/** Runs tasks of one key one after the other, and tasks of different keys beside each other. */
export class KeyedQueue<Key = string> {
  readonly #tails = new Map<Key, Promise<unknown>>();

  async run<Result>(key: Key, task: () => Promise<Result>): Promise<Result> {
    const before = this.#tails.get(key) ?? Promise.resolve();
    const result = before.then(task, task);
    this.#tails.set(key, result);
    try {
      return await result;
    } finally {
      if (this.#tails.get(key) === result) this.#tails.delete(key);
    }
  }

  /** Resolves when all that was asked so far is done, well or not. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#tails.values());
  }
}
