/** Scrolling the log, whether it shows the window or an island. */
import { layoutChat } from "../layout.ts";
import { type Pane, scrolled, scrolledToTop } from "../log/viewport.ts";
import { currentConversation, withConversation } from "./conversations.ts";
import type { Context, Update } from "./effects.ts";
import { atBottom, endOf, inLog } from "./island.ts";
import type { ChatScreen, Conversation, Scroll } from "./state.ts";

/** Left of the log while messages are chosen from. */
export const markColumns = 2;

export function paneOf(chat: ChatScreen, size: Context["size"]): Pane {
  const { columns, rows } = layoutChat(chat, size).log;
  return { columns: columns - (chat.browse ? markColumns : 0), rows, me: chat.me };
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

/** To the newest message; from an island to where unread messages start, if there are any. */
export function scrollToBottom(chat: ChatScreen): Update<ChatScreen> {
  const conversation = currentConversation(chat);
  const { island, unread, positioned } = conversation;
  const isFollowing = island !== undefined && unread > 0;
  const bottom = { ...atBottom(conversation), positioned: positioned && !isFollowing };
  return [withConversation(chat, bottom), []];
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
