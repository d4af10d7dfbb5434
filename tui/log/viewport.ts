/**
 * Which rows of a conversation are in the log, and how scrolling moves them. Only blocks near the screen are ever
 * laid out; a place in the log is a message and rows below the edge, never a count of rows from somewhere.
 */
import { indexAfter } from "../state/messages.ts";
import type { Conversation, LogMessage, Scroll } from "../state/state.ts";
import { block, blockCount, heightAtMost, linesAbove } from "./blocks.ts";

/** What is at the edges of the log. */
export interface Edges {
  /** Number of the newest message that is wholly visible, 0 if there is none. */
  readonly lastVisible: number;
  /** Messages below the lower edge. */
  readonly below: number;
  /** Whether the oldest row of the window is visible. */
  readonly atTop: boolean;
}

export interface Viewport extends Edges {
  /** From top to bottom, at most as many as asked for. */
  readonly rows: readonly string[];
  /** Where the messages are among the rows, from top to bottom. */
  readonly spans: readonly Span[];
}

/** A message on screen: its first row may be above the first one shown, and its last below the last. */
export interface Span {
  readonly index: number;
  readonly top: number;
  readonly height: number;
}

/** A place: this block's rows but the last `below` are above the lower edge. */
interface Place {
  readonly index: number;
  readonly below: number;
}

export interface Pane {
  readonly columns: number;
  readonly rows: number;
  readonly me: string;
}

export function viewport(conversation: Conversation, pane: Pane): Viewport {
  const place = placeOf(conversation, pane);
  const rows: string[] = [];
  const heights: number[] = [];
  let at = place.index;
  for (; at >= 0 && rows.length < pane.rows; at--) {
    const blockRows = rowsOf(conversation, pane, at);
    heights.unshift(blockRows.length);
    rows.unshift(...(at === place.index ? blockRows.slice(0, blockRows.length - place.below) : blockRows));
  }
  const surplus = Math.max(0, rows.length - pane.rows);
  const spans = spansOf(heights, at + 1, -surplus);
  return { rows: rows.slice(surplus), spans, ...edgesOf(conversation, pane, place) };
}

/** A viewport without its rows: at the bottom of a long log nothing has to be laid out for that. */
export function edges(conversation: Conversation, pane: Pane): Edges {
  return edgesOf(conversation, pane, placeOf(conversation, pane));
}

function edgesOf(conversation: Conversation, pane: Pane, place: Place): Edges {
  const { index, below } = place;
  const { messages } = conversation;
  const last = messages[Math.min(below > 0 ? index - 1 : index, messages.length - 1)];
  return {
    lastVisible: last?.number ?? 0,
    below: blockCount(conversation) - 1 - index + (below > 0 ? 1 : 0),
    atTop: reachesTop(conversation, pane, place),
  };
}

/** Number of the oldest message of which anything is visible, infinite if there is none. */
export function firstVisible(conversation: Conversation, pane: Pane): number {
  const { index, below } = placeOf(conversation, pane);
  let rows = -below;
  let at = index;
  while (at >= 0 && rows < pane.rows) rows += heightOf(conversation, pane, at--);
  return conversation.messages[at + 1]?.number ?? Number.POSITIVE_INFINITY;
}

/** Each message has a row at least. */
function reachesTop(conversation: Conversation, pane: Pane, { index, below }: Place): boolean {
  let rows = -below;
  for (let at = index; at >= 0; at--) {
    if (rows + at + 1 > pane.rows) return false;
    rows += heightOf(conversation, pane, at);
  }
  return rows <= pane.rows;
}

function spansOf(heights: readonly number[], first: number, start: number): Span[] {
  let top = start;
  return heights.map((height, offset) => {
    const span = { index: first + offset, top, height };
    top += height;
    return span;
  });
}

/** The scroll position `rows` further up, or down where negative; undefined: the bottom. */
export function scrolled(conversation: Conversation, pane: Pane, rows: number): Scroll | undefined {
  let { index, below } = placeOf(conversation, pane);
  below += rows;
  while (below < 0 && index < blockCount(conversation) - 1) below += heightOf(conversation, pane, ++index);
  while (index > 0 && below >= heightOf(conversation, pane, index)) {
    below -= heightOf(conversation, pane, index--);
  }
  return scrollOf(conversation, pane, filled(conversation, pane, { index, below: Math.max(0, below) }));
}

/** The scroll position at which the oldest row of the window is at the top. */
export function scrolledToTop(conversation: Conversation, pane: Pane): Scroll | undefined {
  return scrollOf(conversation, pane, fromTop(conversation, pane, 0));
}

/** The scroll position at which this message is the first one visible, or undefined where all after it fits. */
export function scrolledTo(conversation: Conversation, pane: Pane, number: number): Scroll | undefined {
  const first = indexAfter(conversation.messages, number - 1);
  if (surelyFits(conversation, pane, first)) return undefined;
  const place = fromTop(conversation, pane, first);
  // A message that doesn't fit below the lines above it is worth more than they are.
  const above =
    place.index === first && place.below > 0 ? linesAbove(conversation, first, pane.columns).length : 0;
  return scrollOf(conversation, pane, { ...place, below: Math.max(0, place.below - above) });
}

