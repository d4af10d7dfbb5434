/** The status bar: who I am, where, how the connection is, how many are online, and as many key hints as fit. */
import { closings, countCharacters, explain, limits } from "../../protocol/index.ts";
import { hasSidebar } from "../layout.ts";
import { marks } from "../log/blocks.ts";
import { currentConversation } from "../state/conversations.ts";
import type { KeyRow } from "../state/key-rows.ts";
import { activeRows, isUseful, shownKey } from "../state/keys.ts";
import { lateMs, waitingMessages } from "../state/outbox.ts";
import type { ChatScreen, State } from "../state/state.ts";
import { inverse } from "../style.ts";
import { joinFitting, padEnd, textWidth, truncate } from "../text/width.ts";
import { shownCount } from "./count.ts";

/** From so many UTF-16 units on it's said how long a message is. */
const countedFrom = limits.textMax - 400;

/** A name and its server in fewer columns than this say less than a hint. */
const whoMin = 12;

const unreadAction = "next-unread";

const offline = "OFFLINE";

export function statusBar(state: State, chat: ChatScreen): string {
  return inverse(barOf(state, chat));
}

/** The action whose hint is in this column. */
export function hintAt(state: State, chat: ChatScreen, x: number): string | undefined {
  const bar = barOf(state, chat);
  return keyHints(state, chat).find(({ words }) => {
    const start = textWidth(bar.slice(0, Math.max(0, bar.lastIndexOf(words))));
    return bar.includes(words) && x >= start && x < start + textWidth(words);
  })?.action;
}

function barOf(state: State, chat: ChatScreen): string {
  const { columns } = state.size;
  const hints = hintsOf(state, chat);
  for (const left of leftWords(state, chat)) {
    const room = columns - textWidth(left) - 3;
    const shown = joinFitting(hints, "  ", room);
    if (shown !== "") return padEnd(`${left}  ${padStart(shown, room)}`, columns);
  }
  return padEnd(compact(state, chat, hints[0] ?? ""), columns);
}

/** What stands before the hints, the fullest first: why there is no connection matters more than where. */
function leftWords(state: State, chat: ChatScreen): string[] {
  const { server } = state;
  const how = connectionWords(state, chat);
  const who = ` ${chat.me} @ ${server} · ${how}${quietWords(state)}`;
  const why = whyWords(state);
  if (why === undefined) return [who];
  return [`${who} · ${why}`, ` ${chat.me} · ${how} · ${why}`, ` ${how} · ${why}`, who];
}

/** In words of our own: terminals disagree on how wide other people's are, and the bar reaches to the edge. */
function whyWords({ connection }: State): string | undefined {
  if (!("reason" in connection)) return undefined;
  const { reason } = connection;
  return firstSentence(reason.kind === "closing" ? closings[reason.code] : explain(reason));
}

function firstSentence(text: string): string {
  return /^.*?[.?!](?=\s|$)/s.exec(text)?.[0] ?? text;
}

/** Where little fits: how the connection is first, then one hint, then as much as there is room of who and where. */
function compact(state: State, chat: ChatScreen, hint: string): string {
  if (state.connection.state === "stopped") return stopped(state, chat, hint);
  const words = compactWords(state, chat);
  // A blank before all of it, and one before the words.
  const room = state.size.columns - 2 - textWidth(words);
  const roomBesideHint = room - 2 - textWidth(hint);
  const who = `${chat.me}@${state.server}`;
  if (roomBesideHint < whoMin) {
    const told = [elsewhereWords(state, chat), who].filter(Boolean).join(" ");
    return ` ${[truncate(told, room), words].join(" ").trimStart()}`;
  }
  return ` ${truncate(who, roomBesideHint)} ${words}  ${hint}`;
}

/** Nothing goes on by itself: the key that brings it back comes before the reason. */
function stopped(state: State, chat: ChatScreen, hint: string): string {
  const room = state.size.columns - 2 - textWidth(hint);
  const how = connectionWords(state, chat);
  return ` ${room < whoMin ? offline : truncate(`${how} · ${whyWords(state)}`, room)} ${hint}`;
}

