/** What can be done with the messages chosen in browse mode. */
import { canonical } from "../../protocol/index.ts";
import { findLinks } from "../log/links.ts";
import { dayName, exactTime } from "../log/times.ts";
import { copyMax } from "../terminal/clipboard.ts";
import { block } from "./blocking.ts";
import { idAt, messageAt, selectedIndex, shownIn } from "./browsing.ts";
import { contactOf } from "./contacts.ts";
import type { Update } from "./effects.ts";
import { open } from "./navigation.ts";
import type { ChatScreen, Conversation, LogMessage, Outgoing } from "./state.ts";
import { say } from "./talk.ts";

type Chosen = LogMessage | Outgoing;

function withSelected(chat: ChatScreen, run: (message: Chosen) => Update<ChatScreen>): Update<ChatScreen> {
  const message = messageAt(shownIn(chat), selectedIndex(chat));
  return message === undefined ? say(chat, "info", "No message is selected.") : run(message);
}

/** Whoever sent the selected message, unless that is oneself; undefined if nothing is selected. */
export function selectedSender(chat: ChatScreen): string | undefined {
  const message = messageAt(shownIn(chat), selectedIndex(chat));
  return message === undefined ? undefined : senderOf(chat, message);
}

function senderOf(chat: ChatScreen, message: Chosen): string {
  return "from" in message ? message.from : chat.me;
}

function withSender(chat: ChatScreen, run: (name: string) => Update<ChatScreen>): Update<ChatScreen> {
  return withSelected(chat, (message) => {
    const name = senderOf(chat, message);
    return canonical(name) === canonical(chat.me) ? say(chat, "info", "You wrote that yourself.") : run(name);
  });
}

export function whisperSender(chat: ChatScreen): Update<ChatScreen> {
  return withSender(chat, (name) => open(chat, name));
}

export function blockSender(chat: ChatScreen): Update<ChatScreen> {
  return withSender(chat, (name) => block(chat, { name }, !contactOf(chat, name).blocked));
}

export function takeBackChosen(chat: ChatScreen): Update<ChatScreen> {
  return withSelected(chat, (message) =>
    "number" in message
      ? say(chat, "info", "Only an own message that isn't stored yet can be taken back.")
      : [chat, [{ do: "cancel", key: message.key }]],
  );
}

/** Marks the selected message, or takes its mark away. */
export function toggleMark(chat: ChatScreen): Update<ChatScreen> {
  const { browse } = chat;
  if (browse === undefined || selectedIndex(chat) === -1) return [chat, []];
  const marked = new Set(browse.marked);
  if (!marked.delete(browse.at)) marked.add(browse.at);
  return [{ ...chat, browse: { ...browse, marked } }, []];
}

/** The texts of all that is marked, or else of what is selected: nothing but the texts. */
export function copyChosen(chat: ChatScreen): Update<ChatScreen> {
  const text = chosen(chat)
    .map((message) => message.text)
    .join("\n");
  if (text === "") return say(chat, "info", "No message is selected.");
  if (Buffer.byteLength(text) > copyMax) {
    return say(chat, "error", `That is more than a terminal copies at once, ${copyMax} bytes. Mark fewer.`);
  }
  return [said(chat, copiedWords(text)), [{ do: "copy", text }]];
}

function chosen(chat: ChatScreen): Chosen[] {
  const conversation = shownIn(chat);
  const marks = chat.browse?.marked ?? new Set();
  const all = [...conversation.messages, ...conversation.outgoing];
  const marked = marks.size === 0 ? [] : all.filter((_, index) => marks.has(idAt(conversation, index)));
  const selected = messageAt(conversation, selectedIndex(chat));
  return marked.length > 0 || selected === undefined ? marked : [selected];
}

function copiedWords(text: string): string {
  const count = Array.from(text).length;
  return `Copied ${count === 1 ? "1 character" : `${count} characters`}, if your terminal lets programs copy (OSC 52; tmux: set-clipboard on).`;
}

function said(chat: ChatScreen, text: string): ChatScreen {
  return { ...chat, notice: { kind: "info", text } };
}

/** The web links of a message; one is opened at once, of several one is chosen first. */
export function openLinks(chat: ChatScreen): Update<ChatScreen> {
  return withSelected(chat, ({ text }) => {
    const links = new Set(findLinks(text).map(({ target }) => target));
    const urls = [...links].filter((target) => /^https?:/.test(target));
    const [first] = urls;
    if (first === undefined) return say(chat, "info", "There is no web link in that message.");
    if (urls.length === 1) return [chat, [{ do: "openLink", url: first }]];
    return [{ ...chat, panel: { kind: "links", urls, selected: 0 } }, []];
  });
}

/** A link has gone to a browser, or without one into the clipboard. */
export function linkOpened(chat: ChatScreen, url: string, copied: boolean): ChatScreen {
  return said(chat, copied ? `There is no browser to open it here. ${copiedWords(url)}` : `Opening ${url}`);
}

/** All that is known about the selected message. */
export function showInfo(chat: ChatScreen): Update<ChatScreen> {
  return withSelected(chat, (message) => showInfoOf(chat, message));
}

/** The same about any message of the current conversation. */
export function showInfoOf(chat: ChatScreen, message: Chosen): Update<ChatScreen> {
  const text = infoRows(chat, shownIn(chat), message).join("\n");
  return [{ ...chat, panel: { kind: "words", title: "This message", text, top: 0 } }, []];
}

function infoRows(chat: ChatScreen, conversation: Conversation, message: Chosen): string[] {
  const stripped = "stripped" in message && message.stripped;
  return [
    `From: ${senderOf(chat, message)}`,
    `To: ${conversation.id === "everyone" ? "everyone" : `${conversation.name} and you only`}`,
    `Time: ${dayName(message.time)}, ${exactTime(message.time)}`,
    `Number: ${"number" in message ? message.number : "none until the server has stored it"}`,
    `State: ${stateWords(chat, conversation, message)}`,
    `Length: ${Array.from(message.text).length} characters`,
    ...(stripped ? ["Control characters were removed from its text."] : []),
  ];
}

function stateWords(chat: ChatScreen, { id, name, delivered }: Conversation, message: Chosen): string {
  if (!("number" in message)) {
    return message.refused === undefined
      ? "queued; it's sent as soon as there is a connection"
      : `refused: ${message.refused}`;
  }
  if (canonical(message.from) !== canonical(chat.me)) return "received";
  return id !== "everyone" && message.number <= delivered ? `delivered to ${name}` : "stored by the server";
}
