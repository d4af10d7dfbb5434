/** A message as lines of plain text, which say in words who can read it. */
import { canonical } from "../../protocol/index.ts";
import { when } from "../log/times.ts";
import { everyone } from "../state/conversations.ts";
import type { LogMessage } from "../state/state.ts";

/** What of a message is told; its text is sanitised. */
export type Told = Pick<LogMessage, "from" | "text" | "time" | "stripped">;

/** The rows after the first are indented, so that no text can pass for a message by someone else. */
export function messageRows(conversation: string, message: Told, me: string, now: number): string[] {
  const mine = isBy(message, me);
  const head = `${when(message.time, now)} ${mine ? "you" : message.from} ${audience(conversation, mine)}: `;
  return rowsOf(head, message);
}

/** The same with its number, by which it can be asked for, where it's clear which conversation it is from. */
export function numberedRows(message: LogMessage, me: string, now: number): string[] {
  const { number, from, time } = message;
  return rowsOf(`#${number} ${when(time, now)} ${isBy(message, me) ? "you" : from}: `, message);
}

function isBy({ from }: Told, me: string): boolean {
  return canonical(from) === canonical(me);
}

function rowsOf(head: string, { text, stripped }: Told): string[] {
  const rows = (stripped ? `${text} (control characters removed)` : text).split("\n");
  return rows.map((row, index) => (index === 0 ? head + row : `  ${row}`));
}

function audience(conversation: string, mine: boolean): string {
  if (canonical(conversation) === everyone) return "to everyone";
  return mine ? `to ${conversation} only` : "to you only";
}
