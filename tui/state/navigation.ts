/** Moving between conversations: their order in the sidebar, and which one is next. */
import { limits, type Params } from "../../protocol/index.ts";
import {
  conversationOf,
  countByOthers,
  currentConversation,
  everyone,
  newConversation,
  withConversation,
} from "./conversations.ts";
import type { Ask, Effect, Update } from "./effects.ts";
import { atBottom } from "./island.ts";
import type { ChatScreen, Contact, Conversation, Size } from "./state.ts";

/** A row of the sidebar. */
export interface SidebarRow {
  readonly conversation: Conversation;
  /** Undefined for everyone. */
  readonly contact: Contact | undefined;
}

interface Order extends Pick<ChatScreen, "contacts" | "conversations"> {
  readonly rows: readonly SidebarRow[];
}

let latest: Order | undefined;

/** Everyone first, then who was talked with last, then who is online, then the rest by name. */
export function sidebarRows({ contacts, conversations }: ChatScreen): readonly SidebarRow[] {
  const before = latest?.contacts === contacts ? latest : undefined;
  if (before?.conversations === conversations) return before.rows;
  const rows = (before && sameOrder(before, conversations)) ?? sorted(contacts, conversations);
  latest = { contacts, conversations, rows };
  return rows;
}

/** Most changes move nobody: what is typed, what is read, what comes for everyone. Undefined for one that does. */
function sameOrder(before: Order, conversations: Order["conversations"]): readonly SidebarRow[] | undefined {
  const changed = conversations.changedSince(before.conversations);
  if (changed === undefined) return undefined;
  const rows = [...before.rows];
  for (const conversation of changed) {
    const { id, lastTime } = conversation;
    if (id !== everyone && before.conversations.get(id)?.lastTime !== lastTime) return undefined;
    const index = rows.findIndex((row) => row.conversation.id === id);
    if (index >= 0) rows[index] = { conversation, contact: rows[index]?.contact };
  }
  return rows;
}

function sorted(contacts: Order["contacts"], conversations: Order["conversations"]): readonly SidebarRow[] {
  const rows = [...contacts].map(([id, contact]) => ({
    contact,
    conversation: conversations.get(id) ?? emptyConversation(contact),
  }));
  rows.sort(compare);
  const room = conversations.get(everyone) ?? newConversation(everyone);
  return [{ conversation: room, contact: undefined }, ...rows];
}

const empty = new WeakMap<Contact, Conversation>();

function emptyConversation(contact: Contact): Conversation {
  const conversation = empty.get(contact) ?? newConversation(contact.name);
  empty.set(contact, conversation);
  return conversation;
}

function compare(a: { contact: Contact; conversation: Conversation }, b: typeof a): number {
  if (a.conversation.lastTime !== b.conversation.lastTime)
    return b.conversation.lastTime - a.conversation.lastTime;
  if (a.contact.online !== b.contact.online) return a.contact.online ? -1 : 1;
  return a.conversation.id < b.conversation.id ? -1 : 1;
}

/** Goes to a conversation, and asks for what it held when this is the first visit. */
export function open(chat: ChatScreen, name: string): Update<ChatScreen> {
  const target = conversationOf(chat, name);
  const free = { ...chat, panel: undefined, browse: undefined, sidebarTop: undefined };
  if (target.id === chat.current) return [free, []];
  const [opened, effects] = enter(target);
  return [{ ...withConversation(free, opened), current: opened.id, previous: chat.current }, effects];
}

/** A conversation as it's first seen: with the line "new" where reading stopped, and its newest page asked for. */
export function enter(conversation: Conversation): Update<Conversation> {
  const lineAfter = conversation.unread > 0 ? conversation.read : undefined;
  const { scroll } = conversation;
  const entered = { ...atBottom(conversation), scroll, lineAfter, positioned: false };
  if (conversation.history.state !== "unknown") return [entered, []];
  const page = { conversation: conversation.name };
  return [{ ...entered, history: { state: "loading", page } }, [askHistory(page)]];
}

/** Asks for a page of history; its answer is told by this very object. */
export function askHistory(page: Params<"history">): Effect {
  return { do: "ask", ask: { request: "history", params: page } satisfies Ask };
}

/** Asks for the messages of the current conversation if there are none to look at. */
export function enterUnknown(chat: ChatScreen): Update<ChatScreen> {
  const current = currentConversation(chat);
  if (current.history.state !== "unknown") return [chat, []];
  const [entered, effects] = enter(current);
  return [withConversation(chat, entered), effects];
}

/** Which row of the contacts is the first one shown: the current conversation's is, until the wheel has moved them. */
export function sidebarTop(chat: ChatScreen, rows: number): number {
  const all = sidebarRows(chat);
  const last = Math.max(0, all.length - rows);
  if (chat.sidebarTop !== undefined) return Math.min(last, chat.sidebarTop);
  const current = all.findIndex(({ conversation }) => conversation.id === chat.current);
  return Math.max(0, Math.min(current - rows + 2, last));
}

export function scrollSidebar(chat: ChatScreen, { rows }: Size, by: number): ChatScreen {
  const last = Math.max(0, sidebarRows(chat).length - (rows - 1));
  const top = sidebarTop(chat, rows - 1) + by;
  return { ...chat, sidebarTop: Math.max(0, Math.min(last, top)) };
}

/** The next conversation in the sidebar's order, or the one before. */
export function openNeighbour(chat: ChatScreen, step: 1 | -1): Update<ChatScreen> {
  const rows = sidebarRows(chat);
  const index = rows.findIndex(({ conversation }) => conversation.id === chat.current);
  const next = rows[(index + step + rows.length) % rows.length];
  return next ? open(chat, next.conversation.name) : [chat, []];
}

/** The n-th conversation of the sidebar, counted from 1. */
export function openNth(chat: ChatScreen, n: number): Update<ChatScreen> {
  const row = sidebarRows(chat)[n - 1];
  return row ? open(chat, row.conversation.name) : [chat, []];
}

/** The most urgent conversation with unread messages; when there's none elsewhere, what is unread below. */
export function openUnread(chat: ChatScreen): Update<ChatScreen> {
  const unread = sidebarRows(chat).filter(({ conversation }) => conversation.unread > 0);
  const elsewhere = unread.filter(({ conversation }) => conversation.id !== chat.current);
  const row = elsewhere.toSorted((a, b) => urgency(a) - urgency(b))[0];
  if (row) return open(chat, row.conversation.name);
  const here = unread[0];
  if (here) return [withConversation({ ...chat, panel: undefined }, enter(here.conversation)[0]), []];
  return [{ ...chat, notice: { kind: "info", text: "Nothing unread elsewhere." } }, []];
}

/** Whispers first, then where one is mentioned, then the rest. */
function urgency({ conversation, contact }: SidebarRow): number {
  if (contact !== undefined) return 0;
  return conversation.mentions > 0 ? 1 : 2;
}

/** Whether older messages are wanted before the log can be put where unread ones start, within reason. */
export function lacksUnread(conversation: Conversation, me: string): boolean {
  const { history, messages, unread, read } = conversation;
  if (history.state !== "more" || unread === 0 || messages.length >= limits.unreadMax) return false;
  return countByOthers(conversation, read, Number.POSITIVE_INFINITY, me).unread < unread;
}
