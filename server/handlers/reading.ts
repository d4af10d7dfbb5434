/** Reading what is stored: conversations, history, and how far someone has got. */
import type { Conversation, ConversationState } from "../../data/index.ts";
import {
  canonical,
  isMentioned,
  limits,
  type Message,
  type Params,
  type Result,
} from "../../protocol/index.ts";
import type { Chat } from "../chat.ts";
import { pageByTime, pageBytes } from "../pages.ts";
import { furtherFrom, rangeOf, removedFrom, runOf } from "../ranges.ts";
import { type Session, wireName } from "../session.ts";

export async function conversations(
  chat: Chat,
  session: Session,
  params: Params<"conversations">,
): Promise<Result<"conversations">> {
  const states = await chat.store.conversations(session.name);
  const rows = states.map((state) => {
    const isEveryone = state.conversation.kind === "everyone";
    const id = canonical(wireName(state.conversation, session.name));
    return { id, time: isEveryone ? Number.POSITIVE_INFINITY : state.lastTime, state };
  });
  const { rows: page, ...next } = pageByTime(rows, params.page);
  return {
    conversations: await Promise.all(page.map(({ state }) => describe(chat, session, state))),
    ...next,
  };
}

export async function history(
  chat: Chat,
  session: Session,
  params: Params<"history">,
): Promise<Result<"history">> {
  const conversation = chat.conversation(session, params.conversation);
  const latest = await chat.store.last(conversation);
  const range = rangeOf(params, latest);
  const count = params.count ?? limits.pageMessages;
  const page = await chat.store.page({ conversation, range, count, bytes: pageBytes });
  const extent = { removed: await chat.store.removed(conversation), latest };
  const run = runOf(range, page);
  return {
    conversation: wireName(conversation, session.name),
    messages: page.filter((message) => !isHidden(chat, session, conversation, message)),
    ...furtherFrom(run, extent),
    ...removedFrom(run, extent),
  };
}

export async function received(
  chat: Chat,
  session: Session,
  params: Params<"received">,
): Promise<Result<"received">> {
  const conversation = chat.conversation(session, params.conversation);
  const before = await chat.store.conversation(session.name, conversation);
  const after = await chat.store.moveCursor(session.name, conversation, "received", params.number);
  if (conversation.kind === "pair" && after > before.received) tellDelivered(chat, session, params, after);
  return {};
}

export async function read(chat: Chat, session: Session, params: Params<"read">): Promise<Result<"read">> {
  const conversation = chat.conversation(session, params.conversation);
  await chat.store.moveCursor(session.name, conversation, "read", params.number);
  return {};
}

/** Whether a block keeps this message from being read: that of its sender does, in the room that all share. */
export function isHidden(chat: Chat, { name }: Session, { kind }: Conversation, { from }: Message): boolean {
  return kind === "everyone" && chat.store.isBlocked(name, from);
}

function tellDelivered(chat: Chat, session: Session, params: Params<"received">, number: number): void {
  const sender = chat.sessions.of(params.conversation);
  // It would show someone who is blocked that the recipient is there; `conversations` tells them all the same.
  if (sender && !chat.store.isBlocked(session.name, sender.name))
    chat.tell(sender, { event: "delivered", conversation: session.name, number });
}

async function describe(
  chat: Chat,
  session: Session,
  state: ConversationState,
): Promise<Result<"conversations">["conversations"][number]> {
  const { last, lastTime: time, received, read, delivered } = state;
  const conversation = wireName(state.conversation, session.name);
  return {
    conversation,
    last,
    time,
    received,
    read,
    delivered,
    ...(await countUnread(chat, session, state)),
  };
}

interface Unread {
  unread: number;
  mentions: number;
  since?: number;
}

/** Messages by others after the `read` cursor that no block hides, of the latest `limits.unreadMax`. */
async function countUnread(chat: Chat, session: Session, state: ConversationState): Promise<Unread> {
  const counts = (message: Message): boolean =>
    canonical(message.from) !== session.id && !isHidden(chat, session, state.conversation, message);
  const count: Unread = { unread: 0, mentions: 0 };
  let from = Math.max(state.read + 1, state.last - limits.unreadMax + 1);
  while (from <= state.last) {
    const range = { from };
    const page = await chat.store.page({
      conversation: state.conversation,
      range,
      count: limits.pageMessages,
      bytes: pageBytes,
    });
    const last = page.at(-1);
    if (last === undefined) break;
    const counted = page.filter(counts);
    count.unread += counted.length;
    const first = counted[0];
    if (first) count.since ??= first.time;
    count.mentions += counted.filter(({ text }) => isMentioned(text, session.name)).length;
    from = last.number + 1;
  }
  return count;
}
