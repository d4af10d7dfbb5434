/** The operator's verbs about bans. */
import * as v from "valibot";
import type { Ban } from "../../data/index.ts";
import { canonical } from "../../protocol/index.ts";
import { endOf } from "../bans.ts";
import type { Chat } from "../chat.ts";
import { networkOf } from "../networks.ts";
import { accountOf, type Operated, Refused } from "./operated.ts";

/** `ended`: how many connections the ban has ended. */
export interface Banned {
  readonly target: string;
  readonly until?: number;
  readonly ended: number;
}

export async function ban(
  operated: Operated,
  params: { who: string; seconds?: number | undefined },
): Promise<Banned> {
  const { chat } = operated;
  const address = addressTarget(params.who);
  const target = address ?? accountOf(chat, params.who).name;
  const since = chat.now();
  const until = params.seconds === undefined ? undefined : Math.round(since + params.seconds * 1000);
  const set: Ban = { target: canonical(target), since, until };
  await chat.store.setBan(set);
  const ended = address === undefined ? await endBanned(chat, set) : operated.closeBanned(set);
  return { target, ended, ...endOf(set) };
}

/** In turn with logins of the account: one that was under way has ended by then, and the next is refused. */
function endBanned(chat: Chat, set: Ban): Promise<number> {
  return chat.turns.run(set.target, async () => {
    const session = chat.sessions.of(set.target);
    session?.peer.close("banned", endOf(set));
    return session ? 1 : 0;
  });
}

export async function unban({ chat }: Operated, { who }: { who: string }): Promise<{ target: string }> {
  const target = addressTarget(who) ?? canonical(who);
  if (!(await chat.store.liftBan(target))) throw new Refused(`${JSON.stringify(who)} is not banned.`);
  return { target };
}

export function bans({ chat }: Operated): { bans: Pick<Banned, "target" | "until">[] } {
  const now = chat.now();
  const standing = chat.store.bans().filter(({ until }) => until === undefined || until > now);
  return { bans: standing.map((one) => ({ target: one.target, ...endOf(one) })) };
}

/** The address or network that is meant, as bans are kept: of IPv6 it's the network of 2^64 addresses. */
function addressTarget(who: string): string | undefined {
  const address = who.replace(/^::ffff:(?=\d+\.)/i, "").replace(/::\/64$/, "::");
  return v.is(v.pipe(v.string(), v.ip()), address) ? networkOf(address) : undefined;
}