/** Whether all from this index on is short enough to fit; of each message that arrives this is asked. */
function surelyFits({ messages, outgoing }: Conversation, { columns, rows }: Pane, first: number): boolean {
  if (outgoing.length > 0) return false;
  let height = 0;
  for (let index = first; index < messages.length && height <= rows; index++) {
    height += heightAtMost(messages[index] as LogMessage, columns);
  }
  return height <= rows;
}

/** The scroll position at which this message is a third of the pane below its top, as far as there is so much above. */
export function scrolledAround(conversation: Conversation, pane: Pane, number: number): Scroll | undefined {
  const scroll = scrolledTo(conversation, pane, number);
  if (scroll === undefined) return undefined;
  return scrolled({ ...conversation, scroll }, pane, Math.floor(pane.rows / 3));
}

/**
 * The scroll position nearest to the present one that has the message at this index on screen: whole where it fits,
 * else the end that is nearer.
 */
export function scrolledInto(conversation: Conversation, pane: Pane, index: number): Scroll | undefined {
  const { spans } = viewport(conversation, pane);
  const span = spans.find((one) => one.index === index);
  const height = heightOf(conversation, pane, index);
  const isHigh = height > pane.rows;
  const isWhole = span !== undefined && span.top >= 0 && span.top + height <= pane.rows;
  if (isWhole || (span && isHigh)) return conversation.scroll;
  const isAbove = span ? span.top < 0 : index < (spans[0]?.index ?? 0);
  const place =
    isAbove !== isHigh ? fromTop(conversation, pane, index) : filled(conversation, pane, { index, below: 0 });
  return scrollOf(conversation, pane, place);
}

/** The present place as one that stays when messages arrive, also at the bottom. */
export function held(conversation: Conversation, pane: Pane): Scroll | undefined {
  const place = placeOf(conversation, pane);
  return place.index < 0 ? undefined : scrollAt(conversation, pane, place);
}

function rowsOf(conversation: Conversation, { columns, me }: Pane, index: number): readonly string[] {
  return block(conversation, index, columns, me);
}

function heightOf(conversation: Conversation, pane: Pane, index: number): number {
  return rowsOf(conversation, pane, index).length;
}

/** The place that is shown: of what the position was made for, messages may be gone, and others have other heights. */
function placeOf(conversation: Conversation, pane: Pane): Place {
  const { scroll, messages } = conversation;
  const bottom = { index: blockCount(conversation) - 1, below: 0 };
  if (scroll === undefined || bottom.index < 0) return bottom;
  const index = indexAfter(messages, scroll.number) - 1;
  if (scroll.below < 0)
    return filled(conversation, pane, pastMessages(conversation, pane, index, -scroll.below));
  const shown = Math.max(0, index);
  // At least one row of the message that the position names is above the edge.
  const below = Math.min(scroll.below, heightOf(conversation, pane, shown) - 1);
  return filled(conversation, pane, { index: shown, below });
}

/** So many rows further down than the end of the message at this index. */
function pastMessages(conversation: Conversation, pane: Pane, index: number, rows: number): Place {
  const last = blockCount(conversation) - 1;
  let at = index;
  let left = rows;
  while (at < last && left > 0) left -= heightOf(conversation, pane, ++at);
  return { index: at, below: Math.max(0, -left) };
}

/** Keeps a place from leaving the screen partly empty. */
function filled(conversation: Conversation, pane: Pane, place: Place): Place {
  let rows = -place.below;
  for (let at = place.index; at >= 0 && rows < pane.rows; at--) rows += heightOf(conversation, pane, at);
  return rows < pane.rows ? fromTop(conversation, pane, 0) : place;
}

/** The place at which the first row of this block is at the top, or the bottom where all after it fits. */
function fromTop(conversation: Conversation, pane: Pane, first: number): Place {
  const last = blockCount(conversation) - 1;
  let rows = 0;
  for (let index = first; index <= last; index++) {
    rows += heightOf(conversation, pane, index);
    if (rows >= pane.rows) return { index, below: rows - pane.rows };
  }
  return { index: last, below: 0 };
}

function scrollOf(conversation: Conversation, pane: Pane, place: Place): Scroll | undefined {
  const isBottom = place.index >= blockCount(conversation) - 1 && place.below === 0;
  return isBottom ? undefined : scrollAt(conversation, pane, place);
}

function scrollAt(conversation: Conversation, pane: Pane, { index, below }: Place): Scroll {
  const { messages } = conversation;
  const message = messages[index];
  if (message) return { number: message.number, below };
  let above = -below;
  for (let at = messages.length; at <= index; at++) above += heightOf(conversation, pane, at);
  return { number: messages.at(-1)?.number ?? 0, below: -above };
}
