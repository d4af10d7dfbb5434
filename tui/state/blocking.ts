/** Blocking and its end: asked for by a command or a key, said in words, and taken back by one key. */
import type { Result } from "../../protocol/index.ts";
import { contactOf, withContact } from "./contacts.ts";
import { conversationOf, everyone, fetchAnew, withConversation } from "./conversations.ts";
import type { Update } from "./effects.ts";
import { enterUnknown } from "./navigation.ts";
import type { BlockNotice, ChatScreen, Contact } from "./state.ts";

export function block(chat: ChatScreen, { name }: Pick<Contact, "name">, on: boolean): Update<ChatScreen> {
  return [chat, [{ do: "ask", ask: { request: on ? "block" : "unblock", params: { name } } }]];
}

/** Takes back what the notice on screen is about. */
export function undoBlock(chat: ChatScreen): Update<ChatScreen> {
  const { notice } = chat;
  return notice?.kind === "block" ? block(chat, notice.undo, notice.undo.request === "block") : [chat, []];
}

export function blockAnswered(
  chat: ChatScreen,
  { name, changed }: Result<"block">,
  blocked: boolean,
): Update<ChatScreen> {
  const contact = contactOf(chat, name);
  const notice = noticeOf(contact.name, blocked, changed);
  const marked = { ...withContact(chat, { ...contact, blocked }), notice };
  if (!changed) return [marked, []];
  // A block decides what the history of everyone shows.
  return enterUnknown(withConversation(marked, fetchAnew(conversationOf(marked, everyone))));
}

/** How to undo it comes first: in a small window what comes last is cut off. */
function noticeOf(name: string, blocked: boolean, changed: boolean): BlockNotice {
  const text = blocked
    ? `${name} is blocked${changed ? "" : " already"}. To undo it: /unblock ${name}. Whispers are refused and broadcasts hidden, also while you are offline; ${name} can't see whether you are online.`
    : `${name} is not blocked${changed ? " any more" : ""}. What ${name} wrote to everyone meanwhile is in the history; whispers refused meanwhile were kept nowhere.`;
  return { kind: "block", text, undo: { name, request: blocked ? "unblock" : "block" } };
}
