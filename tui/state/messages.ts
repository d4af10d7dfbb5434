/** The window of messages that one conversation holds: how what arrives is merged into it, whatever the order. */
import type { Message } from "../../protocol/index.ts";
import { sanitize } from "../text/sanitize.ts";
import { remoteName } from "./remote.ts";
import type { Conversation, LogMessage, Outgoing, Scroll } from "./state.ts";

/** Above the upper number old messages are let go until the lower one is left; the server has them. */
const windowMax = 1500;
const windowKept = 1000;
/** A log scrolled up stays where it is: at least so many messages around the place are kept. */
const aroundKept = 250;

/** Adds messages that may be there already, may be one's own, and may be older or newer than the rest. */
export function addMessages(conversation: Conversation, added: readonly Message[]): Conversation {
  const messages = merge(conversation.messages, received(added));
  if (messages === conversation.messages) return conversation;
  const outgoing = notStored(conversation.outgoing, added);
  const lastTime = Math.max(conversation.lastTime, messages.at(-1)?.time ?? 0);
  return trim({ ...conversation, messages, outgoing, lastTime });
}

function notStored(outgoing: readonly Outgoing[], added: readonly Message[]): readonly Outgoing[] {
  if (outgoing.length === 0) return outgoing;
  const stored = new Set(added.map(({ key }) => key));
  return outgoing.some(({ key }) => stored.has(key))
    ? outgoing.filter(({ key }) => !stored.has(key))
    : outgoing;
}

/** Forgets the window, because what comes next doesn't join on to it. */
export function dropMessages(conversation: Conversation): Conversation {
  return { ...conversation, messages: [], scroll: undefined };
}

export function lastNumber({ messages }: Pick<Conversation, "messages">): number {
  return messages.at(-1)?.number ?? 0;
}

/** Index of the first message whose number is greater than this one. */
export function indexAfter(messages: readonly LogMessage[], number: number): number {
  let low = 0;
  let high = messages.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((messages[middle] as LogMessage).number > number) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Messages as they are kept: sanitised. */
export function received(messages: readonly Message[]): LogMessage[] {
  return messages.map(({ number, from, text, time, key }) => ({
    number,
    from: remoteName(from),
    time,
    key,
    ...sanitize(text),
  }));
}

/** Both by ascending number, each number once. */
export function merge(messages: readonly LogMessage[], added: readonly LogMessage[]): readonly LogMessage[] {
  const last = messages.at(-1)?.number ?? 0;
  const first = added[0]?.number ?? 0;
  // What arrives is nearly always newer than all there is, and in order.
  if (first > last) return messages.concat(added);
  const known = new Set(messages.map(({ number }) => number));
  const fresh = added.filter(({ number }) => !known.has(number));
  if (fresh.length === 0) return messages;
  return [...messages, ...fresh].sort((a, b) => a.number - b.number);
}

function trim(conversation: Conversation): Conversation {
  const { messages, scroll, island } = conversation;
  if (messages.length <= windowMax || (scroll && island)) return conversation;
  const first = messages.length - windowKept;
  const place = scroll && indexAfter(messages, scroll.number);
  return place === undefined || place >= first + aroundKept
    ? from(conversation, first)
    : split(conversation, scroll as Scroll, place + aroundKept);
}

/** Lets go what is before this index. */
function from(conversation: Conversation, index: number): Conversation {
  const messages = conversation.messages.slice(index);
  return { ...conversation, messages, history: { state: "more", before: messages[0]?.number ?? 1 } };
}

/** The log stays on an island that ends before this index; what arrives goes to a window of its own behind it. */
function split(conversation: Conversation, scroll: Scroll, index: number): Conversation {
  const { messages, history: older } = conversation;
  const island = messages.slice(0, index);
  const newer = { state: "more", after: lastNumber({ messages: island }) } as const;
  // One message at least is in neither, or they would join again.
  return {
    ...from(conversation, Math.max(index + 1, messages.length - windowKept)),
    scroll: undefined,
    island: { messages: island, older, newer, scroll },
  };
}
