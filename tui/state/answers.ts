/** What the answers to requests change on the main screen. */
import { canonical, type Result } from "../../protocol/index.ts";
import { sanitizeLine } from "../text/sanitize.ts";
import { conversationOf, summarized, withConversation } from "./conversations.ts";
import type { Answer, Ask, Effect, Update } from "./effects.ts";
import { addMessages } from "./messages.ts";
import { listAnswered } from "./panels.ts";
import type { ChatScreen, Contact, History } from "./state.ts";
import { say } from "./talk.ts";

/** The sidebar is for people one can find by eye; the rest of a huge server is reached by name. */
const contactsMax = 5000;

export function answered(chat: ChatScreen, answer: Answer): Update<ChatScreen> {
  switch (answer.request) {
    case "contacts":
      return contactsAnswered(chat, answer.result);
    case "conversations":
      return conversationsAnswered(chat, answer.result);
    case "history":
      return [historyAnswered(chat, answer.result), []];
    case "blocked":
      return listAnswered(markBlocked(chat, answer.result), answer);
    case "online":
    case "recent":
      return listAnswered(chat, answer);
    case "block":
      return blockAnswered(chat, answer.result, true);
    case "unblock":
      return blockAnswered(chat, answer.result, false);
  }
}

/** A request was refused, or the connection ended before its answer. */
export function refused(chat: ChatScreen, ask: Ask, text: string): Update<ChatScreen> {
  if (ask.request === "history") {
    const conversation = conversationOf(chat, ask.params.conversation);
    return [withConversation(chat, { ...conversation, history: { state: "failed" } }), []];
  }
  if (ask.request === "contacts" || ask.request === "conversations") return [chat, []];
  return say({ ...chat, panel: undefined }, "error", text);
}

export function contactOf(chat: ChatScreen, name: string): Contact {
  const known = chat.contacts.get(canonical(name));
  return known ?? { name: sanitizeLine(name), online: false, since: undefined, blocked: false };
}

export function withContact(chat: ChatScreen, contact: Contact): ChatScreen {
  if (canonical(contact.name) === canonical(chat.me)) return chat;
  return { ...chat, contacts: new Map(chat.contacts).set(canonical(contact.name), contact) };
}

function contactsAnswered(chat: ChatScreen, { accounts, next }: Result<"contacts">): Update<ChatScreen> {
  const contacts = new Map(chat.contacts);
  for (const { name, online, since } of accounts) {
    if (canonical(name) === canonical(chat.me)) continue;
    contacts.set(canonical(name), { ...contactOf(chat, name), online, since });
  }
  const more = next !== undefined && contacts.size < contactsMax;
  const effects: Effect[] = more ? [{ do: "ask", ask: { request: "contacts", params: { page: next } } }] : [];
  return [{ ...chat, contacts }, effects];
}

function conversationsAnswered(
  chat: ChatScreen,
  { conversations, next }: Result<"conversations">,
): Update<ChatScreen> {
  const all = new Map(chat.conversations);
  for (const summary of conversations) {
    const conversation = conversationOf(chat, sanitizeLine(summary.conversation));
    all.set(conversation.id, summarized(conversation, summary, chat.me));
  }
  const effects: Effect[] =
    next === undefined ? [] : [{ do: "ask", ask: { request: "conversations", params: { page: next } } }];
  return [{ ...chat, conversations: all, summarized: chat.summarized || next === undefined }, effects];
}

function historyAnswered(
  chat: ChatScreen,
  { conversation, messages, before }: Result<"history">,
): ChatScreen {
  const history: History = before === undefined ? { state: "complete" } : { state: "more", before };
  return withConversation(chat, { ...addMessages(conversationOf(chat, conversation), messages), history });
}

function markBlocked(chat: ChatScreen, { accounts }: Result<"blocked">): ChatScreen {
  return accounts.reduce(
    (marked, { name }) => withContact(marked, { ...contactOf(marked, name), blocked: true }),
    chat,
  );
}

function blockAnswered(
  chat: ChatScreen,
  { name, changed }: Result<"block">,
  blocked: boolean,
): Update<ChatScreen> {
  const contact = contactOf(chat, name);
  return say(withContact(chat, { ...contact, blocked }), "info", blockWords(contact.name, blocked, changed));
}

function blockWords(name: string, blocked: boolean, changed: boolean): string {
  if (!changed) return blocked ? `${name} was blocked already.` : `${name} was not blocked.`;
  return blocked
    ? `${name} is blocked: whispers refused, broadcasts hidden, can't see you online. F5 or /unblock ${name} undoes it.`
    : `${name} is no longer blocked. Broadcasts sent meanwhile are in the history.`;
}