function compactWords(state: State, chat: ChatScreen): string {
  const { connection, now, size } = state;
  const most = size.columns - 2;
  if (connection.state === "connected" && chat.live)
    return truncate(
      `${roundTripWords(state)} ●${onlineCount(chat)}${queuedWords(state, chat)}${quietWords(state)}`,
      most,
    );
  const words = connectionWords(state, chat);
  if (connection.state !== "waiting") return truncate(words, most);
  const brief = `${offline} ${secondsTo(connection.retryAt, now)} s`;
  const queued = queuedCount(state, chat);
  const briefest = queued === 0 ? brief : `${brief} ${marks.queued}${queued}`;
  const fitting = [words, brief + queuedWords(state, chat)].find((one) => textWidth(one) <= most);
  return fitting ?? truncate(briefest, most);
}

/** How the connection is, for the status bar and the login form. */
export function connectionWords(state: State, chat?: ChatScreen): string {
  const { connection, now } = state;
  switch (connection.state) {
    case "connecting":
      return `connecting …${queuedWords(state, chat)}`;
    case "connected":
      if (chat === undefined) return "connected";
      if (!chat.live) return `logging in …${queuedWords(state, chat)}`;
      return `${roundTripWords(state)} · ${onlineCount(chat)} online${queuedWords(state, chat)}`;
    case "waiting":
      return `${offline}, again in ${secondsTo(connection.retryAt, now)} s${queuedWords(state, chat)}`;
    case "stopped":
      return `${offline}${queuedWords(state, chat)}`;
  }
}

/** One who has switched notifications off should know why there are none. */
function quietWords({ settings }: State): string {
  return settings.quiet ? " · quiet" : "";
}

function roundTripWords({ roundTrip }: State): string {
  return roundTrip === undefined ? "connected" : `${Math.max(1, Math.round(roundTrip))} ms`;
}

function queuedWords(state: State, chat: ChatScreen | undefined): string {
  const queued = chat === undefined ? 0 : queuedCount(state, chat);
  return queued === 0 ? "" : `, ${queued} queued`;
}

/** With a session only what has waited for longer than an answer takes. */
function queuedCount({ now }: State, chat: ChatScreen): number {
  return waitingMessages(chat).filter(({ time }) => !chat.live || now - time >= lateMs).length;
}

function secondsTo(time: number, now: number): number {
  return Math.max(0, Math.ceil((time - now) / 1000));
}

const online = new WeakMap<ChatScreen["contacts"], number>();

/** With oneself; counted once for each change of a contact. */
function onlineCount({ contacts }: ChatScreen): number {
  const count =
    online.get(contacts) ?? contacts.values().reduce((sum, { online }) => sum + (online ? 1 : 0), 1);
  online.set(contacts, count);
  return count;
}

/** Near the limit how long the message is; then what keys do. */
function hintsOf(state: State, chat: ChatScreen): string[] {
  const { text } = currentConversation(chat).draft;
  const hints = keyHints(state, chat).map(({ words }) => words);
  if (text.length < countedFrom) return hints;
  const [has, most] = [countCharacters(text), limits.textMax].map((n) => n.toLocaleString("en"));
  return [`${has}/${most}`, ...hints];
}

interface KeyHint {
  readonly action: string;
  readonly words: string;
}

function keyHints(state: State, chat: ChatScreen): KeyHint[] {
  const elsewhere = elsewhereWords(state, chat);
  const rows = activeRows(chat)
    .map((row) => (row.name === unreadAction && elsewhere !== "" ? { ...row, hint: elsewhere } : row))
    .filter(({ name, hint }) => hint !== undefined && isUseful(name, chat, state.size));
  return rows
    .toSorted((a, b) => rank(a) - rank(b))
    .flatMap(({ name, hint }) => {
      const key = shownKey(name, state.settings.keys);
      return key === undefined ? [] : [{ action: name, words: `${key} ${hint}` }];
    });
}

/** What is unread in other conversations, where there are no contacts to show it. */
function elsewhereWords({ size }: State, chat: ChatScreen): string {
  if (hasSidebar(chat, size.columns)) return "";
  const others = chat.conversations.values().filter(({ id }) => id !== chat.current);
  const unread = others.reduce((sum, conversation) => sum + conversation.unread, 0);
  return unread === 0 ? "" : `${shownCount(unread)} new`;
}

/** Help first: it leads to all the others; before it only what is about just now. */
const firstHints = [
  "undo-block",
  "close-panel",
  "browse-leave",
  "reconnect",
  "jump-back",
  unreadAction,
  "help",
  "outbox",
];

function rank({ name }: KeyRow): number {
  const index = firstHints.indexOf(name);
  return index < 0 ? firstHints.length : index;
}

function padStart(text: string, columns: number): string {
  return " ".repeat(Math.max(0, columns - textWidth(text))) + text;
}
