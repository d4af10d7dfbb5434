/** What follows from every change of the screen: where the log is put; and from every frame: what it lacks, and what has been seen. */
import { type Edges, edges, firstVisible, type Pane, scrolledAround, scrolledTo } from "../log/viewport.ts";
import { uncovered } from "../view/badge.ts";
import { shownCompletion } from "./completion.ts";
import { currentConversation, firstUnread, lookingAway, seen, withConversation } from "./conversations.ts";
import type { Effect, Update } from "./effects.ts";
import { endOf, heldFrom, inLog, joinIsland, withoutArriving } from "./island.ts";
import { lastNumber } from "./messages.ts";
import { askHistory, lacksUnread } from "./navigation.ts";
import { paneOf } from "./scrolling.ts";
import type { ChatScreen, Conversation, Island, State } from "./state.ts";

/** After every change: puts a conversation just opened where its unread messages start, and goes where a jump leads. */
export function settle(chat: ChatScreen, state: State): Update<ChatScreen> {
  const effects: Effect[] = [];
  const pane = paneOf(chat, state.size);
  const placed = joinIsland(landed(position(chat, pane, effects), pane));
  const conversation = isBackAtBottom(placed) ? { ...placed, jump: undefined } : placed;
  return [withConversation(chat, conversation), effects];
}

/**
 * As the next frame shows the chat: stops a log that was out of sight where what is new begins, notes what is seen, and asks for messages where the log shows the end of what there is. What
 * nobody can see isn't seen: not under a panel or a list, not while the window has no focus, and not what more passed by
 * between two frames than the log shows. Holds only if that frame reaches the terminal.
 */
export function painted(chat: ChatScreen, state: State): Update<ChatScreen> {
  const effects: Effect[] = [];
  const conversation = currentConversation(chat);
  const { island, positioned } = conversation;
  if (!positioned && !island) return [chat, effects];
  const pane = paneOf(chat, state.size);
  const isSeen = positioned && isLooking(chat, state);
  const stopped = isSeen ? stopAtUnread(conversation, pane) : conversation;
  const view = edges(inLog(stopped), pane);
  const readable = (): Edges => uncovered(withConversation(chat, stopped), state, view);
  const looked = isSeen ? look(stopped, readable(), pane, effects) : lookingAway(stopped);
  const extended = chat.live ? extend(looked, view, effects) : looked;
  return [withConversation(chat, withLine(extended)), effects];
}

/** Whether whoever sits there sees the log, and nothing over it. */
function isLooking(chat: ChatScreen, { focused }: State): boolean {
  return focused && chat.panel === undefined && shownCompletion(chat) === undefined;
}

function look(conversation: Conversation, view: Edges, pane: Pane, effects: Effect[]): Conversation {
  const { name, read, scroll, island } = conversation;
  const { lastVisible } = view;
  if (lastVisible > read && !joinsOn(conversation, pane)) return pastUnread(conversation);
  const isNewest = scroll === undefined && !island;
  const looking = lookingAt(conversation, isNewest ? "following" : "elsewhere");
  if (lastVisible <= read) return looking;
  effects.push({ do: "markRead", conversation: name, number: lastVisible });
  return seen(looking, lastVisible, pane.me);
}

/** The line stands where what was passed by begins, and one key leads there. */
function pastUnread(conversation: Conversation): Conversation {
  return conversation.looking === "past"
    ? conversation
    : { ...conversation, looking: "past", lineAfter: conversation.read };
}

function lookingAt(conversation: Conversation, looking: Conversation["looking"]): Conversation {
  return conversation.looking === looking ? conversation : { ...conversation, looking };
}

/** Whether nothing unread is above what is on screen: who jumps over messages hasn't seen them. */
function joinsOn(conversation: Conversation, pane: Pane): boolean {
  const shown = inLog(conversation);
  const reaches = heldFrom(shown) <= conversation.read + 1;
  if (!reaches && (conversation.island || lacksUnread(conversation, pane.me))) return false;
  const first = firstUnread(shown, pane.me);
  return first === undefined || firstVisible(shown, pane) <= first;
}

/** The line "new" is drawn where reading has stopped. */
function withLine(conversation: Conversation): Conversation {
  const { unread, lineAfter, read } = conversation;
  return unread > 0 && lineAfter === undefined ? { ...conversation, lineAfter: read } : conversation;
}

/** Whoever has gone down to the newest message is no longer where they jumped to. */
function isBackAtBottom({ jump, scroll, island, arriving, positioned }: Conversation): boolean {
  return positioned && jump !== undefined && scroll === undefined && !island && !arriving;
}

/**
 * Whoever looks again finds the log where what came meanwhile begins, if that is more than the pane shows; and whoever
 * follows, a message that is higher than the pane from its own beginning.
 */
function stopAtUnread(conversation: Conversation, pane: Pane): Conversation {
  const { island, scroll, unread, looking, read } = conversation;
  if (island || scroll || unread === 0 || (looking !== "away" && looking !== "following"))
    return conversation;
  const first = firstUnread(conversation, pane.me);
  if (first === undefined || (looking === "following" && first < lastNumber(conversation)))
    return conversation;
  const lined = { ...conversation, lineAfter: read };
  const stopped = scrolledTo(lined, pane, first);
  return stopped === undefined ? conversation : { ...lined, scroll: stopped };
}

function position(chat: ChatScreen, pane: Pane, effects: Effect[]): Conversation {
  const conversation = currentConversation(chat);
  const { history, positioned, unread, read } = conversation;
  if (positioned || !chat.summarized || !chat.live) return conversation;
  if (history.state === "unknown" || history.state === "loading") return conversation;
  if (lacksUnread(conversation, pane.me)) return loadOlder(conversation, effects);
  const placed = { ...lookingAt(conversation, "following"), positioned: true };
  if (unread === 0) return { ...placed, scroll: undefined };
  const first = firstUnread(conversation, chat.me) ?? read + 1;
  const lined = { ...placed, lineAfter: first - 1 };
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

function extend(conversation: Conversation, view: Edges, effects: Effect[]): Conversation {
  if (conversation.island) return extendIsland(conversation, conversation.island, view, effects);
  return view.atTop ? loadOlder(conversation, effects) : conversation;
}

/** Asks for more where the log shows an end of the island. */
function extendIsland(
  conversation: Conversation,
  island: Island,
  view: Edges,
  effects: Effect[],
): Conversation {
  const { name } = conversation;
  const { older, newer } = island;
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
