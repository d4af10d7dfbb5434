/** Scrolling the log, whether it shows the window or an island. */
import { layoutChat } from "../layout.ts";
import { edges, type Pane, scrolled, scrolledToTop } from "../log/viewport.ts";
import { currentConversation, seen, withConversation } from "./conversations.ts";
import type { Context, Effect, Update } from "./effects.ts";
import { atBottom, endOf, inLog } from "./island.ts";
import { lastNumber } from "./messages.ts";
import type { ChatScreen, Conversation, Scroll } from "./state.ts";

/** Left of the log while messages are chosen from. */
export const markColumns = 2;

export function paneOf(chat: ChatScreen, size: Context["size"]): Pane {
  const { columns, rows } = layoutChat(chat, size).log;
  return { columns: columns - (chat.browse ? markColumns : 0), rows, me: chat.me };
}

/** Whether there is more than fits: on the log's other side, or still on the server. */
export function canScroll(chat: ChatScreen, size: Context["size"]): boolean {
  if (chat.panel) return false;
  const shown = inLog(currentConversation(chat));
  const { atTop, below } = edges(shown, paneOf(chat, size));
  return !atTop || below > 0 || shown.history.state === "more";
}

/** Up by this part of the log's height, or down where negative. */
export function scrollPages(chat: ChatScreen, { size }: Context, pages: number): Update<ChatScreen> {
  const pane = paneOf(chat, size);
  const rows = Math.trunc(pages * Math.max(1, pane.rows - 1));
  return scrollRows(chat, { size }, rows);
}

/** Up by so many rows, or down where negative. */
export function scrollRows(
  chat: ChatScreen,
  { size }: Pick<Context, "size">,
  rows: number,
): Update<ChatScreen> {
  return scrollLog(chat, (conversation) => scrolled(conversation, paneOf(chat, size), rows));
}

export function scrollToTop(chat: ChatScreen, { size }: Context): Update<ChatScreen> {
  return scrollLog(chat, (conversation) => scrolledToTop(conversation, paneOf(chat, size)));
}

/**
 * To the newest message, which says that the rest doesn't matter: it counts as read. From an island before unread
 * messages to where they start.
 */
export function scrollToBottom(chat: ChatScreen): Update<ChatScreen> {
  const conversation = currentConversation(chat);
  const { island, unread, positioned, read } = conversation;
  const bottom = atBottom(conversation);
  const isBefore = island !== undefined && unread > 0 && lastNumber(island) <= read;
  if (!positioned || isBefore) return [withConversation(chat, { ...bottom, positioned: false }), []];
  if (chat.panel) return [withConversation(chat, bottom), []];
  const number = Math.max(lastNumber(bottom), bottom.counted);
  const effects: Effect[] = number > read ? [{ do: "markRead", conversation: bottom.name, number }] : [];
  return [withConversation(chat, { ...seen(bottom, number, chat.me), looking: "following" }), effects];
}

/** Puts what the log shows, the window or an island, where `place` says. */
export function scrollLog(
  chat: ChatScreen,
  place: (conversation: Conversation) => Scroll | undefined,
): Update<ChatScreen> {
  const conversation = currentConversation(chat);
  const { island } = conversation;
  const scroll = place(inLog(conversation));
  const moved = island ? { island: { ...island, scroll: scroll ?? endOf(island) } } : { scroll };
  return [withConversation(chat, { ...conversation, ...moved }), []];
}
