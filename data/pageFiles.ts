/**
 * Where pages of messages are on disk, and which messages fit on each. A file is named by the number of the first message that
 * fits on it. Before, there were four small pages for each of today's, named by their own number: they are read as the
 * page that they are parts of, and go when that is written.
 */
import { join } from "node:path";
import { type ConversationKey, everyoneKey, folderFor } from "./conversations.ts";

export const messagesPerPage = 1024;
const messagesPerSmallPage = 256;

const nameDigits = 10;
const smallNameDigits = 8;

/** Key of the page that holds message `number`: conversation and page number, from 1. */
export function pageKey(conversation: ConversationKey, number: number): string {
  return `${conversation}/${Math.ceil(number / messagesPerPage)}`;
}

export function conversationOn(key: string): ConversationKey {
  return key.slice(0, key.lastIndexOf("/"));
}

/** Number of the first message that fits on the page. */
export function firstOn(key: string): number {
  return (Number(key.slice(key.lastIndexOf("/") + 1)) - 1) * messagesPerPage + 1;
}

/** Number of the last one that fits. */
export function lastOn(key: string): number {
  return firstOn(key) + messagesPerPage - 1;
}

/** Number of the last message that fits on the page of this one. */
export function lastBeside(number: number): number {
  return Math.ceil(number / messagesPerPage) * messagesPerPage;
}

export function pagePath(folder: string, key: string): string {
  return join(folderOf(folder, conversationOn(key)), fileName(firstOn(key), nameDigits));
}

/** Paths of the small pages that a page may be in. */
export function smallPagePaths(folder: string, key: string): string[] {
  const last = lastOn(key) / messagesPerSmallPage;
  const first = last - messagesPerPage / messagesPerSmallPage + 1;
  const pages = Array.from({ length: last - first + 1 }, (_, at) => fileName(first + at, smallNameDigits));
  return pages.map((name) => join(folderOf(folder, conversationOn(key)), name));
}

/** The key of the page of messages that the file at this path in the data folder has, or has a part of. */
export function pageOf(path: string): string | undefined {
  const [, pair = everyoneKey, digits = ""] =
    /^conversations\/(?:everyone|pairs\/[0-9a-f]{2}\/([^/]+))\/(\d+)\.json$/.exec(path) ?? [];
  if (digits.length === nameDigits) return pageKey(pair, Number(digits));
  return digits.length === smallNameDigits ? pageKey(pair, Number(digits) * messagesPerSmallPage) : undefined;
}

/** Whether the message would be the first on a small page: those before may have been removed before the journal began. */
export function beginsSmallPage(number: number): boolean {
  return number % messagesPerSmallPage === 1;
}

function folderOf(folder: string, conversation: ConversationKey): string {
  return conversation === everyoneKey
    ? join(folder, "conversations", everyoneKey)
    : join(folder, "conversations", "pairs", folderFor(conversation), conversation);
}

function fileName(number: number, digits: number): string {
  return `${String(number).padStart(digits, "0")}.json`;
}
