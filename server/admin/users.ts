/** The operator's verbs about accounts and their sessions. */
import type { Account } from "../../data/index.ts";
import { canonical, isPassword } from "../../protocol/index.ts";
import { banOfAccount, endOf } from "../bans.ts";
import type { Chat } from "../chat.ts";
import { noFailures } from "../lockout.ts";
import { accountOf, type Operated, Refused } from "./operated.ts";

const pageSize = 100;

/** Times are ms since 1970 UTC. */
export interface User {
  readonly name: string;
  /** Where the session is from, and since when, if there is one. */
  readonly online?: { readonly address: string; readonly since: number };
  readonly loginAt?: number;
  /** The end of the last lock after failed logins that still holds, of any address. */
  readonly lockedUntil?: number;
  readonly ban?: { readonly until?: number };
}

/** `after`: where the next page begins, if there is one. */
export function users({ chat }: Operated, params: { after: string }): { users: User[]; after?: string } {
  const accounts = chat.store.accounts(canonical(params.after), pageSize);
  const last = accounts.at(-1);
  const isWhole = accounts.length === pageSize && last !== undefined;
  return {
    users: accounts.map((account) => userOf(chat, account)),
    ...(isWhole && { after: canonical(last.name) }),
  };
}

function userOf(chat: Chat, { name, loginAt }: Account): User {
  const session = chat.sessions.of(name);
  const lockedUntil = Math.max(0, ...chat.store.failuresOf(name).map((failures) => failures.lockedUntil));
  const ban = banOfAccount(chat, name);
  return {
    name,
    ...(session && { online: { address: session.peer.address, since: session.since } }),
    ...(loginAt !== undefined && { loginAt }),
    ...(lockedUntil > chat.now() && { lockedUntil }),
    ...(ban && { ban: endOf(ban) }),
  };
}

export function kick({ chat }: Operated, params: { name: string }): { name: string } {
  const { name } = accountOf(chat, params.name);
  if (!endSessionOf(chat, name)) throw new Refused(`${name} is not online.`);
  return { name };
}

/** Whoever was logged in with the old one, or can without one, is no longer. */
export async function resetPassword(
  { chat }: Operated,
  params: { name: string; password: string },
): Promise<{ name: string; ended: boolean }> {
  const { name } = accountOf(chat, params.name);
  if (!isPassword(params.password)) {
    throw new Refused("A password has at least 8 characters and at most 1024 bytes.");
  }
  const passwordHash = await chat.passwords.hash(params.password);
  return chat.turns.run(canonical(name), async () => {
    await chat.store.setPassword(name, passwordHash, "revoke");
    return { name, ended: endSessionOf(chat, name) };
  });
}

/** `scopes`: the addresses for which failed logins were forgotten. */
export async function unlock(
  { chat }: Operated,
  params: { name: string },
): Promise<{ name: string; scopes: string[] }> {
  const { name } = accountOf(chat, params.name);
  const scopes = chat.store.failuresOf(name).map(({ scope }) => scope);
  // In turn with logins that are being tried, as for those themselves.
  const forget = (scope: string): Promise<void> =>
    chat.attempts.run(`${canonical(name)} ${scope}`, () =>
      chat.store.setFailures(name, scope, noFailures, chat.now()),
    );
  await Promise.all(scopes.map(forget));
  return { name, scopes };
}

/** Whether there was one. */
export function endSessionOf(chat: Chat, name: string): boolean {
  const session = chat.sessions.of(name);
  session?.peer.close("kicked");
  return session !== undefined;
}
