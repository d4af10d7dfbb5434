/** Blocking and unblocking: what changes for either side at once. */
import { everyone } from "../../data/index.ts";
import type { Params, Result } from "../../protocol/index.ts";
import type { Chat } from "../chat.ts";
import { pageById } from "../pages.ts";
import type { Session } from "../session.ts";

export async function block(chat: Chat, session: Session, params: Params<"block">): Promise<Result<"block">> {
  const name = chat.other(session, params.name);
  const changed = await chat.store.block(session.name, name, chat.now());
  if (changed) showPresence(chat, session, name, false);
  return { name, changed };
}

export async function unblock(
  chat: Chat,
  session: Session,
  params: Params<"unblock">,
): Promise<Result<"unblock">> {
  const name = chat.other(session, params.name);
  await skipHidden(chat, session);
  const changed = await chat.store.unblock(session.name, name);
  if (changed) showPresence(chat, session, name, true);
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
function showPresence(chat: Chat, session: Session, to: string, online: boolean): void {
  const other = chat.sessions.of(to);
  if (other === undefined) return;
  chat.tell(other, {
    event: "presence",
    name: session.name,
    online,
    time: online ? session.since : chat.now(),
  });
}

/** Moves the cursor past broadcasts that a block has hidden, so that its end doesn't deliver them as missed. */
export async function skipHidden(chat: Chat, session: Session): Promise<void> {
  const { received } = await chat.store.conversation(session.name, everyone);
  const past = session.pastHidden(received);
  if (past > received) await chat.store.moveCursor(session.name, everyone, "received", past);
}
