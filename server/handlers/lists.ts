/** Who there is, who is online and who was lately; nobody sees the presence of someone who blocks them. */
import { limits, type Params, type Result } from "../../protocol/index.ts";
import type { Chat } from "../chat.ts";
import { pageById, pageOf } from "../pages.ts";
import type { Session } from "../session.ts";

export function online(chat: Chat, session: Session, params: Params<"online">): Result<"online"> {
  const hidden = chat.store.blockersOf(session.name);
  const all = chat.sessions.list();
  const visible = hidden.size === 0 ? all : all.filter(({ id }) => !hidden.has(id));
  const { rows, ...next } = pageById(visible, params.page);
  return { accounts: rows.map(({ name, since }) => ({ name, since })), total: visible.length, ...next };
}

export function recent(chat: Chat, session: Session, params: Params<"recent">): Result<"recent"> {
  const since = chat.now() - limits.recentSeconds * 1000;
  const rows = chat.store
    .loggedInSince(since)
    .filter(({ name }) => !chat.store.isBlocked(name, session.name))
    .map(({ name, loginAt = 0 }) => ({ name, time: loginAt, online: chat.sessions.of(name) !== undefined }));
  const { rows: accounts, ...next } = pageOf(rows, recentPlace, isAfterInRecent, params.page);
  return { accounts: [...accounts], ...next };
}

export function contacts(chat: Chat, session: Session, params: Params<"contacts">): Result<"contacts"> {
  const rows = chat.store.accounts(params.page ?? "", limits.pageNames + 1);
  const accounts = rows.slice(0, limits.pageNames).map((account) => {
    if (chat.store.isBlocked(account.name, session.name)) return { name: account.name, online: false };
    const since = chat.sessions.of(account.name)?.since ?? account.logoutAt ?? account.loginAt;
    const online = chat.sessions.of(account.name) !== undefined;
    return since === undefined ? { name: account.name, online } : { name: account.name, online, since };
  });
  const last = accounts.at(-1);
  return rows.length > accounts.length && last ? { accounts, next: last.name.toLowerCase() } : { accounts };
}

interface RecentRow {
  readonly name: string;
  readonly time: number;
}

/** Latest first, so the place after which the next page starts is a time and, among equals, a name. */
function recentPlace({ name, time }: RecentRow): string {
  return `${time} ${name}`;
}

function isAfterInRecent(row: RecentRow, token: string): boolean {
  const [time = "", name = ""] = token.split(" ");
  return row.time < Number(time) || (row.time === Number(time) && row.name > name);
}
