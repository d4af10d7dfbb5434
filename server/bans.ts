/** Who is kept out, as an account or by address, and until when. */
import type { Ban, Store } from "../data/index.ts";
import { ChatError, canonical } from "../protocol/index.ts";
import type { Chat } from "./chat.ts";
import { networkOf } from "./networks.ts";

/** The ban that stands for an account, if there is one. */
export function banOfAccount(chat: Standing, name: string): Ban | undefined {
  return standing(chat, canonical(name));
}

/** The same for an address; of IPv6 its network counts, as it does for failed logins. */
export function banOfAddress(chat: Standing, address: string): Ban | undefined {
  return standing(chat, networkOf(address));
}

/** What an answer to the banned says. */
export function endOf({ until }: Ban): { until?: number } {
  return until === undefined ? {} : { until };
}

/** Throws a ChatError `banned`. Only for who has shown to own the account: others learn nothing of bans. */
export function refuseBanned(chat: Chat, name: string, address: string): void {
  const ban = banOfAccount(chat, name);
  if (ban === undefined) return;
  chat.log.warn({ event: "banned account refused", name, address });
  throw new ChatError("banned", endOf(ban));
}

interface Standing {
  readonly store: Store;
  readonly now: () => number;
}

function standing({ store, now }: Standing, target: string): Ban | undefined {
  const ban = store.ban(target);
  return ban !== undefined && (ban.until ?? Number.POSITIVE_INFINITY) > now() ? ban : undefined;
}
