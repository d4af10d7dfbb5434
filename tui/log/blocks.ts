/**
 * The rows of one message, ready for the terminal: time, coloured name, wrapped text, what has been stripped from it,
 * for one's own the state; with the day line and the line "new" above it where they belong. Cached by message, because
 * messages don't change.
 */
import { canonical, limits } from "../../protocol/index.ts";
import type { Conversation, LogMessage, Outgoing } from "../state/state.ts";
import { accent, dim, inverse, nameStyle, own, type Style, styleRevision, warning } from "../style.ts";
import { isSimple } from "../text/simple.ts";
import { textWidth, truncate } from "../text/width.ts";
import { wrap } from "../text/wrap.ts";
import { type TextRows, textRows } from "./text-rows.ts";
import { clock, dayName, dayOf } from "./times.ts";

/** Text that would get fewer columns than this beside the name goes below it. */
const textMin = 24;
const indentBelow = 2;

/** What became of one's own message: in words in the help, as a mark in the log. */
export const marks = { unsaved: "·", queued: "…", stored: "✓", delivered: "✓✓", refused: "✗" } as const;

/** Behind a text from which control characters were removed. */
export const strippedBadge = "⚠ stripped";

/** Between the time and the name of the message that somebody has jumped to. */
const foundMark = "▸";

const removedWords = {
  long: "older ones were removed by this server's retention",
  short: "older ones removed",
};
/** Fewer dashes than this on either side of a line's words don't make them look like a line. */
const dashesMin = 2;

interface Cached {
  readonly columns: number;
  readonly revision: number;
  readonly mark: string;
  readonly found: boolean;
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

/** Rows around a text at the most: what was removed, the day and the line "new" above it, its name, and what is told below it. */
const rowsAround = 3 + 1 + 3;

/**
 * Rows that a message certainly doesn't exceed, told from the length of its text: for what has only to be known to
 * fit, nothing is laid out. Rows are at least half full, taken two by two.
 */
export function heightAtMost({ text }: LogMessage, columns: number): number {
  const besideMin = columns - "00:00 ".length - limits.nameMax - 1;
  const room = Math.min(columns - indentBelow, Math.max(textMin, besideMin));
  const cells = isSimple(text) ? text.length : 2 * text.length;
  const lines = text.includes("\n") ? text.split("\n").length : 1;
  return rowsAround + lines + Math.ceil((2 * cells) / (room - 1));
}

function messageRows(
  conversation: Conversation,
  message: LogMessage,
  columns: number,
  me: string,
): readonly string[] {
  const mine = isMine(message, me);
  const mark = mine ? ownMark(conversation, message) : "";
  const found = conversation.jump?.number === message.number;
  const revision = styleRevision();
  const known = cache.get(message);
  const isSame = known?.mark === mark && known.found === found;
  if (isSame && known.columns === columns && known.revision === revision) return known.rows;
  const rows = format({ ...message, mine, mark, found }, columns, me);
  cache.set(message, { columns, revision, mark, found, rows });
  return rows;
}

function outgoingRows(message: Outgoing, columns: number, me: string): readonly string[] {
  const { time, text, refused } = message;
  const mark = refused === undefined ? outgoingMark(message) : `${marks.refused} not sent: ${refused}`;
  return format({ time, from: me, text, stripped: false, mine: true, mark, found: false }, columns, me);
}

/** Without the words for why it was refused. */
export function outgoingMark({ refused, kept }: Outgoing): string {
  if (refused !== undefined) return marks.refused;
  return kept ? marks.queued : marks.unsaved;
}

interface Said extends Pick<LogMessage, "time" | "from" | "text" | "stripped"> {
  readonly mine: boolean;
  readonly mark: string;
  /** Somebody has jumped to it. */
  readonly found: boolean;
}

function format(
  { time, from, text, stripped, mine, mark, found }: Said,
  columns: number,
  me: string,
): readonly string[] {
  const at = clock(time);
  const name = truncate(from, columns - at.length - 1);
  const when = found ? `${inverse(at)}${foundMark}` : `${dim(at)} `;
  const head = `${when}${(mine ? own : nameStyle(from))(name)}`;
  const headColumns = at.length + 1 + textWidth(name);
  const beside = columns - headColumns - 1 >= textMin;
  const indent = beside ? headColumns + 1 : indentBelow;
  const room = columns - indent;
  // One's own name in one's own text calls nobody.
  const said = textRows(text, room, mine ? "" : me, String(time));
  const badged = stripped ? withTail(said, strippedBadge, warning, room) : said;
  const { rows } = mark === "" ? badged : withTail(badged, mark, dim, room);
  const indented = rows.map((row) => " ".repeat(indent) + row);
  return beside ? [`${head} ${rows[0]}`, ...indented.slice(1)] : [head, ...indented];
}

/** Behind the text, or below it where there is no room. */
function withTail({ rows, last }: TextRows, tail: string, style: Style, columns: number): TextRows {
  const longer = `${last} ${tail}`;
  if (textWidth(longer) <= columns) {
    return { rows: [...rows.slice(0, -1), `${rows.at(-1)} ${style(tail)}`], last: longer };
  }
  const below = wrap(tail, columns);
  return { rows: [...rows, ...below.map(style)], last: below.at(-1) ?? "" };
}

function isMine(message: LogMessage, me: string): boolean {
  return canonical(message.from) === canonical(me);
}

function ownMark({ id, delivered }: Conversation, { number }: LogMessage): string {
  return id !== "everyone" && number <= delivered ? marks.delivered : marks.stored;
}

/** That nothing is before it any more, the day line and the line "new", where they belong above this message. */
export function linesAbove(
  { messages, lineAfter, removed, history }: Conversation,
  index: number,
  columns: number,
): readonly string[] {
  const message = messages[index];
  const before = messages[index - 1];
  if (message === undefined) return [];
  const lines: string[] = [];
  if (before === undefined && removed > 0 && history.state === "complete") {
    const hasRoom = removedWords.long.length + 2 + 2 * dashesMin <= columns;
    lines.push(dim(rule(hasRoom ? removedWords.long : removedWords.short, columns)));
  }
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
