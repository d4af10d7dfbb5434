/** A conversation and what a person has seen of it. */
import { canonical, isMentioned, type Message, type Result } from "../../protocol/index.ts";
import { EMPTY_EDITOR } from "../text/editor.ts";
import { atBottom, inLog } from "./island.ts";
import { addMessages, dropMessages, indexAfter, lastNumber } from "./messages.ts";
import type { ChatScreen, Conversation, History } from "./state.ts";

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
    unreadSince: undefined,
    mentions: 0,
    counted: 0,
    removed: 0,
    seam: undefined,
    lineAfter: undefined,
    looking: "following",
    positioned: false,
    delivered: 0,
    scroll: undefined,
    jump: undefined,
    island: undefined,
    arriving: undefined,
    draft: EMPTY_EDITOR,
    pasted: false,
    recall: undefined,
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
  return { ...chat, conversations: chat.conversations.with(conversation) };
}

/** Messages that were stored just now. A page of history may have overtaken some, and then they are part of what is older. */
export function arrivePosted(
  conversation: Conversation,
  messages: readonly Message[],
  me: string,
): Conversation {
  const from = notHeldBefore(conversation);
  const held = messages.filter(({ number }) => number >= from);
  return addMessages(counting(conversation, messages, me), held);
}

/** Messages with lower numbers are for pages of history to bring. */
function notHeldBefore({ history }: Conversation): number {
  if (history.state === "more") return history.before;
  return history.state === "loading" ? (history.page.before ?? 0) : 0;
}

/** The newest page has come: what had come before it and doesn't join on to it goes, and is fetched anew with the rest. */
export function arriveNewest(
  conversation: Conversation,
  page: readonly Message[],
  before: number | undefined,
): Conversation {
  const { messages } = conversation;
  const end = before === undefined ? 0 : indexAfter(messages, before - 1);
  const joinsOn = end === 0 || messages[end - 1]?.number === (before ?? 0) - 1;
  return addMessages(joinsOn ? conversation : { ...conversation, messages: messages.slice(end) }, page);
}

function arrive(conversation: Conversation, messages: readonly Message[], me: string): Conversation {
  return addMessages(counting(conversation, messages, me), messages);
}

/** Counts what has come and nobody has seen. */
function counting(conversation: Conversation, messages: readonly Message[], me: string): Conversation {
  const known = Math.max(conversation.counted, conversation.read);
  const fresh = messages.filter(({ number, from }) => number > known && canonical(from) !== canonical(me));
  return {
    ...conversation,
    unread: conversation.unread + fresh.length,
    mentions: conversation.mentions + fresh.filter(({ text }) => isMentioned(text, me)).length,
    counted: Math.max(conversation.counted, messages.at(-1)?.number ?? 0),
  };
}

/** Nobody looked at it since the last frame: what comes meanwhile is shown from its beginning. */
export function lookingAway(conversation: Conversation): Conversation {
  return conversation.looking === "following" ? { ...conversation, looking: "away" } : conversation;
}

/** What was missed, of which the server sends only the newest when there is a lot. */
export function arriveMissed(
  held: Conversation,
  messages: readonly Message[],
  older: boolean,
  me: string,
): Conversation {
  const conversation = lookingAway(held);
  const first = messages[0]?.number ?? 1;
  if (older && first > lastNumber(conversation) + 1) {
    return { ...arrive(dropMessages(conversation), messages, me), history: { state: "more", before: first } };
  }
  // A page of history may have overtaken it: then only what joins on to that page is held.
  if ((messages.at(-1)?.number ?? 0) < notHeldBefore(conversation) - 1)
    return counting(conversation, messages, me);
  const arrived = arrive(conversation, messages, me);
  const { history } = arrived;
  return history.state === "more" && first < history.before
    ? { ...arrived, history: { state: "more", before: first } }
    : arrived;
}

/** The server has removed the messages up to this number. What is held from before doesn't join on to what comes. */
export function withRemoved(conversation: Conversation, removed = 0): Conversation {
  if (removed <= conversation.removed) return conversation;
  const marked = { ...conversation, removed };
  if (lastNumber(conversation) >= removed) return marked;
  return { ...dropMessages(marked), history: { state: "complete" } };
}

/** Takes over what the server knows; it counts unread messages that this client has never held. */
export function summarized(
  conversation: Conversation,
  summary: Result<"conversations">["conversations"][number],
  me: string,
): Conversation {
  const read = Math.max(conversation.read, summary.read);
  const seenSince = countByOthers(conversation, summary.read, read, me);
  const newer = countByOthers(conversation, Math.max(summary.last, read), Number.POSITIVE_INFINITY, me);
  const behind = read < summary.last;
  return {
    ...joinSeam(conversation, summary.received),
    read,
    unread: (behind ? Math.max(0, summary.unread - seenSince.unread) : 0) + newer.unread,
    // What the server calls the first may have been seen here meanwhile.
    unreadSince: seenSince.unread === 0 ? summary.since : undefined,
    mentions: (behind ? Math.max(0, summary.mentions - seenSince.mentions) : 0) + newer.mentions,
    counted: Math.max(summary.last, lastNumber(conversation)),
    delivered: Math.max(conversation.delivered, summary.delivered),
    lastTime: Math.max(conversation.lastTime, summary.time),
  };
}

/** What is held may lack what another session of the same account has received: then it goes, and is fetched anew. */
function joinSeam(conversation: Conversation, received: number): Conversation {
  const { seam, messages } = conversation;
  if (seam === undefined) return conversation;
  const newer = messages.slice(indexAfter(messages, seam));
  const first = newer[0]?.number;
  const joined = { ...conversation, seam: undefined };
  if (received <= seam || first === seam + 1) return joined;
  const history: History = first === undefined ? { state: "unknown" } : { state: "more", before: first };
  return { ...joined, messages: newer, history, scroll: undefined, positioned: false };
}

/** Forgets the messages, to fetch them anew when they are looked at. */
export function fetchAnew(conversation: Conversation): Conversation {
  return { ...atBottom(dropMessages(conversation)), history: { state: "unknown" }, seam: undefined };
}

/** Everything up to this number has been on screen. */
export function seen(conversation: Conversation, number: number, me: string): Conversation {
  if (number <= conversation.read) return conversation;
  const caughtUp = number >= Math.max(lastNumber(conversation), conversation.counted);
  if (caughtUp) return { ...conversation, read: number, unread: 0, mentions: 0 };
  const now = countByOthers(inLog(conversation), conversation.read, number, me);
  const unread = Math.max(0, conversation.unread - now.unread);
  return {
    ...conversation,
    read: number,
    unread,
    mentions: Math.max(0, conversation.mentions - now.mentions),
  };
}

/** Number of the first message held that is by someone else and hasn't been on screen. */
export function firstUnread({ messages, read }: Conversation, me: string): number | undefined {
  for (let index = indexAfter(messages, read); index < messages.length; index++) {
    const message = messages[index];
    if (message && canonical(message.from) !== canonical(me)) return message.number;
  }
  return undefined;
}

interface Counted {
  readonly unread: number;
  readonly mentions: number;
}

/** How many messages with a number over `after` and up to `upTo` are by others, and how many of them mention me. */
export function countByOthers({ messages }: Conversation, after: number, upTo: number, me: string): Counted {
  let unread = 0;
  let mentions = 0;
  for (let index = indexAfter(messages, after); index < messages.length; index++) {
    const message = messages[index];
    if (message === undefined || message.number > upTo) break;
    if (canonical(message.from) === canonical(me)) continue;
    unread++;
    if (isMentioned(message.text, me)) mentions++;
  }
  return { unread, mentions };
}
