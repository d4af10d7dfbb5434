/** Who types: told at once to those who would get the message, or not at all; and not more often than anyone types. */
import { limits, type Params, type Result } from "../../protocol/index.ts";
import type { Chat } from "../chat.ts";
import { type Session, wireName } from "../session.ts";

/** The answer is the same whether anyone learns of it: it tells nobody who is online. */
export function typing(chat: Chat, session: Session, params: Params<"typing">): Result<"typing"> {
  const conversation = chat.conversation(session, params.conversation);
  const now = performance.now();
  if (session.typing.overdrawn(now) > 0) return {};
  session.typing.take(1, now);
  if (conversation.kind === "everyone") tellRoom(chat, session, params.typing);
  else tellOther(chat, session, wireName(conversation, session.name), params.typing);
  return {};
}

function tellRoom(chat: Chat, session: Session, typing: boolean): void {
  const { name } = session;
  if (chat.sessions.size > limits.typingAudience) return;
  const except = [session, ...chat.blockersOnline(name), ...chat.blockedOnline(name)];
  chat.tellAll({ event: "typing", conversation: "everyone", name, typing }, except);
}

/** Someone who is blocked would learn that the one who blocks them is there. */
function tellOther(chat: Chat, { name }: Session, to: string, typing: boolean): void {
  const other = chat.sessions.of(to);
  if (other === undefined || chat.store.isBlocked(name, to) || chat.store.isBlocked(to, name)) return;
  chat.tell(other, { event: "typing", conversation: name, name, typing });
}
