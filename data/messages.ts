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

const schema = v.object({ conversation: v.string(), messages: v.array(message) });
type PageFields = v.InferOutput<typeof schema>;

export type Pages = Shelf<Message[], PageFields>;

/** Key of the page that holds message `number`: conversation and page number, from 1. */
export function pageKey(conversation: ConversationKey, number: number): string {
  return `${conversation}/${Math.ceil(number / messagesPerPage)}`;
}

function parsePageKey(key: string): { conversation: ConversationKey; index: number } {
  const at = key.lastIndexOf("/");
  return { conversation: key.slice(0, at), index: Number(key.slice(at + 1)) };
}

export function pages(folder: string): Kind<Message[], PageFields> {
  const path = (key: string) => pagePath(folder, key);
  return {
    path,
    schema,
    empty: (key) => ({ conversation: parsePageKey(key).conversation, messages: [] }),
    mayBegin: (key, first) => first?.kind === "message" && first.number === firstOn(key),
    decode({ messages }, key) {
      const first = firstOn(key);
      if (messages.some(({ number }, at) => number !== first + at)) {
        throw corruptDocument(path(key), "has a message out of its place");
      }
      return messages;
    },
    encode: (messages, key) => ({ conversation: parsePageKey(key).conversation, messages }),
    apply: addMessage,
    // It would be a part of what is there now, and double what messages take.
    keepsPrevious: false,
    cached: 64,
  };
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

function addMessage(messages: Message[], record: JournalRecord): void {
  if (record.kind !== "message") return;
  const { number, from, text, time, key } = record;
  messages.push({ number, from, text, time, key });
}

/** Answers a PageQuery for a conversation whose latest durable message is `last`. */
export async function readPage(
  pages: Pages,
  conversation: ConversationKey,
  last: number,
  { range, count, bytes }: Omit<PageQuery, "conversation">,
): Promise<Message[]> {
  const step = "from" in range ? 1 : -1;
  const found: Message[] = [];
  let size = 0;
  let number = "from" in range ? Math.max(1, range.from) : Math.min(last, range.before - 1);
  for (; number >= 1 && number <= last && found.length < count; number += step) {
    const message = await readMessage(pages, conversation, number);
    size += Buffer.byteLength(message.text);
    if (size > bytes && found.length > 0) break;
    found.push(message);
  }
  return step > 0 ? found : found.reverse();
}

async function readMessage(pages: Pages, conversation: ConversationKey, number: number): Promise<Message> {
  const key = pageKey(conversation, number);
  const page = pages.loaded(key) ?? (await pages.get(key));
  const message = page[(number - 1) % messagesPerPage];
  if (!message) throw new Error(`Message ${number} is not on its page ${key}.`);
  return message;
}
