/** Conversations on disk: pages of a bounded number of messages, of which only the last ever changes. */
import * as v from "valibot";
import type { Message } from "../protocol/index.ts";
import type { ConversationKey } from "./conversations.ts";
import { corruptDocument } from "./corrupt.ts";
import type { DocumentOf } from "./document.ts";
import { documentVersion } from "./migrations.ts";
import { Page } from "./page.ts";
import {
  beginsSmallPage,
  conversationOn,
  firstOn,
  lastOn,
  pageKey,
  pagePath,
  smallPagePaths,
} from "./pageFiles.ts";
import type { Change, JournalRecord } from "./records.ts";
import type { Kind, Shelf } from "./shelf.ts";
import type { PageQuery } from "./store.ts";

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

export type Pages = Shelf<Page, PageFields>;

export function pages(folder: string): Kind<Page, PageFields> {
  const path = (key: string) => pagePath(folder, key);
  return {
    path,
    schema,
    migrations: new Map(),
    empty: (key) => ({ conversation: conversationOn(key), messages: [] }),
    mayBegin: (key, first) => first !== undefined && (isFirst(key, first) || isRemoved(key, first)),
    begins: isFirst,
    parts: { of: (key) => smallPagePaths(folder, key), joined },
    decode({ messages }, key) {
      const first = Math.max(messages[0]?.number ?? 0, firstOn(key));
      if (messages.some(({ number }, at) => number !== first + at || number > lastOn(key))) {
        throw corruptDocument(path(key), "has a message out of its place");
      }
      return new Page(messages);
    },
    encode: (page, key) => ({ conversation: conversationOn(key), messages: page.format() }),
    apply: applyToPage,
    clears: isRemoved,
    // It would be a part of what is there now, and double what messages take.
    keepsPrevious: false,
    weigh: ({ weight }) => weight,
  };
}

/**
 * The page that small ones on disk and the changes that wait make together. A crash may have left any of them unwritten,
 * and retention may have removed others since: but whatever isn't on disk waits. Undefined if there is none on disk, and
 * some of what should be isn't known to have been removed.
 */
function joined(
  key: string,
  small: readonly DocumentOf<PageFields>[],
  pending: readonly Change[],
): DocumentOf<PageFields> | undefined {
  const records = pending.map(({ record }) => record);
  const waiting = records.filter((record) => record.kind === "message");
  const removed = records.reduce((last, record) => (record.kind === "removal" ? record.number : last), 0);
  const [first] = waiting;
  const isWhole = first !== undefined && (first.number <= removed + 1 || beginsSmallPage(first.number));
  if (small.length === 0 && !isWhole) return undefined;
  const known = [...small.flatMap(({ messages }) => messages), ...waiting].filter(
    ({ number }) => number > removed,
  );
  const messages = new Map(known.map((message) => [message.number, message]));
  // So old that all that waits is still written, and not so that it's nothing.
  const sequence = Math.min(
    ...small.map((page) => page.sequence),
    (pending[0]?.sequence ?? Number.POSITIVE_INFINITY) - 1,
  );
  return {
    version: documentVersion,
    sequence,
    conversation: conversationOn(key),
    messages: [...messages.values()].sort((one, other) => one.number - other.number),
  };
}

function isFirst(key: string, record: JournalRecord): boolean {
  return record.kind === "message" && record.number === firstOn(key);
}

/** Whether this removes the last message that fits on the page, and with it the page. */
function isRemoved(key: string, record: JournalRecord): boolean {
  return record.kind === "removal" && record.number >= lastOn(key);
}

function applyToPage(page: Page, record: JournalRecord, json?: string): void {
  if (record.kind === "removal") page.removeUpTo(record.number);
  if (record.kind === "message" && record.number > page.last) page.add(record, json);
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
  const message = (pages.loaded(key) ?? (await pages.get(key))).get(number);
  if (!message) throw new Error(`Message ${number} is not on its page ${key}.`);
  return message;
}
