/** Messages by their numbers: what was said around one, and all that is known about one. */
import { showInfoOf } from "../state/browse-actions.ts";
import { currentConversation, withConversation } from "../state/conversations.ts";
import type { Update } from "../state/effects.ts";
import { newIsland } from "../state/island.ts";
import { askHistory } from "../state/navigation.ts";
import type { ChatScreen, Island, LogMessage, Outgoing } from "../state/state.ts";
import { say } from "../state/talk.ts";
import { foundBefore } from "./find.ts";
import { error, type Line, said } from "./line.ts";
import { numberedRows } from "./message.ts";

/** So many are told on either side of it. */
const onEitherSide = 5;

/** /around: asks for an island, as the screen does that jumps there. */
export function around(chat: ChatScreen, argument: string): Update<ChatScreen> {
  const number = numberIn(argument);
  if (number === undefined) return say(chat, "error", whichWords);
  if (!chat.live) return say(chat, "error", "That needs a connection.");
  const conversation = currentConversation(chat);
  const { island: arriving, pages } = newIsland(conversation.name, number);
  return [withConversation(chat, { ...conversation, arriving }), pages.map(askHistory)];
}

/** Tells the island that was asked for once all of it has come. */
export function aroundLines(chat: ChatScreen, now: number): { chat: ChatScreen; lines: Line[] } {
  const conversation = currentConversation(chat);
  const { arriving } = conversation;
  if (!arriving || arriving.older.state === "loading" || arriving.newer.state === "loading")
    return { chat, lines: [] };
  const there = withConversation(chat, { ...conversation, island: arriving, arriving: undefined });
  return { chat: there, lines: linesOf(arriving, chat.me, now) };
}

function linesOf({ messages, scroll: { number } }: Island, me: string, now: number): Line[] {
  const index = messages.findIndex((message) => message.number === number);
  if (index === -1) return [error(`There is no message #${number} here.`)];
  const near = messages.slice(Math.max(0, index - onEitherSide), index + onEitherSide + 1);
  return [said(`Around #${number}:`), ...near.flatMap((message) => numberedRows(message, me, now).map(said))];
}

/** /info: about the message of this number, without one about the latest. */
export function info(chat: ChatScreen, argument: string): Update<ChatScreen> {
  const number = numberIn(argument);
  if (number === undefined && argument !== "") return say(chat, "error", whichWords);
  const message = number === undefined ? latest(chat) : numbered(chat, number);
  if (message !== undefined) return showInfoOf(chat, message);
  if (number === undefined) return say(chat, "info", "There is no message here yet.");
  return say(chat, "error", `#${number} has not been told here. /around ${number} does.`);
}

const whichWords = "Which message? Give the number that /search tells.";

function numberIn(argument: string): number | undefined {
  const digits = /^#?(\d{1,15})$/.exec(argument)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

function latest(chat: ChatScreen): LogMessage | Outgoing | undefined {
  const { messages, outgoing } = currentConversation(chat);
  return outgoing.at(-1) ?? messages.at(-1);
}

function numbered(chat: ChatScreen, number: number): LogMessage | undefined {
  const { messages, island } = currentConversation(chat);
  return [...messages, ...(island?.messages ?? []), ...foundBefore(chat)].find(
    (message) => message.number === number,
  );
}
