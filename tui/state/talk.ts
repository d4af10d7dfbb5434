/** Sending: the checks before it, and one's own messages on their way. */
import { canonical, countCharacters, isText, limits, type OutgoingMessage } from "../../protocol/index.ts";
import { EMPTY_EDITOR, setText } from "../text/editor.ts";
import { conversationOf, currentConversation, withConversation } from "./conversations.ts";
import type { Update } from "./effects.ts";
import { atBottom } from "./island.ts";
import { addMessages } from "./messages.ts";
import type { ChatScreen, Conversation, Notice, Outgoing } from "./state.ts";

/** Sends a text and clears the input, or says why not and leaves it there. */
export function sendTo(chat: ChatScreen, conversation: string, text: string): Update<ChatScreen> {
  const problem = whyNotSend(chat, conversation, text);
  if (problem) return say(chat, "error", problem);
  const { name } = conversationOf(chat, conversation);
  const send = { do: "send", conversation: name, text } as const;
  const isAhead = chat.emoji === "loading" && !currentConversation(chat).pasted;
  return [clearDraft(chat), [isAhead ? { ...send, shortcodes: true } : send]];
}

/** Undefined where it can be sent. */
export function whyNotSend(chat: ChatScreen, conversation: string, text: string): string | undefined {
  if (chat.contacts.get(canonical(conversation))?.blocked) {
    return `You block ${conversation}. Unblock first: /unblock ${conversation}`;
  }
  return whyNotText(text);
}

/** What a server would refuse anyway, said before asking it. */
export function whyNotText(text: string): string | undefined {
  const count = countCharacters(text);
  const [has, most, surplus] = [count, limits.textMax, count - limits.textMax].map((n) =>
    n.toLocaleString("en"),
  );
  if (count > limits.textMax)
    return `This has ${has} characters, a message at most ${most}. Nothing was sent; shorten it by ${surplus} or send it in parts.`;
  return isText(text) ? undefined : "That holds characters that can't be sent. Nothing was sent.";
}

/** After it was sent: nothing to undo, so that nothing is sent twice by accident. */
export function clearDraft(chat: ChatScreen): ChatScreen {
  const conversation = currentConversation(chat);
  return withConversation(chat, { ...conversation, draft: EMPTY_EDITOR, pasted: false, recall: undefined });
}

/** Puts a text into the input, whatever was in front of it. */
export function fillDraft(chat: ChatScreen, text: string): ChatScreen {
  const conversation = currentConversation(chat);
  const typing = { ...chat, browse: undefined };
  return withConversation(typing, { ...conversation, draft: setText(conversation.draft, text) });
}

export function say(
  chat: ChatScreen,
  kind: Exclude<Notice["kind"], "question" | "block">,
  text: string,
): Update<ChatScreen> {
  return [{ ...chat, notice: { kind, text } }, []];
}

/** A message has got its key and waits for the server. */
export function queued(
  chat: ChatScreen,
  { conversation, key, text }: OutgoingMessage,
  now: number,
): ChatScreen {
  const target = conversationOf(chat, conversation);
  const outgoing: readonly Outgoing[] = [
    ...target.outgoing,
    { key, text, time: now, kept: false, refused: undefined },
  ];
  return withConversation(chat, { ...passedBy(target), outgoing, lineAfter: undefined });
}

/** At the bottom with one's own message; what is unread isn't seen for that. */
function passedBy(conversation: Conversation): Conversation {
  const bottom = atBottom(conversation);
  return conversation.unread > 0 ? { ...bottom, looking: "past" } : bottom;
}

/** The server has stored a message, or refused it. */
export function sent(
  chat: ChatScreen,
  key: string,
  outcome: { readonly number: number; readonly time: number } | { readonly refused: string },
): ChatScreen {
  const conversation = chat.conversations
    .values()
    .find(({ outgoing }) => outgoing.some((own) => own.key === key));
  const own = conversation?.outgoing.find((message) => message.key === key);
  if (conversation === undefined || own === undefined) return chat;
  if ("refused" in outcome) {
    const outgoing = conversation.outgoing.map((message) =>
      message === own ? { ...own, refused: outcome.refused } : message,
    );
    return withConversation(chat, { ...conversation, outgoing });
  }
  const { number, time } = outcome;
  return withConversation(
    chat,
    addMessages(conversation, [{ number, time, key, from: chat.me, text: own.text }]),
  );
}
