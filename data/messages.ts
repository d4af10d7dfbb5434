/** Conversations on disk: pages of a bounded number of messages, of which only the last ever changes. */
import { join } from "node:path";
import * as v from "valibot";
import type { Message } from "../protocol/index.ts";
import { type ConversationKey, everyoneKey, folderFor } from "./conversations.ts";
import { corruptDocument } from "./corrupt.ts";
import type { JournalRecord } from "./records.ts";
import type { Kind, Shelf } from "./shelf.ts";
import type { PageQuery } from "./store.ts";

export const messagesPerPage = 256;

// Not the wire's check: what it asks of a new message may change, and what is stored stays.
const integer = v.pipe(v.number(), v.safeInteger());
const message: v.GenericSchema<Message> = v.object({
  number: integer,
  from: v.string(),
  text: v.string(),
  time: integer,
  key: v.string(),
});

// Bytes in memory, roughly, beside texts; the first with all that is there but once, in the shelf too.
const pageWeight = 700;
const messageWeight = 200;

const schema = v.object({ conversation: v.string(), messages: v.array(message) });
type PageFields = v.InferOutput<typeof schema>;

export interface Page {
  readonly messages: Message[];
  /** Of the messages. */
  weight: number;
}

export type Pages = Shelf<Page, PageFields>;

/** Key of the page that holds message `number`: conversation and page number, from 1. */
export function pageKey(conversation: ConversationKey, number: number): string {
  return `${conversation}/${Math.ceil(number / messagesPerPage)}`;
}

function parsePageKey(key: string): { conversation: ConversationKey; index: number } {
  const at = key.lastIndexOf("/");
  return { conversation: key.slice(0, at), index: Number(key.slice(at + 1)) };
}

export function pages(folder: string): Kind<Page, PageFields> {
  const path = (key: string) => pagePath(folder, key);
  return {
    path,
    schema,
    empty: (key) => ({ conversation: parsePageKey(key).conversation, messages: [] }),
    mayBegin: (key, first) =>
      first !== undefined &&
      ((first.kind === "message" && first.number === firstOn(key)) || isRemoved(key, first)),
    decode({ messages }, key) {
      const first = Math.max(messages[0]?.number ?? 0, firstOn(key));
      if (messages.some(({ number }, at) => number !== first + at || number > endOf(key).last)) {
        throw corruptDocument(path(key), "has a message out of its place");
      }
      return { messages, weight: weightOf(messages) };
    },
    encode: ({ messages }, key) => ({ conversation: parsePageKey(key).conversation, messages }),
    apply: applyToPage,
    clears: isRemoved,
    // It would be a part of what is there now, and double what messages take.
    keepsPrevious: false,
    weigh: ({ weight }) => pageWeight + weight,
  };
}

/** The conversation that a page belongs to, and the number of the last message that fits on it. */
export function endOf(key: string): { readonly conversation: ConversationKey; readonly last: number } {
  const { conversation, index } = parsePageKey(key);
  return { conversation, last: index * messagesPerPage };
}

function pagePath(folder: string, key: string): string {
  const { conversation, index } = parsePageKey(key);
  const file = `${String(index).padStart(8, "0")}.json`;
  return conversation === everyoneKey
    ? join(folder, "conversations", everyoneKey, file)
    : join(folder, "conversations", "pairs", folderFor(conversation), conversation, file);
}

function firstOn(key: string): number {
  return (parsePageKey(key).index - 1) * messagesPerPage + 1;
}

/** Number of the last message that fits on the page of this one. */
export function lastBeside(number: number): number {
  return Math.ceil(number / messagesPerPage) * messagesPerPage;
}

/** Whether this removes the last message that fits on the page, and with it the page. */
function isRemoved(key: string, record: JournalRecord): boolean {
  return record.kind === "removal" && record.number >= endOf(key).last;
}

function applyToPage(page: Page, record: JournalRecord): void {
  const { messages } = page;
  if (record.kind === "removal") {
    const kept = messages.findIndex(({ number }) => number > record.number);
    page.weight -= weightOf(messages.splice(0, kept < 0 ? messages.length : kept));
  }
  if (record.kind !== "message") return;
  const { number, from, text, time, key } = record;
  const message = { number, from, text, time, key };
  messages.push(message);
  page.weight += weightOf([message]);
}

/** Two bytes for a character, as texts take that aren't Latin. */
function weightOf(messages: readonly Message[]): number {
  return messages.reduce((sum, { text }) => sum + messageWeight + 2 * text.length, 0);
}

/** Which messages of a conversation there are: those after `removed`, up to the latest durable one. */
export interface Extent {
  readonly removed: number;
  readonly last: number;
}

/** Answers a PageQuery. */
export async function readPage(
  pages: Pages,
  conversation: ConversationKey,
  { removed, last }: Extent,
  { range, count, bytes }: Omit<PageQuery, "conversation">,
): Promise<Message[]> {
  const step = "from" in range ? 1 : -1;
  const found: Message[] = [];
  let size = 0;
  let number = "from" in range ? Math.max(removed + 1, range.from) : Math.min(last, range.before - 1);
  for (; number > removed && number <= last && found.length < count; number += step) {
    const message = await readMessage(pages, conversation, number);
    size += Buffer.byteLength(message.text);
    if (size > bytes && found.length > 0) break;
    found.push(message);
  }
  return step > 0 ? found : found.reverse();
}

async function readMessage(pages: Pages, conversation: ConversationKey, number: number): Promise<Message> {
  const key = pageKey(conversation, number);
  const { messages } = pages.loaded(key) ?? (await pages.get(key));
  const message = messages[number - (messages[0]?.number ?? 0)];
  if (!message) throw new Error(`Message ${number} is not on its page ${key}.`);
  return message;
}
