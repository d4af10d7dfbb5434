/**
 * The rows of one message, ready for the terminal: time, coloured name, wrapped text, for one's own the state; with
 * the day line and the line "new" above it where they belong. Cached by message, because messages don't change.
 */
import { canonical } from "../../protocol/index.ts";
import type { Conversation, LogMessage, Outgoing } from "../state/state.ts";
import { accent, dim, nameStyle } from "../style.ts";
import { textWidth } from "../text/width.ts";
import { wrap } from "../text/wrap.ts";
import { clock, dayName, dayOf } from "./times.ts";

/** Text that would get fewer columns than this beside the name goes below it. */
const textMin = 24;
const indentBelow = 2;

/** What became of one's own message: in words in the help, as a mark in the log. */
export const marks = { queued: "…", stored: "✓", delivered: "✓✓", refused: "✗" } as const;

interface Cached {
  readonly columns: number;
  readonly mark: string;
  readonly rows: readonly string[];
}

const cache = new WeakMap<LogMessage, Cached>();

/** One block per message, numbered from the oldest. */
export function blockCount({ messages, outgoing }: Conversation): number {
  return messages.length + outgoing.length;
}

/** Rows of the message at this index, oldest first; own messages that aren't stored come last. */
export function block(
  conversation: Conversation,
  index: number,
  columns: number,
  me: string,
): readonly string[] {
  const { messages, outgoing } = conversation;
  const message = messages[index];
  if (message === undefined) {
    const waiting = outgoing[index - messages.length];
    return waiting ? outgoingRows(waiting, columns, me) : [];
  }
  const above = linesAbove(conversation, index, columns);
  const rows = messageRows(conversation, message, columns, me);
  return above.length > 0 ? [...above, ...rows] : rows;
}

function messageRows(
  conversation: Conversation,
  message: LogMessage,
  columns: number,
  me: string,
): readonly string[] {
  const mark = isMine(message, me) ? ownMark(conversation, message) : "";
  const known = cache.get(message);
  if (known?.columns === columns && known.mark === mark) return known.rows;
  const rows = format(message.time, message.from, message.text, mark, columns);
  cache.set(message, { columns, mark, rows });
  return rows;
}

function outgoingRows({ time, text, refused }: Outgoing, columns: number, me: string): readonly string[] {
  const mark = refused === undefined ? marks.queued : `${marks.refused} not sent: ${refused}`;
  return format(time, me, text, mark, columns);
}

function format(time: number, from: string, text: string, mark: string, columns: number): readonly string[] {
  const head = `${dim(clock(time))} ${nameStyle(from)(from)}`;
  const headColumns = clock(time).length + 1 + textWidth(from);
  const beside = columns - headColumns - 1 >= textMin;
  const indent = beside ? headColumns + 1 : indentBelow;
  const rows = withMark(wrap(text, columns - indent), mark, columns - indent);
  const indented = rows.map((row) => " ".repeat(indent) + row);
  return beside ? [`${head} ${rows[0]}`, ...indented.slice(1)] : [head, ...indented];
}

/** Behind the text, or below it where there is no room. */
function withMark(rows: readonly string[], mark: string, columns: number): readonly string[] {
  if (mark === "") return rows;
  const last = rows.at(-1) ?? "";
  if (textWidth(last) + 1 + textWidth(mark) <= columns) return [...rows.slice(0, -1), `${last} ${dim(mark)}`];
  return [...rows, ...wrap(mark, columns).map(dim)];
}

function isMine(message: LogMessage, me: string): boolean {
  return canonical(message.from) === canonical(me);
}

function ownMark({ id, delivered }: Conversation, { number }: LogMessage): string {
  return id !== "everyone" && number <= delivered ? marks.delivered : marks.stored;
}

function linesAbove(
  { messages, lineAfter }: Conversation,
  index: number,
  columns: number,
): readonly string[] {
  const message = messages[index] as LogMessage;
  const before = messages[index - 1];
  const lines: string[] = [];
  if (before === undefined || dayOf(before.time) !== dayOf(message.time)) {
    lines.push(dim(rule(dayName(message.time), columns)));
  }
  if (
    lineAfter !== undefined &&
    message.number > lineAfter &&
    (before === undefined || before.number <= lineAfter)
  ) {
    lines.push(accent(rule("new", columns)));
  }
  return lines;
}

function rule(words: string, columns: number): string {
  const label = ` ${words} `;
  const dashes = Math.max(0, columns - textWidth(label));
  return `${"─".repeat(dashes >> 1)}${label}${"─".repeat(dashes - (dashes >> 1))}`.slice(0, columns);
}
