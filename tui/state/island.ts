/**
 * An island: messages from further back than the conversation's window, around one that somebody jumped to. It grows at
 * both ends by pages of history, until it joins on to the window. What arrives goes to the window and never here, so
 * an island is right whatever happens meanwhile.
 */
import type { Params, Result } from "../../protocol/index.ts";
import { lastNumber, merge, received } from "./messages.ts";
import type { Conversation, History, Island, Newer, Scroll } from "./state.ts";

/** Above the upper number messages at the far end are let go until the lower one is left. */
const islandMax = 1500;
const islandKept = 1000;

type Page = Params<"history">;

/** An island around this message, and its first pages, which are to be asked for. */
export function newIsland(
  conversation: string,
  number: number,
): { readonly island: Island; readonly pages: Page[] } {
  const older = { conversation, before: number + 1 };
  const newer = { conversation, after: number };
  const island: Island = {
    messages: [],
    older: { state: "loading", page: older },
    newer: { state: "loading", page: newer },
    scroll: { number, below: 0 },
  };
  return { island, pages: [older, newer] };
}

const shown = new WeakMap<Conversation, Conversation>();

/** The conversation as the log shows it: an island's messages stand in the place of its own. */
export function inLog(conversation: Conversation): Conversation {
  const { island } = conversation;
  if (!island) return conversation;
  const known = shown.get(conversation);
  if (known) return known;
  const { messages, scroll, older: history } = island;
  const { lineAfter = 0 } = conversation;
  const line = (messages[0]?.number ?? 0) > lineAfter ? undefined : lineAfter;
  const logged = { ...conversation, messages, scroll, history, outgoing: [], lineAfter: line };
  shown.set(conversation, logged);
  return logged;
}

/** Back from wherever somebody jumped to, to the newest message. */
export function atBottom(conversation: Conversation): Conversation {
  return { ...conversation, scroll: undefined, jump: undefined, island: undefined, arriving: undefined };
}

/** The number from which on the window holds all there is; infinite where it holds nothing for certain. */
export function heldFrom({ history, messages }: Conversation): number {
  if (history.state === "complete") return 1;
  return messages[0]?.number ?? Number.POSITIVE_INFINITY;
}

/** Adds a page that an island waits for; any other comes too late. */
export function islandsAnswered(
  conversation: Conversation,
  page: Page,
  result: Result<"history">,
): Conversation {
  const { island, arriving } = conversation;
  if (island && awaits(island, page)) return { ...conversation, island: grown(island, page, result) };
  if (arriving && awaits(arriving, page)) return { ...conversation, arriving: grown(arriving, page, result) };
  return conversation;
}

export function isArriving({ arriving }: Conversation, page: Page): boolean {
  return arriving !== undefined && awaits(arriving, page);
}

/** The next island can't be had: what is on screen stays there. */
export function withoutArriving(conversation: Conversation): Conversation {
  const { island, jump } = conversation;
  return { ...conversation, arriving: undefined, jump: island ? jump : undefined };
}

/** An end that can't be had is not asked for again until the next login. */
export function islandRefused(island: Island, page: Page): Island {
  if (isLoading(island.older, page)) return { ...island, older: { state: "failed" } };
  return isLoading(island.newer, page) ? { ...island, newer: { state: "failed" } } : island;
}

/** After a new login: what failed is asked again when it's needed, and there may be more at the end. */
export function resumedIsland(island: Island | undefined): Island | undefined {
  const before = island?.messages[0]?.number;
  const after = island?.messages.at(-1)?.number;
  if (!island || before === undefined || after === undefined) return undefined;
  const older: History = island.older.state === "complete" ? island.older : { state: "more", before };
  return { ...island, older, newer: { state: "more", after } };
}

/** Where the island has grown up to the window both are one, and the log stays where it is. */
export function joinIsland(conversation: Conversation): Conversation {
  const { island, messages, history, seam, positioned } = conversation;
  if (!island || !positioned || seam !== undefined) return conversation;
  const from = heldFrom(conversation);
  const islandFrom = heldFrom(inLog(conversation));
  // It may even be ahead, of messages that are still on their way to the window.
  if (reachOf(island) < from - 1 || islandFrom > lastNumber(conversation) + 1) return conversation;
  return {
    ...conversation,
    messages: merge(messages, island.messages),
    history: islandFrom < from ? island.older : history,
    scroll: island.scroll,
    island: undefined,
  };
}

/** The place at the end of these messages, where the log stays also when more follow. */
export function endOf(held: Pick<Conversation, "messages">): Scroll {
  return { number: lastNumber(held), below: 0 };
}

/** Up to this number the island holds all there is. */
function reachOf(island: Island): number {
  return island.newer.state === "more" ? island.newer.after : lastNumber(island);
}

function awaits({ older, newer }: Island, page: Page): boolean {
  return isLoading(older, page) || isLoading(newer, page);
}

function isLoading(end: History | Newer, page: Page): boolean {
  return end.state === "loading" && end.page === page;
}

function grown(island: Island, page: Page, { messages: added, before, after }: Result<"history">): Island {
  const messages = merge(island.messages, received(added));
  if (!isLoading(island.older, page)) {
    const newer: Newer = after === undefined ? { state: "complete" } : { state: "more", after };
    return withoutOldest({ ...island, messages, newer });
  }
  const older: History = before === undefined ? { state: "complete" } : { state: "more", before };
  return withoutNewest({ ...island, messages, older });
}

function withoutOldest(island: Island): Island {
  if (island.messages.length <= islandMax) return island;
  const messages = island.messages.slice(-islandKept);
  return { ...island, messages, older: { state: "more", before: messages[0]?.number ?? 1 } };
}

function withoutNewest(island: Island): Island {
  if (island.messages.length <= islandMax) return island;
  const messages = island.messages.slice(0, islandKept);
  return { ...island, messages, newer: { state: "more", after: lastNumber({ messages }) } };
}
