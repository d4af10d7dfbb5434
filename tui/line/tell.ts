/** What the chat has to tell after a change, in order, and what comes of having told it. Pure. */
import { digestWords } from "../state/digest.ts";
import type { Effect } from "../state/effects.ts";
import type { ChatScreen, State } from "../state/state.ts";
import { aroundLines } from "./around.ts";
import { type Arrivals, arrivals, leftUnread } from "./arrivals.ts";
import { pursued } from "./find.ts";
import { error, type Line, note, said } from "./line.ts";
import { older, type Retold } from "./older.ts";
import { ownLines } from "./own.ts";
import { panelRows } from "./panel.ts";
import { markRead, type Shown } from "./shown.ts";
import type { LineAction, LineState } from "./step.ts";
import { unread } from "./unread.ts";
import { writtenLines } from "./written.ts";

/** What of a conversation is told as soon as it's here. */
export type Wanted = "older" | "unread";

const retellers: Readonly<Record<Wanted, (chat: ChatScreen, shown: Shown, now: number) => Retold>> = {
  older,
  unread,
};

export interface Told extends Pick<LineState, "shown" | "wanted"> {
  readonly chat: ChatScreen;
  readonly effects: readonly Effect[];
  readonly lines: readonly Line[];
}

/** `next`: what holds after the action, but for what telling it changes. */
export function tell(before: LineState, action: LineAction, next: LineState, screen: ChatScreen): Told {
  const { state, interactive } = next;
  const known = before.state.screen.kind === "chat" ? before.state.screen : undefined;
  const come = arrived(screen, action, next.shown, state.now);
  const own = known ? ownLines(known, screen, { echo: !interactive, now: state.now }) : [];
  const found = pursued(known?.panel, screen, state);
  const around = aroundLines(found.chat, state.now);
  const back = retold(next.wanted, around.chat, come.shown, state.now);
  const [chat, reading] = state.focused ? markRead(back.chat, back.shown) : [back.chat, []];
  return {
    chat,
    shown: back.shown,
    wanted: back.awaited ? next.wanted : undefined,
    effects: [...found.effects, ...back.effects, ...reading],
    lines: [
      ...come.lines,
      ...own,
      ...digestLines(known, screen, state),
      ...writtenLines(screen, action),
      ...noticeLines(known, screen),
      ...panelRows(known?.panel, screen, state).map(said),
      ...found.lines,
      ...around.lines,
      ...back.lines,
      ...(state.focused && action.type === "answered" ? leftUnread(chat, action.answer) : []),
    ],
  };
}

function arrived(chat: ChatScreen, action: LineAction, shown: Shown, now: number): Arrivals {
  if (action.type !== "news" || action.news.kind !== "event") return { lines: [], shown };
  return arrivals(chat, action.news.event, shown, now);
}

function retold(wanted: Wanted | undefined, chat: ChatScreen, shown: Shown, now: number): Retold {
  if (wanted === undefined) return { chat, shown, effects: [], lines: [], awaited: false };
  return retellers[wanted](chat, shown, now);
}

function noticeLines(before: ChatScreen | undefined, { notice }: ChatScreen): Line[] {
  if (notice === undefined || notice === before?.notice) return [];
  return [notice.kind === "error" ? error(notice.text) : note(notice.text)];
}

/** What came while nobody was here, for whoever is here now. */
function digestLines(before: ChatScreen | undefined, chat: ChatScreen, { focused, now }: State): Line[] {
  const isNew = chat.digest?.state === "told" && before?.digest?.state !== "told";
  const words = focused && isNew ? digestWords(chat, now) : undefined;
  return words === undefined ? [] : [note(`Unread: ${words}`)];
}
