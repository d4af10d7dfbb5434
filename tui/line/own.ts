/** What became of one's own messages, said sparingly: refusals, and what took longer than anyone waits for. */
import type { ChatScreen, Conversation, LogMessage, Outgoing } from "../state/state.ts";
import { error, type Line, note, said } from "./line.ts";
import { messageRows } from "./message.ts";

/** What is stored or delivered within this time goes without saying. */
const lateMs = 2000;

interface Options {
  /** Whether what is typed isn't to be seen anywhere else. */
  readonly echo: boolean;
  readonly now: number;
}

export function ownLines(before: ChatScreen, after: ChatScreen, options: Options): Line[] {
  if (before.conversations === after.conversations) return [];
  return [...after.conversations.values()].flatMap((conversation) => {
    const known = before.conversations.get(conversation.id);
    if (known === undefined || known === conversation) return [];
    return [
      ...known.outgoing.flatMap((own) => outcome(own, conversation, after.me, options)),
      ...deliveredLines(known.delivered, conversation, options.now),
    ];
  });
}

/** How many of one's own messages the server hasn't answered. */
export function waitingCount({ conversations }: ChatScreen): number {
  let count = 0;
  for (const { outgoing } of conversations.values()) {
    for (const { refused } of outgoing) if (refused === undefined) count++;
  }
  return count;
}

function outcome(own: Outgoing, conversation: Conversation, me: string, { echo, now }: Options): Line[] {
  const still = conversation.outgoing.find(({ key }) => key === own.key);
  if (still !== undefined) {
    if (still.refused === undefined || own.refused !== undefined) return [];
    return [error(`Not sent to ${conversation.name}: ${still.refused} The text was: ${excerpt(own.text)}`)];
  }
  const stored = conversation.messages.findLast(({ key }) => key === own.key);
  if (stored === undefined) return [];
  const late = now - own.time > lateMs;
  if (echo) return messageRows(conversation.name, stored, me, now).map(said);
  return late ? [note(`Sent now to ${conversation.name}: ${excerpt(own.text)}`)] : [];
}

function deliveredLines(before: number, { delivered, name, messages }: Conversation, now: number): Line[] {
  if (delivered <= before) return [];
  const late = messages.filter((message) => isLate(message, before, delivered, name, now));
  const last = late.at(-1);
  if (last === undefined) return [];
  const what = late.length === 1 ? "your whisper" : `your ${late.length} whispers, the last one`;
  return [note(`${name} has received ${what}: ${excerpt(last.text)}`)];
}

function isLate(message: LogMessage, before: number, delivered: number, name: string, now: number): boolean {
  const { number, from, time } = message;
  return number > before && number <= delivered && from !== name && now - time > lateMs;
}

const excerptMax = 60;

/** Of a text that is safe to show, as much as it takes to know it again. */
export function excerpt(text: string): string {
  const row = text.replaceAll("\n", " ");
  return row.length > excerptMax ? `${row.slice(0, excerptMax).toWellFormed()} …` : row;
}
