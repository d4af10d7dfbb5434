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

/** Short enough for three rows of a small window; how to undo it comes first, as a long name may cut what comes last. */
function noticeOf(name: string, blocked: boolean, changed: boolean): BlockNotice {
  const text = blocked
    ? `${name} is blocked${changed ? "" : " already"}. To undo it: /unblock ${name}. Whispers are refused, broadcasts hidden, and you look offline.`
    : `${name} is not blocked${changed ? " any more. Broadcasts of that time are in the history; refused whispers are lost" : ""}.`;
  return { kind: "block", text, undo: { name, request: blocked ? "unblock" : "block" } };
}
