/** What a check of a data folder has found. */
import { reasonOf } from "./files.ts";
import { StoreError } from "./store.ts";

export class Findings {
  /** Sentences that name a file and say what to do. */
  readonly problems: string[] = [];
  /** What is odd and does no harm. */
  readonly notes: string[] = [];
  /** How much of each was read. */
  readonly counts = { accounts: 0, conversations: 0, messages: 0 };

  /** Undefined, and a problem more, where it fails. */
  async attempt<Value>(read: () => Promise<Value>): Promise<Value | undefined> {
    try {
      return await read();
    } catch (error) {
      this.problems.push(error instanceof StoreError ? error.message : `Can't be read: ${reasonOf(error)}.`);
      return undefined;
    }
  }
}
