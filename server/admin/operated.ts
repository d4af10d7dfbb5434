/** The running server as the operator's verbs see it. */
import type { Account, Ban } from "../../data/index.ts";
import type { Chat } from "../chat.ts";
import type { Measured } from "../metrics/families.ts";

export interface Operated extends Measured {
  /** Ends the connections from the address or network of that ban, and tells how many there were. */
  closeBanned(ban: Ban): number;
}

/** The answer is no, in a sentence for the operator. */
export class Refused extends Error {}

export function accountOf(chat: Chat, name: string): Account {
  const account = chat.living(name);
  if (account === undefined) throw new Refused(`There is no account called ${JSON.stringify(name)}.`);
  return account;
}
