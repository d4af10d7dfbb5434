/** What came while nobody was here, in one line. It stays until all of it has been on screen, or somebody dismisses it. */
import { limits } from "../../protocol/index.ts";
import { when } from "../log/times.ts";
import { conversationOf, everyone } from "./conversations.ts";
import type { Context } from "./effects.ts";
import { shownKey } from "./keys.ts";
import type { ChatScreen } from "./state.ts";

/** Who was away for less than this knows what came before. */
const longMs = 5 * 60_000;

/** A session has started: whether what is unread is worth a line. */
export function wantDigest(chat: ChatScreen, now: number): ChatScreen {
  const long = chat.awaySince === undefined || now - chat.awaySince >= longMs;
  return long ? { ...chat, digest: { state: "wanted" } } : chat;
}

/** Makes the line once the server has said what is unread. */
export function tellDigest(chat: ChatScreen, { settings, now }: Context): ChatScreen {
  if (chat.digest?.state !== "wanted" || !chat.summarized) return chat;
  const words = digestWords(chat, now);
  if (words === undefined) return { ...chat, digest: undefined };
  const keys = [
    [shownKey("next-unread", settings.keys), "goes there"],
    [shownKey("dismiss-digest", settings.keys), "hides this"],
  ].flatMap(([key, does]) => (key === undefined ? [] : [`${key} ${does}`]));
  return { ...chat, digest: { state: "told", text: `${words} ${keys.join(", ")}.` } };
}

/** What is unread and since when, as a sentence; undefined if nothing is. */
export function digestWords(chat: ChatScreen, now: number): string | undefined {
  const parts = digestParts(chat);
  if (parts.length === 0) return undefined;
  const times = chat.conversations.values().map(({ unreadSince }) => unreadSince ?? Number.POSITIVE_INFINITY);
  const since = Math.min(...times);
  return `${listed(parts)}${Number.isFinite(since) ? ` since ${when(since, now)}` : ""}.`;
}

/** Nothing is left of it once everything has been seen. */
export function endDigest(chat: ChatScreen): ChatScreen {
  if (chat.digest?.state !== "told" || chat.conversations.values().some(({ unread }) => unread > 0))
    return chat;
  return { ...chat, digest: undefined };
}

function digestParts(chat: ChatScreen): string[] {
  const { unread, mentions } = conversationOf(chat, everyone);
  const all = chat.conversations.values().reduce((sum, conversation) => sum + conversation.unread, 0);
  const others = mentions > 0 ? "other broadcast" : "broadcast";
  return [
    ...counted(all - unread, "whisper"),
    ...counted(mentions, "mention"),
    ...counted(unread - mentions, others, unread >= limits.unreadMax),
  ];
}

function counted(count: number, noun: string, orMore = false): string[] {
  if (count <= 0) return [];
  return [`${count}${orMore ? "+" : ""} ${noun}${count === 1 ? "" : "s"}`];
}

/** `1 whisper, 2 mentions and 3 broadcasts`. */
function listed(parts: readonly string[]): string {
  return new Intl.ListFormat("en-GB", { type: "conjunction" }).format(parts);
}
