/** Messages that have just come, in the order in which they came, and the word on what else there is. */
import { canonical, type Event } from "../../protocol/index.ts";
import { conversationOf, everyone } from "../state/conversations.ts";
import type { Answer } from "../state/effects.ts";
import { remoteName } from "../state/remote.ts";
import type { ChatScreen } from "../state/state.ts";
import { type Line, note, said } from "./line.ts";
import { messageRows } from "./message.ts";
import { type Shown, withShown } from "./shown.ts";

export interface Arrivals {
  readonly lines: readonly Line[];
  readonly shown: Shown;
}

/** The client hands over each message once; what stands in the state is sanitised. */
export function arrivals(chat: ChatScreen, event: Event, shown: Shown, now: number): Arrivals {
  if (event.event !== "posted" && event.event !== "missed") return { lines: [], shown };
  const { id, name, messages } = conversationOf(chat, remoteName(event.conversation));
  const numbers = new Set(event.messages.map(({ number }) => number));
  const found = messages.filter(({ number }) => numbers.has(number));
  const older = event.event === "missed" && event.older;
  const removed = event.event === "missed" && event.removed !== undefined;
  // One's own come again where the connection was lost before they were confirmed.
  const others = found.filter(({ from }) => canonical(from) !== canonical(chat.me));
  const lines = others.flatMap((message) => messageRows(name, message, chat.me, now).map(said));
  const first = found[0]?.number;
  return {
    lines: [
      ...(removed
        ? [note(`Some of what was missed ${place(name)} had been removed by the server's retention.`)]
        : []),
      ...(older ? [note(`More was missed ${place(name)}: /older there tells it.`)] : []),
      ...lines,
    ],
    shown: first === undefined ? shown : withShown(older || removed ? without(shown, id) : shown, id, first),
  };
}

/** What was received before, by a screen that never showed it, doesn't come again. */
export function leftUnread({ conversations }: ChatScreen, { request, result }: Answer): Line[] {
  if (request !== "conversations") return [];
  const names = result.conversations
    .filter(({ unread, received, read }) => unread > 0 && received > read)
    .filter(({ conversation }) => (conversations.get(canonical(conversation))?.unread ?? 0) > 0)
    .map(({ conversation }) => remoteName(conversation));
  if (names.length === 0) return [];
  return [note(`Unread from before: ${names.join(", ")}. /next goes there and tells it.`)];
}

function place(name: string): string {
  return name === everyone ? "to everyone" : `from ${name}`;
}

function without(shown: Shown, id: string): Shown {
  const rest = new Map(shown);
  rest.delete(id);
  return rest;
}
