/**
 * Which messages line mode has told, and so which of them count as read: a conversation's, once nothing unread in it
 * is left untold.
 */
import { countByOthers, seen, withConversation } from "../state/conversations.ts";
import type { Effect, Update } from "../state/effects.ts";
import { lastNumber } from "../state/messages.ts";
import type { ChatScreen, Conversation } from "../state/state.ts";

/** By conversation the number from which on all has been told. */
export type Shown = ReadonlyMap<string, number>;

/** The same, with all from this number on. */
export function withShown(shown: Shown, id: string, number: number): Shown {
  const before = shown.get(id);
  return before !== undefined && before <= number ? shown : new Map(shown).set(id, number);
}

/** Notes what has been told as read. */
export function markRead(chat: ChatScreen, shown: Shown): Update<ChatScreen> {
  if (!chat.live || !chat.summarized) return [chat, []];
  const effects: Effect[] = [];
  let next = chat;
  for (const id of shown.keys()) {
    const conversation = chat.conversations.get(id);
    if (!conversation || conversation.unread === 0 || !isTold(conversation, shown, chat.me)) continue;
    const read = seen(conversation, lastNumber(conversation), chat.me);
    if (read === conversation) continue;
    next = withConversation(next, read);
    effects.push({ do: "markRead", conversation: read.name, number: read.read });
  }
  return [next, effects];
}

function isTold(conversation: Conversation, shown: Shown, me: string): boolean {
  const from = shown.get(conversation.id) ?? Number.POSITIVE_INFINITY;
  const after = Math.max(conversation.read, from - 1);
  return countByOthers(conversation, after, Number.POSITIVE_INFINITY, me).unread >= conversation.unread;
}
