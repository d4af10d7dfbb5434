/** A conversation and what a person has seen of it. */
import { canonical, type Message, type Result } from "../../protocol/index.ts";
import { EMPTY_EDITOR } from "../text/editor.ts";
import { addMessages, dropMessages, indexAfter, lastNumber } from "./messages.ts";
import type { ChatScreen, Conversation } from "./state.ts";

export const everyone = "everyone";

export function newConversation(name: string): Conversation {
  return {
    id: canonical(name),
    name,
    messages: [],
    outgoing: [],
    history: { state: "unknown" },
    lastTime: 0,
    read: 0,
    unread: 0,
    lineAfter: undefined,
    positioned: false,
    delivered: 0,
    scroll: undefined,
    draft: EMPTY_EDITOR,
  };
}

export function conversationOf(chat: ChatScreen, name: string): Conversation {
  const id = canonical(name);
  return chat.conversations.get(id) ?? newConversation(chat.contacts.get(id)?.name ?? name);
}

export function currentConversation(chat: ChatScreen): Conversation {
  return conversationOf(chat, chat.current);
}

export function withConversation(chat: ChatScreen, conversation: Conversation): ChatScreen {
  if (chat.conversations.get(conversation.id) === conversation) return chat;
  return { ...chat, conversations: new Map(chat.conversations).set(conversation.id, conversation) };
}

/** Messages that have just come, live or missed. */
export function arrive(conversation: Conversation, messages: readonly Message[], me: string): Conversation {
  const known = lastNumber(conversation);
  const fresh = messages.filter(
    ({ number, from }) => number > known && number > conversation.read && canonical(from) !== canonical(me),
  );
  return { ...addMessages(conversation, messages), unread: conversation.unread + fresh.length };
}

/** What was missed, of which the server sends only the newest when there is a lot. */
export function arriveMissed(
  conversation: Conversation,
  messages: readonly Message[],
  older: boolean,
  me: string,
): Conversation {
  const first = messages[0]?.number ?? 1;
  if (!older || first <= lastNumber(conversation) + 1) return arrive(conversation, messages, me);
  return { ...arrive(dropMessages(conversation), messages, me), history: { state: "more", before: first } };
}

/** Takes over what the server knows; it counts unread messages that this client has never held. */
export function summarized(
  conversation: Conversation,
  summary: Result<"conversations">["conversations"][number],
  me: string,
): Conversation {
  const read = Math.max(conversation.read, summary.read);
  const since = read > summary.read ? read : Math.max(summary.last, read);
  const counted = read > summary.read ? 0 : summary.unread;
  return {
    ...conversation,
    read,
    unread: counted + countByOthers(conversation, since, Number.POSITIVE_INFINITY, me),
    delivered: Math.max(conversation.delivered, summary.delivered),
    lastTime: Math.max(conversation.lastTime, summary.time),
  };
}

/** Everything up to this number has been on screen. */
export function seen(conversation: Conversation, number: number, me: string): Conversation {
  if (number <= conversation.read) return conversation;
  const caughtUp = number >= lastNumber(conversation);
  const unread = caughtUp
    ? 0
    : Math.max(0, conversation.unread - countByOthers(conversation, conversation.read, number, me));
  return { ...conversation, read: number, unread };
}

/** How many messages with a number over `after` and up to `upTo` are by others. */
function countByOthers({ messages }: Conversation, after: number, upTo: number, me: string): number {
  let count = 0;
  for (let index = indexAfter(messages, after); index < messages.length; index++) {
    const message = messages[index];
    if (message === undefined || message.number > upTo) break;
    if (canonical(message.from) !== canonical(me)) count++;
  }
  return count;
}
