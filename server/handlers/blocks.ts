/** Blocking and unblocking: what changes for either side at once. */
import { ChatError, type EventFields, type Params, type Result } from "../../protocol/index.ts";
import type { Chat } from "../chat.ts";
import { pageById } from "../pages.ts";
import type { Session } from "../session.ts";

export async function block(chat: Chat, session: Session, params: Params<"block">): Promise<Result<"block">> {
  const name = chat.other(session, params.name);
  if (chat.living(name) === undefined) throw new ChatError("unknown_account");
  const changed = await chat.store.block(session.name, name, chat.now());
  if (changed) showPresence(chat, name, { name: session.name, online: false, time: chat.now() });
  return { name, changed };
}

export async function unblock(
  chat: Chat,
  session: Session,
  params: Params<"unblock">,
): Promise<Result<"unblock">> {
  const name = chat.other(session, params.name);
  const changed = await chat.store.unblock(session.name, name);
  const current = chat.sessions.of(session.name);
  // Whoever has left meanwhile has not come back.
  if (changed && current) showPresence(chat, name, { name: session.name, online: true, time: current.since });
  return { name, changed };
}

export function blocked(chat: Chat, session: Session, params: Params<"blocked">): Result<"blocked"> {
  const rows = chat.store.blocks(session.name).map(({ name, since }) => ({ id: name, since }));
  const { rows: page, ...next } = pageById(
    rows.sort((a, b) => (a.id < b.id ? -1 : 1)),
    params.page,
  );
  return {
    accounts: page.map(({ id, since }) => ({ name: chat.store.account(id)?.name ?? id, since })),
    ...next,
  };
}

/** To the other side, someone who blocks it is never online. */
function showPresence(chat: Chat, to: string, presence: EventFields<"presence">): void {
  const other = chat.sessions.of(to);
  if (other) chat.tell(other, { event: "presence", ...presence });
}
