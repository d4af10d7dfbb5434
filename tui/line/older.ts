/** /older: goes back in a conversation by what hasn't been told yet, and fetches what this client doesn't hold. */
import { currentConversation, withConversation } from "../state/conversations.ts";
import type { Effect } from "../state/effects.ts";
import { enter } from "../state/navigation.ts";
import { loadOlder } from "../state/settling.ts";
import type { ChatScreen, Conversation } from "../state/state.ts";
import { type Line, note, said } from "./line.ts";
import { messageRows } from "./message.ts";
import { type Shown, withShown } from "./shown.ts";

const atOnce = 20;

/** What of a conversation has been told again, or has to be fetched first. */
export interface Retold {
  readonly chat: ChatScreen;
  readonly shown: Shown;
  readonly effects: readonly Effect[];
  readonly lines: readonly Line[];
  /** Whether the messages are still on their way. */
  readonly awaited: boolean;
}

export function older(chat: ChatScreen, shown: Shown, now: number): Retold {
  const conversation = currentConversation(chat);
  const { id, name, messages } = conversation;
  const from = shown.get(id) ?? Number.POSITIVE_INFINITY;
  const found = messages.filter(({ number }) => number < from).slice(-atOnce);
  const first = found[0];
  if (first === undefined) return fetchOlder(chat, shown, conversation);
  const lines = found.flatMap((message) => messageRows(name, message, chat.me, now).map(said));
  return { chat, shown: withShown(shown, id, first.number), effects: [], lines, awaited: false };
}

export function fetchOlder(chat: ChatScreen, shown: Shown, conversation: Conversation): Retold {
  const { state } = conversation.history;
  const nothing = { chat, shown, effects: [], lines: [], awaited: state === "loading" };
  if (state === "loading") return nothing;
  if (state === "complete") return { ...nothing, lines: [note(nothingBefore(conversation))] };
  if (state === "failed") return { ...nothing, lines: [note("The history can't be had just now.")] };
  const effects: Effect[] = [];
  const asked = state === "more" ? loadOlder(conversation, effects) : entered(conversation, effects);
  return { ...nothing, chat: withConversation(chat, asked), effects, awaited: true };
}

function nothingBefore({ removed }: Conversation): string {
  return removed > 0
    ? "What was before this has been removed by the server's retention."
    : "There is nothing before this.";
}

function entered(conversation: Conversation, effects: Effect[]): Conversation {
  const [asked, asking] = enter(conversation);
  effects.push(...asking);
  return asked;
}
