/**
 * Which rows of a conversation are in the log, and how scrolling moves them. Only blocks near the screen are ever
 * laid out; a place in the log is a message and rows below the edge, never a count of rows from somewhere.
 */
import { indexAfter } from "../state/messages.ts";
import type { Conversation, Scroll } from "../state/state.ts";
import { block, blockCount } from "./blocks.ts";

export interface Viewport {
  /** From top to bottom, at most as many as asked for. */
  readonly rows: readonly string[];
  /** Number of the newest message that is wholly visible, 0 if there is none. */
  readonly lastVisible: number;
  /** Messages below the lower edge. */
  readonly below: number;
  /** Whether the oldest row of the window is visible. */
  readonly atTop: boolean;
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
  const { index, below } = placeOf(conversation);
  const rows: string[] = [];
  let at = index;
  for (; at >= 0 && rows.length < pane.rows; at--) {
    const blockRows = block(conversation, at, pane.columns, pane.me);
    const shown = at === index ? blockRows.slice(0, blockRows.length - below) : blockRows;
    rows.unshift(...shown);
  }
  const surplus = Math.max(0, rows.length - pane.rows);
  const { messages } = conversation;
  const last = messages[Math.min(below > 0 ? index - 1 : index, messages.length - 1)];
  return {
    rows: surplus > 0 ? rows.slice(surplus) : rows,
    lastVisible: last?.number ?? 0,
    below: blockCount(conversation) - 1 - index + (below > 0 ? 1 : 0),
    atTop: at < 0 && surplus === 0,
  };
}

/** The scroll position `rows` further up, or down where negative; undefined: the bottom. */
export function scrolled(conversation: Conversation, pane: Pane, rows: number): Scroll | undefined {
  let { index, below } = placeOf(conversation);
  const heightOf = (at: number): number => block(conversation, at, pane.columns, pane.me).length;
  below += rows;
  while (below < 0 && index < blockCount(conversation) - 1) below += heightOf(++index);
  while (index > 0 && below >= heightOf(index)) below -= heightOf(index--);
  return scrollTo(conversation, pane, { index, below: Math.max(0, below) });
}

/** The scroll position at which the oldest row of the window is at the top. */
export function scrolledToTop(conversation: Conversation, pane: Pane): Scroll | undefined {
  return fromTop(conversation, pane, 0);
}

/** The scroll position at which this message is the first one visible, or undefined where all after it fits. */
export function scrolledTo(conversation: Conversation, pane: Pane, number: number): Scroll | undefined {
  return fromTop(conversation, pane, indexAfter(conversation.messages, number - 1));
}

function placeOf(conversation: Conversation): Place {
  const { scroll, messages } = conversation;
  if (scroll === undefined) return { index: blockCount(conversation) - 1, below: 0 };
  return { index: Math.max(0, indexAfter(messages, scroll.number) - 1), below: scroll.below };
}

/** Keeps a place from leaving the screen partly empty. */
function scrollTo(conversation: Conversation, pane: Pane, place: Place): Scroll | undefined {
  if (place.index >= blockCount(conversation) - 1 && place.below === 0) return undefined;
  let rows = -place.below;
  for (let at = place.index; at >= 0 && rows < pane.rows; at--) {
    rows += block(conversation, at, pane.columns, pane.me).length;
  }
  return rows < pane.rows ? fromTop(conversation, pane, 0) : scrollOf(conversation, place);
}

function fromTop(conversation: Conversation, pane: Pane, first: number): Scroll | undefined {
  let rows = 0;
  for (let index = first; index < blockCount(conversation); index++) {
    rows += block(conversation, index, pane.columns, pane.me).length;
    if (rows >= pane.rows) return scrollOf(conversation, { index, below: rows - pane.rows });
  }
  return undefined;
}

function scrollOf(conversation: Conversation, { index, below }: Place): Scroll | undefined {
  const { messages } = conversation;
  if (index >= blockCount(conversation) - 1 && below === 0) return undefined;
  // Own messages on their way have no number; they stay together with the last one that has.
  const message = messages[Math.min(index, messages.length - 1)];
  return message && { number: message.number, below: index < messages.length ? below : 0 };
}
