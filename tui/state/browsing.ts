/**
 * Browse mode: choosing messages by keys. The selection is a message and not a row, so that it stays where it is
 * whatever arrives, and the log is scrolled so that it's on screen.
 */
import { blockCount } from "../log/blocks.ts";
import { held, type Pane, type Span, scrolled, scrolledInto, viewport } from "../log/viewport.ts";
import { currentConversation } from "./conversations.ts";
import type { Context, Update } from "./effects.ts";
import { inLog } from "./island.ts";
import { indexAfter } from "./messages.ts";
import { paneOf, scrollLog, scrollToBottom } from "./scrolling.ts";
import type { ChatScreen, Conversation, LogMessage, MessageId, Outgoing, Scroll, Size } from "./state.ts";
import { say } from "./talk.ts";

/** The messages that the log shows. */
export function shownIn(chat: ChatScreen): Conversation {
  return inLog(currentConversation(chat));
}

export function hasMessages(chat: ChatScreen): boolean {
  return blockCount(shownIn(chat)) > 0;
}

/** Begins with the newest message on screen. */
export function startBrowsing(chat: ChatScreen, { size }: Context): Update<ChatScreen> {
  const conversation = shownIn(chat);
  const last = viewport(conversation, paneOf(chat, size)).spans.at(-1);
  if (last === undefined) return say(chat, "info", "There are no messages to choose from yet.");
  return [{ ...chat, browse: { at: idAt(conversation, last.index), marked: new Set() } }, []];
}

/** The log stays where it is, and follows the newest message again if it's at its bottom. */
export function stopBrowsing(chat: ChatScreen, { size }: Pick<Context, "size">): Update<ChatScreen> {
  const free = { ...chat, browse: undefined };
  return scrollLog(free, (conversation) => scrolled(conversation, paneOf(free, size), 0));
}

/** Where the selected message is among those held, -1 if there is none. */
export function selectedIndex(chat: ChatScreen): number {
  return chat.browse ? indexOf(shownIn(chat), chat.browse.at) : -1;
}

export function messageAt(conversation: Conversation, index: number): LogMessage | Outgoing | undefined {
  const { messages, outgoing } = conversation;
  return messages[index] ?? outgoing[index - messages.length];
}

export function idAt(conversation: Conversation, index: number): MessageId {
  const message = messageAt(conversation, index);
  return message === undefined ? 0 : "number" in message ? message.number : message.key;
}

/** Its own place; of one that is gone, that of the next; of one that was sent meanwhile, where it is now. */
function indexOf(conversation: Conversation, id: MessageId): number {
  const { messages, outgoing } = conversation;
  const last = blockCount(conversation) - 1;
  if (typeof id === "number") return Math.min(indexAfter(messages, id - 1), last);
  const waiting = outgoing.findIndex(({ key }) => key === id);
  if (waiting !== -1) return messages.length + waiting;
  const sent = messages.findLastIndex(({ key }) => key === id);
  return sent === -1 ? last : sent;
}

export function select(chat: ChatScreen, index: number): ChatScreen {
  const conversation = shownIn(chat);
  const within = Math.max(0, Math.min(blockCount(conversation) - 1, index));
  return chat.browse ? { ...chat, browse: { ...chat.browse, at: idAt(conversation, within) } } : chat;
}

/** To the message before or after; through one that is higher than the log, by what is hidden of it. */
export function selectNext(chat: ChatScreen, { size }: Context, step: 1 | -1): Update<ChatScreen> {
  const index = selectedIndex(chat);
  const pane = paneOf(chat, size);
  const hidden = hiddenRows(shownIn(chat), pane, index, step);
  if (hidden > 0) return [scrolledBy(chat, pane, -step * Math.min(hidden, pane.rows - 1)), []];
  return [select(chat, index + step), []];
}

/** A page further, to the message in the same row; where the log ends, to the one at that end. */
export function selectPage(chat: ChatScreen, { size }: Context, step: 1 | -1): Update<ChatScreen> {
  const pane = paneOf(chat, size);
  const spansOf = (one: ChatScreen): readonly Span[] => viewport(shownIn(one), pane).spans;
  const index = selectedIndex(chat);
  const row = Math.max(0, spansOf(chat).find((span) => span.index === index)?.top ?? 0);
  const moved = scrolledBy(chat, pane, -step * Math.max(1, pane.rows - 1));
  const at = spansOf(moved).findLast(({ top }) => top <= row)?.index ?? 0;
  const isStuck = step === 1 ? at <= index : at >= index;
  return isStuck ? (step === 1 ? selectLast(chat) : selectFirst(chat)) : [select(moved, at), []];
}

export function selectFirst(chat: ChatScreen): Update<ChatScreen> {
  return [select(chat, 0), []];
}

/** Also from wherever one has jumped to. */
export function selectLast(chat: ChatScreen): Update<ChatScreen> {
  const [bottom, effects] = scrollToBottom(chat);
  return [select(bottom, Number.POSITIVE_INFINITY), effects];
}

/** Scrolls the log, and the selection goes along where it would leave the screen. */
export function scrollBrowsing(chat: ChatScreen, size: Size, rows: number): ChatScreen {
  const pane = paneOf(chat, size);
  const moved = scrolledBy(chat, pane, rows);
  const { spans } = viewport(shownIn(moved), pane);
  const shown = spans.map(({ index }) => index);
  const index = selectedIndex(moved);
  return select(moved, Math.max(shown[0] ?? 0, Math.min(shown.at(-1) ?? 0, index)));
}

/** After every change: the selection is a message that is there, and on screen. */
export function revealSelected(chat: ChatScreen, size: Size): ChatScreen {
  const index = selectedIndex(chat);
  if (chat.browse === undefined || index === -1) return chat;
  const conversation = shownIn(chat);
  const at = idAt(conversation, index);
  const revealed = withScroll(chat, scrolledInto(conversation, paneOf(chat, size), index));
  return at === chat.browse.at ? revealed : { ...revealed, browse: { ...chat.browse, at } };
}

/** While messages are chosen from, what arrives doesn't move the log, not even at its bottom. */
export function holdLog(chat: ChatScreen, size: Size): ChatScreen {
  if (chat.browse === undefined || selectedIndex(chat) === -1) return chat;
  return withScroll(chat, held(shownIn(chat), paneOf(chat, size)));
}

function withScroll(chat: ChatScreen, scroll: Scroll | undefined): ChatScreen {
  return isSame(scroll, shownIn(chat).scroll) ? chat : scrollLog(chat, () => scroll)[0];
}

function isSame(a: Scroll | undefined, b: Scroll | undefined): boolean {
  return a?.number === b?.number && a?.below === b?.below;
}

function scrolledBy(chat: ChatScreen, pane: Pane, rows: number): ChatScreen {
  return scrollLog(chat, (conversation) => scrolled(conversation, pane, rows))[0];
}

/** Rows of a message outside the screen, on the side to which one moves. */
function hiddenRows(conversation: Conversation, pane: Pane, index: number, step: 1 | -1): number {
  const span = viewport(conversation, pane).spans.find((one) => one.index === index);
  if (span === undefined) return 0;
  return Math.max(0, step === -1 ? -span.top : span.top + span.height - pane.rows);
}
