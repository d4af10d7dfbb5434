/** The window of messages that one conversation holds: how what arrives is merged into it, whatever the order. */
import type { Message } from "../../protocol/index.ts";
import { sanitize } from "../text/sanitize.ts";
import { remoteName } from "./remote.ts";
import type { Conversation, LogMessage, Outgoing } from "./state.ts";

/** Above the upper number old messages are let go until the lower one is left; the server has them. */
const windowMax = 1500;
const windowKept = 1000;

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
  const { messages, scroll } = conversation;
  if (messages.length <= windowMax || scroll !== undefined) return conversation;
  const kept = messages.slice(-windowKept);
  return { ...conversation, messages: kept, history: { state: "more", before: kept[0]?.number ?? 1 } };
}
