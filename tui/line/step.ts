/**
 * Line mode over the same state as the screen: `update` decides, and what differs afterwards is told. What has been
 * told counts as read, if anybody is there to read it. Pure.
 */
import { digestWords } from "../state/digest.ts";
import type { Effect, Timed, Update } from "../state/effects.ts";
import type { ChatScreen, State } from "../state/state.ts";
import { commandIn } from "../state/typed.ts";
import { update } from "../state/update.ts";
import { type Arrivals, arrivals, leftUnread } from "./arrivals.ts";
import { error, type Line, note, said } from "./line.ts";
import { loginLine } from "./login.ts";
import { older } from "./older.ts";
import { ownLines } from "./own.ts";
import { panelRows } from "./panel.ts";
import { sessionLines } from "./session.ts";
import { markRead, type Shown } from "./shown.ts";
import { submitLine } from "./submit.ts";

export interface LineState {
  /** Focused while there is somebody to read what is told. */
  readonly state: State;
  /** Whether somebody types, and sees what they type. */
  readonly interactive: boolean;
  readonly shown: Shown;
  /** Whether the last thing said of the connection is that there is none. */
  readonly outage: boolean;
  /** Whether /older has something to tell as soon as it's here. */
  readonly olderWanted: boolean;
  /** Requests under way; the next line may depend on their answers. */
  readonly asked: number;
  /** Whether anything was refused that a script has to know of. */
  readonly failed: boolean;
}

/** What happens to a client, or a whole line that was typed. */
export type LineAction = Timed | { readonly type: "line"; readonly text: string; readonly now: number };

export type Step = readonly [next: LineState, effects: readonly Effect[], lines: readonly Line[]];

/** Of what comes as a line a bell says no more. */
export function newLineState(state: State, interactive: boolean): LineState {
  return {
    state: { ...state, settings: { ...state.settings, notify: "off" } },
    interactive,
    shown: new Map(),
    outage: false,
    olderWanted: false,
    asked: 0,
    failed: false,
  };
}

export function step(before: LineState, action: LineAction): Step {
  const [state, effects] = change(before.state, action);
  const [lines, outage] = sessionLines(before.state, state, before.outage);
  const next = { ...before, state, outage, olderWanted: before.olderWanted || asksOlder(action) };
  return settled(before, action, tell(before, action, [next, effects, lines]));
}

function change(state: State, action: LineAction): Update<State> {
  if (action.type !== "line") return update(state, action);
  const { screen } = state;
  const now = { ...state, now: action.now };
  const [changed, effects] =
    screen.kind === "login" ? loginLine(screen, action.text) : submitLine(screen, action.text, now);
  return [{ ...now, screen: changed }, effects];
}

function asksOlder(action: LineAction): boolean {
  return action.type === "line" && commandIn(action.text)?.name.toLowerCase() === "older";
}

/** Adds what the chat has to tell, and what comes of having told it. */
function tell(before: LineState, action: LineAction, [next, effects, lines]: Step): Step {
  const { screen, now, focused } = next.state;
  if (screen.kind !== "chat") return [next, effects, lines];
  const known = before.state.screen.kind === "chat" ? before.state.screen : undefined;
  const come = arrived(screen, action, next.shown, now);
  const back = next.olderWanted ? older(screen, come.shown, now) : undefined;
  const shown = back?.shown ?? come.shown;
  const chat = back?.chat ?? screen;
  const [read, reading] = focused ? markRead(chat, shown) : [chat, []];
  const told = [...lines, ...come.lines, ...chatLines(known, screen, next), ...(back?.lines ?? [])];
  const left = focused && action.type === "answered" ? leftUnread(read, action.answer) : [];
  const state = { ...next.state, screen: read };
  return [
    { ...next, state, shown, olderWanted: back?.awaited ?? false },
    [...effects, ...(back?.effects ?? []), ...reading],
    [...told, ...left],
  ];
}

function arrived(chat: ChatScreen, action: LineAction, shown: Shown, now: number): Arrivals {
  if (action.type !== "news" || action.news.kind !== "event") return { lines: [], shown };
  return arrivals(chat, action.news.event, shown, now);
}

function chatLines(
  before: ChatScreen | undefined,
  chat: ChatScreen,
  { state, interactive }: LineState,
): Line[] {
  const { now } = state;
  const { notice } = chat;
  const own = before ? ownLines(before, chat, { echo: !interactive, now }) : [];
  const fresh = notice !== undefined && notice !== before?.notice;
  const notices = fresh ? [notice.kind === "error" ? error(notice.text) : note(notice.text)] : [];
  return [
    ...own,
    ...digestLines(before, chat, state),
    ...notices,
    ...panelRows(before?.panel, chat, now).map(said),
  ];
}

/** What came while nobody was here, for whoever is here now. */
function digestLines(before: ChatScreen | undefined, chat: ChatScreen, { focused, now }: State): Line[] {
  const isNew = chat.digest?.state === "told" && before?.digest?.state !== "told";
  const words = focused && isNew ? digestWords(chat, now) : undefined;
  return words === undefined ? [] : [note(`Unread: ${words}`)];
}

/** Keeps count of what is under way and whether all went well. */
function settled(before: LineState, { type }: LineAction, [next, effects, lines]: Step): Step {
  const asking = effects.filter((effect) => effect.do === "ask").length;
  const answered = type === "answered" || type === "refused" ? 1 : 0;
  const failed = before.failed || lines.some(({ kind }) => kind === "error");
  return [{ ...next, asked: before.asked + asking - answered, failed }, effects, lines];
}
