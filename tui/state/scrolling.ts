/** Scrolling the log, and what counts as seen because it is on screen. */
import { layoutChat } from "../layout.ts";
import { edges, type Pane, scrolled, scrolledTo, scrolledToTop } from "../log/viewport.ts";
import { currentConversation, firstUnread, seen, withConversation } from "./conversations.ts";
import type { Context, Effect, Update } from "./effects.ts";
import { lastNumber } from "./messages.ts";
import { askHistory, lacksUnread } from "./navigation.ts";
import type { ChatScreen, Conversation, State } from "./state.ts";

export function paneOf(chat: ChatScreen, size: Context["size"]): Pane {
  const { columns, rows } = layoutChat(chat, size).log;
  return { columns, rows, me: chat.me };
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
  const conversation = currentConversation(chat);
  const scroll = scrolled(conversation, paneOf(chat, size), rows);
  return [withConversation(chat, { ...conversation, scroll }), []];
}

export function scrollToTop(chat: ChatScreen, { size }: Context): Update<ChatScreen> {
  const conversation = currentConversation(chat);
  const scroll = scrolledToTop(conversation, paneOf(chat, size));
  return [withConversation(chat, { ...conversation, scroll }), []];
}

export function scrollToBottom(chat: ChatScreen): Update<ChatScreen> {
  return [withConversation(chat, { ...currentConversation(chat), scroll: undefined }), []];
}

/**
 * After every change: puts a conversation just opened where its unread messages start, asks for older messages where
 * the log shows its top, and notes what has come into view. What nobody can see isn't seen: not under a panel, not
 * while the window has no focus, not what so many messages at once would push out above.
 */
export function settle(chat: ChatScreen, state: State, before: ChatScreen | undefined): Update<ChatScreen> {
  const effects: Effect[] = [];
  const pane = paneOf(chat, state.size);
  let conversation = position(chat, pane, effects);
  if (conversation.positioned) {
    const visible = state.focused && chat.panel === undefined;
    if (visible && before && wasAtBottom(before, conversation))
      conversation = stopAtUnread(conversation, pane);
    const view = edges(conversation, pane);
    if (view.atTop && chat.live) conversation = loadOlder(conversation, effects);
    if (visible && view.lastVisible > conversation.read) {
      conversation = seen(conversation, view.lastVisible, chat.me);
      effects.push({ do: "markRead", conversation: conversation.name, number: conversation.read });
    } else if (conversation.unread > 0 && conversation.lineAfter === undefined) {
      conversation = { ...conversation, lineAfter: conversation.read };
    }
  }
  return [withConversation(chat, conversation), effects];
}

/** Whether the log has followed the newest message, and not just been sent to it. */
function wasAtBottom(before: ChatScreen, { id, scroll }: Conversation): boolean {
  return before.current === id && scroll === undefined && currentConversation(before).scroll === undefined;
}

/** Where more has come at once than the pane shows, the log stops at the first of it. */
function stopAtUnread(conversation: Conversation, pane: Pane): Conversation {
  const first = firstUnread(conversation, pane.me);
  if (first === undefined || first === lastNumber(conversation)) return conversation;
  const lined = { ...conversation, lineAfter: conversation.read };
  const scroll = scrolledTo(lined, pane, first);
  return scroll === undefined ? conversation : { ...lined, scroll };
}

function position(chat: ChatScreen, pane: Pane, effects: Effect[]): Conversation {
  const conversation = currentConversation(chat);
  const { history, positioned, unread, read } = conversation;
  if (positioned || !chat.summarized || !chat.live) return conversation;
  if (history.state === "unknown" || history.state === "loading") return conversation;
  if (lacksUnread(conversation, pane.me)) return loadOlder(conversation, effects);
  if (unread === 0) return { ...conversation, positioned: true, scroll: undefined };
  const first = firstUnread(conversation, chat.me) ?? read + 1;
  const lined = { ...conversation, positioned: true, lineAfter: first - 1 };
  return { ...lined, scroll: scrolledTo(lined, pane, first) };
}

/** Asks for the page before the oldest message held, if there is one and it's not under way. */
export function loadOlder(conversation: Conversation, effects: Effect[]): Conversation {
  const { history } = conversation;
  if (history.state !== "more") return conversation;
  effects.push(askHistory(conversation.name, history.before));
  return { ...conversation, history: { state: "loading", before: history.before } };
}
