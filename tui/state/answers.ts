/** What the answers to requests change on the main screen. */
import { canonical, type Params, type Result } from "../../protocol/index.ts";
import { blockAnswered } from "./blocking.ts";
import { contactOf, contactsMax, isUnlisted, withContact } from "./contacts.ts";
import { arriveNewest, conversationOf, summarized, withConversation } from "./conversations.ts";
import type { Answer, Ask, Context, Effect, Update } from "./effects.ts";
import { findAnswered, findRefused } from "./find.ts";
import { isArriving, islandRefused, islandsAnswered, withoutArriving } from "./island.ts";
import { addMessages } from "./messages.ts";
import { enterUnknown } from "./navigation.ts";
import { listAnswered } from "./panels.ts";
import { remoteName } from "./remote.ts";
import { mentionAnswered, mentionRefused } from "./seeking.ts";
import type { ChatScreen, Conversation, History } from "./state.ts";
import { say } from "./talk.ts";

export function answered(chat: ChatScreen, answer: Answer, context: Context): Update<ChatScreen> {
  switch (answer.request) {
    case "contacts":
      return contactsAnswered(chat, answer.result);
    case "conversations":
      return conversationsAnswered(chat, answer.result);
    case "history":
      return [historyAnswered(chat, answer), []];
    case "search":
      return mentionAnswered(
        findAnswered(chat, answer.params, answer.result),
        answer.params,
        answer.result,
        context,
      );
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
    return historyRefused(chat, conversation, ask.params, text);
  }
  if (ask.request === "search") return mentionRefused(findRefused(chat, ask.params, text), ask.params, text);
  if (ask.request === "block" || ask.request === "unblock") return say(chat, "error", text);
  const { panel } = chat;
  if (panel?.kind !== "list" || panel.list !== ask.request) return [chat, []];
  return say({ ...chat, panel: undefined }, "error", text);
}

function contactsAnswered(chat: ChatScreen, { accounts, next }: Result<"contacts">): Update<ChatScreen> {
  const contacts = new Map(chat.contacts);
  for (const { name, online, since } of accounts) {
    const contact = contactOf(chat, name);
    const id = canonical(contact.name);
    if (id !== canonical(chat.me)) contacts.set(id, { ...contact, online, since });
  }
  const more = next !== undefined && contacts.size < contactsMax;
  const effects: Effect[] = more ? [{ do: "ask", ask: { request: "contacts", params: { page: next } } }] : [];
  return [{ ...chat, contacts, allListed: next === undefined }, effects];
}

function conversationsAnswered(
  chat: ChatScreen,
  { conversations, next }: Result<"conversations">,
): Update<ChatScreen> {
  const known: Conversation[] = [];
  const effects: Effect[] = [];
  for (const summary of conversations) {
    const conversation = conversationOf(chat, remoteName(summary.conversation));
    const { name, read } = conversation;
    known.push(summarized(conversation, summary, chat.me));
    // The connection was lost before the server heard of it.
    if (read > summary.read) effects.push({ do: "markRead", conversation: name, number: read });
  }
  if (next !== undefined)
    effects.push({ do: "ask", ask: { request: "conversations", params: { page: next } } });
  const [entered, history] = enterUnknown({ ...chat, conversations: chat.conversations.with(...known) });
  return [{ ...entered, summarized: chat.summarized || next === undefined }, [...effects, ...history]];
}

function historyAnswered(
  chat: ChatScreen,
  { params, result }: Extract<Answer, { request: "history" }>,
): ChatScreen {
  const known = conversationOf(chat, remoteName(params.conversation));
  const target = { ...known, removed: Math.max(known.removed, result.removed ?? 0) };
  if (!isAwaited(target, params)) return withConversation(chat, islandsAnswered(target, params, result));
  const { before } = result;
  const added =
    params.before === undefined
      ? arriveNewest(target, result.messages, before)
      : addMessages(target, result.messages);
  const history: History =
    before === undefined
      ? { state: "complete" }
      : { state: "more", before: Math.min(before, added.messages[0]?.number ?? before) };
  return withConversation(chat, { ...added, history });
}

function historyRefused(
  chat: ChatScreen,
  conversation: Conversation,
  page: Params<"history">,
  text: string,
): Update<ChatScreen> {
  const { id, island } = conversation;
  if (isArriving(conversation, page)) {
    return say(withConversation(chat, withoutArriving(conversation)), "error", text);
  }
  if (!isAwaited(conversation, page)) {
    if (island === undefined) return [chat, []];
    return [withConversation(chat, { ...conversation, island: islandRefused(island, page) }), []];
  }
  const failed = withConversation(chat, { ...conversation, history: { state: "failed" } });
  // Somebody reached by a name that nobody has.
  const isStrange = id === chat.current && isUnlisted(chat, id);
  return isStrange ? say(failed, "error", text) : [failed, []];
}

/** Whether the conversation still waits for this page of its history. */
function isAwaited({ history }: Conversation, page: Params<"history">): boolean {
  return history.state === "loading" && history.page === page;
}

function markBlocked(chat: ChatScreen, { accounts }: Result<"blocked">): ChatScreen {
  return accounts.reduce(
    (marked, { name }) => withContact(marked, { ...contactOf(marked, name), blocked: true }),
    chat,
  );
}
