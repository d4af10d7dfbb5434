/** /next: tells what is unread in the conversation that it has gone to, and fetches what this client doesn't hold. */
import { currentConversation } from "../state/conversations.ts";
import { lacksUnread } from "../state/navigation.ts";
import type { ChatScreen } from "../state/state.ts";
import { note, said } from "./line.ts";
import { messageRows } from "./message.ts";
import { fetchOlder, type Retold } from "./older.ts";
import { type Shown, withShown } from "./shown.ts";

/** More than anyone wants to have read out at once; the newest of them. */
const atOnce = 100;

export function unread(chat: ChatScreen, shown: Shown, now: number): Retold {
  const conversation = currentConversation(chat);
  const { id, name, messages, history, read } = conversation;
  const nothing = { chat, shown, effects: [], lines: [], awaited: false };
  if (conversation.unread === 0) return nothing;
  const isAsked = history.state === "unknown" || history.state === "loading";
  if (isAsked || lacksUnread(conversation, chat.me)) return fetchOlder(chat, shown, conversation);
  const from = shown.get(id) ?? Number.POSITIVE_INFINITY;
  const untold = messages.filter(({ number }) => number > read && number < from);
  const told = untold.slice(-atOnce);
  const [first] = told;
  if (first === undefined) return nothing;
  const before = untold.length - told.length;
  return {
    ...nothing,
    shown: withShown(shown, id, first.number),
    lines: [
      ...(before > 0 ? [note(`${before} more before these: /older tells them.`)] : []),
      ...told.flatMap((message) => messageRows(name, message, chat.me, now).map(said)),
    ],
  };
}
