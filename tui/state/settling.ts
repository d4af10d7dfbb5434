/** What follows from every change of the screen: where the log is put, what it lacks, and what has been seen on it. */
import { edges, firstVisible, type Pane, scrolledAround, scrolledTo } from "../log/viewport.ts";
import { currentConversation, firstUnread, seen, withConversation } from "./conversations.ts";
import type { Effect, Update } from "./effects.ts";
import { endOf, inLog, joinIsland, withoutArriving } from "./island.ts";
import { askHistory, lacksUnread } from "./navigation.ts";
import { paneOf } from "./scrolling.ts";
import type { ChatScreen, Conversation, Island, State } from "./state.ts";

/**
 * After every change: puts a conversation just opened where its unread messages start, asks for messages where the log
 * shows the end of what there is, and notes what has come into view. What nobody can see isn't seen: not under a
 * panel, not while the window has no focus, not what so many messages at once would push out above.
 */
export function settle(chat: ChatScreen, state: State, before: ChatScreen | undefined): Update<ChatScreen> {
  const effects: Effect[] = [];
  const pane = paneOf(chat, state.size);
  const placed = joinIsland(landed(position(chat, pane, effects), pane));
  const conversation = placed.island
    ? extendIsland(placed, placed.island, pane, chat.live, effects)
    : look(chat, placed, pane, state.focused, before, effects);
  return [withConversation(chat, conversation), effects];
}

/** Notes what of the window is on screen, and asks for more where its top is. */
function look(
  chat: ChatScreen,
  placed: Conversation,
  pane: Pane,
  focused: boolean,
  before: ChatScreen | undefined,
  effects: Effect[],
): Conversation {
  if (!placed.positioned) return placed;
  const visible = focused && chat.panel === undefined;
  const stopped = visible && before && wasAtBottom(before, placed) ? stopAtUnread(placed, pane) : placed;
  const view = edges(stopped, pane);
  const loaded = view.atTop && chat.live ? loadOlder(stopped, effects) : stopped;
  const conversation = isBackAtBottom(loaded) ? { ...loaded, jump: undefined } : loaded;
  if (visible && view.lastVisible > conversation.read && joinsOn(conversation, pane)) {
    effects.push({ do: "markRead", conversation: conversation.name, number: view.lastVisible });
    return seen(conversation, view.lastVisible, pane.me);
  }
  return conversation.unread > 0 && conversation.lineAfter === undefined
    ? { ...conversation, lineAfter: conversation.read }
    : conversation;
}

/** Whoever has gone down to the newest message is no longer where they jumped to. */
function isBackAtBottom({ jump, scroll, arriving }: Conversation): boolean {
  return jump !== undefined && scroll === undefined && arriving === undefined;
}

/** Who jumps over unread messages hasn't seen them; who goes to the newest one means to be done with the rest. */
function joinsOn(conversation: Conversation, pane: Pane): boolean {
  if (conversation.scroll === undefined) return true;
  const first = firstUnread(conversation, pane.me);
  return first === undefined || firstVisible(conversation, pane) <= first;
}

/** Whether the log has followed the newest message, and not just been sent to it. */
function wasAtBottom(before: ChatScreen, { id, scroll }: Conversation): boolean {
  const { current } = before;
  const shown = inLog(currentConversation(before));
  return current === id && scroll === undefined && shown.scroll === undefined && !shown.island;
}

/** Where more has come at once than the pane shows, one high message or many, the log stops where it begins. */
function stopAtUnread(conversation: Conversation, pane: Pane): Conversation {
  const first = firstUnread(conversation, pane.me);
  if (first === undefined) return conversation;
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
  const { history, name } = conversation;
  if (history.state !== "more") return conversation;
  const page = { conversation: name, before: history.before };
  effects.push(askHistory(page));
  return { ...conversation, history: { state: "loading", page } };
}

/** Puts the log on the next island once both its first pages have come. */
function landed(conversation: Conversation, pane: Pane): Conversation {
  const { arriving, jump } = conversation;
  if (!arriving || arriving.older.state === "loading" || arriving.newer.state === "loading")
    return conversation;
  if (arriving.messages.length === 0) return withoutArriving(conversation);
  const there = { ...conversation, island: arriving, arriving: undefined };
  const around = jump && scrolledAround(inLog(there), pane, jump.number);
  return { ...there, island: { ...arriving, scroll: around ?? endOf(arriving) } };
}

/** Asks for more where the log shows an end of the island. Nothing on it says how far anyone has read. */
function extendIsland(
  conversation: Conversation,
  island: Island,
  pane: Pane,
  live: boolean,
  effects: Effect[],
): Conversation {
  if (!live) return conversation;
  const { name } = conversation;
  const { older, newer } = island;
  const view = edges(inLog(conversation), pane);
  let extended = island;
  if (view.atTop && older.state === "more") {
    const page = { conversation: name, before: older.before };
    effects.push(askHistory(page));
    extended = { ...extended, older: { state: "loading", page } };
  }
  if (view.below === 0 && newer.state === "more") {
    const page = { conversation: name, after: newer.after };
    effects.push(askHistory(page));
    extended = { ...extended, newer: { state: "loading", page } };
  }
  return extended === island ? conversation : { ...conversation, island: extended };
}
