/** Who there is, who is online and who was lately; nobody sees the presence of someone who blocks them. */
import type { Account } from "../../data/index.ts";
import { canonical, limits, type Params, type Result } from "../../protocol/index.ts";
import type { Chat } from "../chat.ts";
import { pageById, pageByTime } from "../pages.ts";
import type { Session } from "../session.ts";

export function online(chat: Chat, session: Session, params: Params<"online">): Result<"online"> {
  const hidden = chat.store.blockersOf(session.name);
  const all = chat.sessions.list();
  const visible = hidden.size === 0 ? all : all.filter(({ id }) => !hidden.has(id));
  const { rows, ...next } = pageById(visible, params.page);
  return { accounts: rows.map(({ name, since }) => ({ name, since })), total: visible.length, ...next };
}

export function recent(chat: Chat, session: Session, params: Params<"recent">): Result<"recent"> {
  const hidden = chat.store.blockersOf(session.name);
  const rows = chat.store
    .loggedInSince(chat.now() - limits.recentSeconds * 1000)
    .map(({ name, loginAt = 0 }) => ({ id: canonical(name), name, time: loginAt }))
    .filter(({ id }) => !hidden.has(id));
  const { rows: page, ...next } = pageByTime(rows, params.page);
  const accounts = page.map(({ name, time }) => ({
    name,
    time,
    online: chat.sessions.of(name) !== undefined,
  }));
  return { accounts, ...next };
}

export function contacts(chat: Chat, session: Session, params: Params<"contacts">): Result<"contacts"> {
  const rows = chat.store.accounts(params.page ?? "", limits.pageNames + 1);
  const accounts = rows.slice(0, limits.pageNames).map((account) => contact(chat, session, account));
  const last = accounts.at(-1);
  return rows.length > accounts.length && last ? { accounts, next: canonical(last.name) } : { accounts };
}

function contact(chat: Chat, session: Session, account: Account): Result<"contacts">["accounts"][number] {
  const { name, loginAt, logoutAt = loginAt } = account;
  if (chat.store.isBlocked(name, session.name)) return { name, online: false };
  const since = chat.sessions.of(name)?.since;
  if (since !== undefined) return { name, online: true, since };
  // A server that was killed noted no logout: then the login is what is known.
  if (loginAt === undefined || logoutAt === undefined) return { name, online: false };
  return { name, online: false, since: Math.max(loginAt, logoutAt) };
}
