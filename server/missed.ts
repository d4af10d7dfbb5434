/**
 * After a login: sends what was missed, conversation by conversation, at the pace at which the peer takes it. While
 * that goes on, what is new in those conversations waits in the session's backlog, so nothing overtakes.
 */
import { type Conversation, type ConversationState, everyone } from "../data/index.ts";
import { canonical, type Event, limits, type Message } from "../protocol/index.ts";
import type { Backlog } from "./backlog.ts";
import type { Chat } from "./chat.ts";
import { pageBytes } from "./pages.ts";
import { type Session, wireName } from "./session.ts";

export async function sendMissed(chat: Chat, session: Session, backlog: Backlog): Promise<void> {
  const received = new Map<string, number>();
  for (const state of await chat.store.conversations(session.name)) {
    const id = idOf(state, session);
    received.set(id, state.received);
    if (state.last > state.received) backlog.holds(id, state.last);
  }
  backlog.complete();
  for (const id of backlog.behind()) {
    await sendConversation(chat, session, backlog, id, (received.get(id) ?? 0) + 1);
  }
}

/** What comes with the first messages that are sent. */
type Mark = Pick<Extract<Event, { event: "missed" }>, "older" | "removed">;

async function sendConversation(
  chat: Chat,
  session: Session,
  backlog: Backlog,
  id: string,
  first: number,
): Promise<void> {
  const other = chat.store.account(id)?.name ?? id;
  const conversation: Conversation =
    id === "everyone" ? everyone : { kind: "pair", between: [session.name, other] };
  const removed = await chat.store.removed(conversation);
  const oldest = Math.max(first, removed + 1);
  let from = Math.max(oldest, backlog.target(id) - limits.missedMessages + 1);
  let mark: Mark = { older: from > oldest, ...(removed >= first && { removed }) };
  const tell = (messages: Message[]): void => {
    chat.tell(session, {
      event: "missed",
      conversation: wireName(conversation, session.name),
      messages,
      ...mark,
    });
    mark = { older: false };
  };
  if (from > backlog.target(id)) tell([]);
  while (from <= backlog.target(id) && !session.ended && !session.peer.closed) {
    const query = { conversation, range: { from }, count: limits.pageMessages, bytes: pageBytes };
    const page = await chat.store.page(query);
    const last = page.at(-1);
    if (last === undefined || session.ended) break;
    from = last.number + 1;
    const messages = visible(chat, session, conversation, page);
    // Where all that would be sent is hidden, the mark for older and removed ones still is.
    const isLast = from > backlog.target(id);
    if (messages.length > 0 || (isLast && (mark.older || mark.removed !== undefined))) tell(messages);
    await session.peer.drained();
  }
  backlog.caughtUp(id);
}

/** What of a page the session is to get: nothing that a block hides, nor what one hid that has ended. */
function visible(
  chat: Chat,
  session: Session,
  conversation: Conversation,
  page: readonly Message[],
): Message[] {
  if (conversation.kind === "pair") return [...page];
  const { store } = chat;
  return page.filter(
    ({ from, number }) =>
      !store.isBlocked(session.name, from) && !store.wasHidden(session.name, from, number),
  );
}

function idOf(state: ConversationState, session: Session): string {
  return canonical(wireName(state.conversation, session.name));
}
