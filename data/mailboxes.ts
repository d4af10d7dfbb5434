/**
 * One document per account: where it stands in each of its conversations, and the keys under which it sent lately.
 * Everything that appending to a pair, or listing conversations, needs to know without reading messages.
 */
import { join } from "node:path";
import * as v from "valibot";
import { canonical } from "../protocol/index.ts";
import { type ConversationKey, everyoneKey, folderFor } from "./conversations.ts";
import { addToRows, type Migrations } from "./migrations.ts";
import type { JournalRecord, RecordOf } from "./records.ts";
import { SentKeys } from "./sentKeys.ts";
import type { Kind } from "./shelf.ts";

const integer = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

const standing = v.object({
  conversation: v.string(),
  last: integer,
  lastTime: integer,
  received: integer,
  read: integer,
  delivered: integer,
  removed: integer,
});
const sent = v.object({ conversation: v.string(), number: integer, time: integer });

const schema = v.object({
  account: v.string(),
  conversations: v.array(standing),
  sent: v.array(v.object({ key: v.string(), ...sent.entries })),
});

const migrations: Migrations = new Map([[1, addToRows("conversations", { removed: 0 })]]);

export type MailboxFields = v.InferOutput<typeof schema>;

/**
 * As ConversationState, with a ConversationKey; `last`, `lastTime` and `removed` stay 0 for everyone, where they are not
 * the account's.
 */
export type Standing = v.InferOutput<typeof standing>;

export interface Mailbox {
  readonly owner: string;
  readonly standings: Map<ConversationKey, Standing>;
  readonly sent: SentKeys;
}

export const nowhere: Omit<Standing, "conversation"> = {
  last: 0,
  lastTime: 0,
  received: 0,
  read: 0,
  delivered: 0,
  removed: 0,
};

// Bytes in memory, roughly; the first with all that is there but once, in the shelf too.
const mailboxWeight = 1500;
const standingWeight = 200;
const keyWeight = 95;

export function mailboxes(folder: string): Kind<Mailbox, MailboxFields> {
  return {
    path: (name) => join(folder, "mailboxes", folderFor(name), `${name}.json`),
    schema,
    migrations,
    empty: (name) => ({ account: name, conversations: [], sent: [] }),
    mayBegin: (_name, first) => first?.kind === "account",
    decode({ account, conversations, sent }) {
      const mailbox = { owner: account, standings: new Map(), sent: new SentKeys() };
      for (const standing of conversations) mailbox.standings.set(standing.conversation, standing);
      for (const { key, conversation, number, time } of sent)
        remember(mailbox, key, conversation, number, time);
      return mailbox;
    },
    encode: ({ owner, standings, sent }) => ({
      account: owner,
      conversations: [...standings.values()],
      sent: [...sent].map(([key, rest]) => ({ key, ...rest })),
    }),
    apply: applyToMailbox,
    keepsPrevious: true,
    weigh: ({ standings, sent }) => mailboxWeight + standings.size * standingWeight + sent.size * keyWeight,
  };
}

function applyToMailbox(mailbox: Mailbox, record: JournalRecord): void {
  if (record.kind === "account") start(mailbox, record.room);
  else if (record.kind === "message") addMessage(mailbox, record);
  else if (record.kind === "cursor") moveCursor(mailbox, record);
  else if (record.kind === "removal") standingIn(mailbox, record.conversation).removed = record.number;
}

function start({ standings }: Mailbox, room: number): void {
  // A second account of the same name was asked for while the first was on its way to disk.
  if (standings.has(everyoneKey)) return;
  standings.set(everyoneKey, { conversation: everyoneKey, ...nowhere, received: room, read: room });
}

function addMessage(mailbox: Mailbox, record: RecordOf<"message">): void {
  const { conversation, number, time } = record;
  if (conversation !== everyoneKey) {
    const standing = standingIn(mailbox, conversation);
    standing.last = number;
    standing.lastTime = time;
  }
  if (canonical(record.from) !== mailbox.owner) return;
  remember(mailbox, record.key, conversation, number, time);
}

/** All that was sent in a conversation shares one string with its standing. */
function remember(
  { standings, sent }: Mailbox,
  key: string,
  conversation: ConversationKey,
  number: number,
  time: number,
): void {
  sent.set(key, standings.get(conversation)?.conversation ?? conversation, number, time);
}

function moveCursor(mailbox: Mailbox, { owner, conversation, cursor, number }: RecordOf<"cursor">): void {
  const standing = standingIn(mailbox, conversation);
  const moved = owner === mailbox.owner ? cursor : "delivered";
  standing[moved] = Math.max(standing[moved], number);
}

function standingIn({ standings }: Mailbox, conversation: ConversationKey): Standing {
  let standing = standings.get(conversation);
  if (!standing) {
    standing = { conversation, ...nowhere };
    standings.set(conversation, standing);
  }
  return standing;
}
