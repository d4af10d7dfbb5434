/** Jumping to a message, wherever in the history it is, and back. */
import { type Pane, scrolledAround } from "../log/viewport.ts";
import { currentConversation, withConversation } from "./conversations.ts";
import type { Context, Update } from "./effects.ts";
import { atBottom, endOf, heldFrom, newIsland } from "./island.ts";
import { lastNumber } from "./messages.ts";
import { askHistory } from "./navigation.ts";
import { paneOf } from "./scrolling.ts";
import type { ChatScreen, Conversation, Scroll } from "./state.ts";
import { say } from "./talk.ts";

/** Puts the log around a message of the current conversation and marks it. */
export function jumpTo(
  chat: ChatScreen,
  { size }: Pick<Context, "size">,
  number: number,
): Update<ChatScreen> {
  const conversation = currentConversation(chat);
  const { island, scroll } = conversation;
  const back = conversation.jump ? conversation.jump.back : scroll;
  const jumped = { ...conversation, jump: { number, back }, arriving: undefined };
  const pane = paneOf(chat, size);
  if (isInWindow(conversation, number)) {
    const near = { ...jumped, island: undefined };
    return [withConversation(chat, { ...near, scroll: around(near, pane, number) }), []];
  }
  if (island && number >= (island.messages[0]?.number ?? 0) && number <= lastNumber(island)) {
    const there = around({ ...jumped, ...island }, pane, number);
    return [withConversation(chat, { ...jumped, island: { ...island, scroll: there } }), []];
  }
  const { island: arriving, pages } = newIsland(conversation.name, number);
  return [withConversation(chat, { ...jumped, arriving }), pages.map(askHistory)];
}

/** Back to where the log was before; what has come meanwhile starts with the first unread message. */
export function jumpBack(chat: ChatScreen): Update<ChatScreen> {
  const conversation = currentConversation(chat);
  const { jump, unread, positioned } = conversation;
  const scroll = jump?.back;
  const isFollowing = scroll === undefined && unread > 0;
  return [
    withConversation(chat, { ...atBottom(conversation), scroll, positioned: positioned && !isFollowing }),
    [],
  ];
}

/** To the line "new", above the first message that came after reading stopped. */
export function jumpToLine(chat: ChatScreen, context: Context): Update<ChatScreen> {
  const { lineAfter } = currentConversation(chat);
  if (lineAfter === undefined) return say(chat, "info", "There is no line “new” here: all has been read.");
  return jumpTo(chat, context, lineAfter + 1);
}

function isInWindow(conversation: Conversation, number: number): boolean {
  const { positioned, seam } = conversation;
  const isHeld = number >= heldFrom(conversation) && number <= lastNumber(conversation);
  return isHeld && positioned && seam === undefined;
}

/** Never the bottom itself, where the log would follow what comes. */
function around(conversation: Conversation, pane: Pane, number: number): Scroll {
  return scrolledAround(conversation, pane, number) ?? endOf(conversation);
}
