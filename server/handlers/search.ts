/**
 * Search: looks through a conversation page by page. A page a turn of the event loop is all that searches take, so
 * that messages are delivered meanwhile as fast as ever, and a request ends after a bounded number of them.
 */
import { setImmediate as nextTurn } from "node:timers/promises";
import type { Conversation } from "../../data/index.ts";
import {
  ChatError,
  canonical,
  fold,
  isMentioned,
  limits,
  type Message,
  type Params,
  type Result,
} from "../../protocol/index.ts";
import type { Chat } from "../chat.ts";
import { pageBytes } from "../pages.ts";
import { furtherFrom, type Range, rangeOf, runOf } from "../ranges.ts";
import { type Session, wireName } from "../session.ts";
import { isHidden } from "./reading.ts";

/** Messages that are looked through at once: about a millisecond of work, also where they are long. */
const messagesPerTurn = 250;

type Check = (message: Message) => boolean;

export async function search(
  chat: Chat,
  session: Session,
  params: Params<"search">,
): Promise<Result<"search">> {
  const conversation = chat.conversation(session, params.conversation);
  const latest = await chat.store.last(conversation);
  const range = rangeOf(params, latest);
  const finds = new Finds(params, pastOf(range, params), checkOf(chat, session, conversation, params));
  for await (const page of pagesFrom(chat, session, conversation, range)) {
    if (!page.every((message) => finds.look(message))) break;
  }
  const { messages, reached, ended } = finds;
  const extent = { removed: await chat.store.removed(conversation), latest };
  const further = furtherFrom(runOf(range, reached ? [reached] : []), extent);
  if (ended) delete further["from" in range ? "after" : "before"];
  return {
    conversation: wireName(conversation, session.name),
    messages: "from" in range ? messages : messages.reverse(),
    ...(reached && { reached: reached.time }),
    ...further,
  };
}

/** What has been found so far, and whether that is a page. */
class Finds {
  readonly messages: Message[] = [];
  /** The last message looked at. */
  reached: Message | undefined;
  /** Nothing further on can be what is looked for. */
  ended = false;
  readonly #count: number;
  readonly #isPast: Check;
  readonly #isFound: Check;
  #bytes = 0;

  constructor({ count = limits.pageMessages }: Params<"search">, isPast: Check, isFound: Check) {
    this.#count = count;
    this.#isPast = isPast;
    this.#isFound = isFound;
  }

  /** Whether the next message is wanted too. */
  look(message: Message): boolean {
    this.ended = this.#isPast(message);
    if (this.ended) return false;
    this.reached = message;
    if (!this.#isFound(message)) return true;
    this.messages.push(message);
    this.#bytes += Buffer.byteLength(message.text);
    return this.messages.length < this.#count && this.#bytes < pageBytes;
  }
}

/** The conversation in the direction of the range, as far as one request may look, for as long as somebody waits. */
async function* pagesFrom(
  chat: Chat,
  session: Session,
  conversation: Conversation,
  start: Range,
): AsyncGenerator<readonly Message[]> {
  let range = start;
  for (let looked = 0; looked < limits.searchMessages; looked += messagesPerTurn) {
    const page = await nextPage(chat, conversation, range);
    const [first, last] = [page[0], page.at(-1)];
    if (first === undefined || last === undefined || session.ended || session.peer.closed) return;
    yield "from" in range ? page : page.toReversed();
    range = "from" in range ? { from: last.number + 1 } : { before: first.number };
  }
}

/** Waits for a turn of its own, also where the page is in memory: others come between two pages. */
function nextPage(chat: Chat, conversation: Conversation, range: Range): Promise<readonly Message[]> {
  return chat.searches.run("", async () => {
    await nextTurn();
    return chat.store.page({ conversation, range, count: messagesPerTurn, bytes: pageBytes });
  });
}

/** Whether a message lies beyond the times asked for, and so does all that comes after it. */
function pastOf(range: Range, { since = 0, until = Number.POSITIVE_INFINITY }: Params<"search">): Check {
  return "from" in range ? ({ time }) => time >= until : ({ time }) => time < since;
}

function checkOf(chat: Chat, session: Session, conversation: Conversation, params: Params<"search">): Check {
  const { since = 0, until = Number.POSITIVE_INFINITY, words = [], from, mentions, link } = params;
  const checks: Check[] = [
    ({ time }) => time >= since && time < until,
    (message) => !isHidden(chat, session, conversation, message),
  ];
  if (from !== undefined) checks.push(sentBy(chat, from));
  if (mentions) checks.push((message) => mentionsOwner(session, message));
  if (link) checks.push(({ text }) => /\bhttps?:\/\/\S/i.test(text));
  if (words.length > 0) checks.push(holding(words.map(fold)));
  return (message) => checks.every((check) => check(message));
}

function sentBy(chat: Chat, name: string): Check {
  const account = chat.store.account(name);
  if (account === undefined) throw new ChatError("unknown_account");
  return ({ from }) => from === account.name;
}

function mentionsOwner({ id, name }: Session, { from, text }: Message): boolean {
  return canonical(from) !== id && isMentioned(text, name);
}

function holding(words: readonly string[]): Check {
  return ({ text }) => {
    const folded = fold(text);
    return words.every((word) => folded.includes(word));
  };
}
