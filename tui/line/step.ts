/**
 * Line mode over the same state as the screen: `update` decides, and what differs afterwards is told. What has been
 * told counts as read, if anybody is there to read it. Pure.
 */
import { findCommand } from "../state/commands.ts";
import type { Context, Effect, Timed, Update } from "../state/effects.ts";
import { hasForm } from "../state/form.ts";
import type { ChatScreen, State } from "../state/state.ts";
import { say } from "../state/talk.ts";
import { commandIn } from "../state/typed.ts";
import { update } from "../state/update.ts";
import { rung, typed } from "./activity.ts";
import type { Line } from "./line.ts";
import { loginLine } from "./login.ts";
import { sessionLines } from "./session.ts";
import { changedSettings } from "./settings.ts";
import type { Shown } from "./shown.ts";
import { submitLine } from "./submit.ts";
import { tell, type Wanted } from "./tell.ts";
import { answerSend, isWritten } from "./written.ts";

export interface LineState {
  /** Focused while there is somebody to read what is told. */
  readonly state: State;
  /** Whether somebody types, and sees what they type. */
  readonly interactive: boolean;
  readonly shown: Shown;
  /** Whether the last thing said of the connection is that there is none. */
  readonly outage: boolean;
  readonly wanted: Wanted | undefined;
  /** Whether the next line says if the draft, which was written in an editor, is sent. */
  readonly asksToSend: boolean;
  /** When somebody typed last, ms since 1970 UTC. */
  readonly typedAt: number;
  /** Requests under way, or an editor; the next line may depend on what comes of them. */
  readonly asked: number;
  /** Whether anything was refused that a script has to know of. */
  readonly failed: boolean;
}

/** What happens to a client, a whole line that was typed, or as much of one as there is. */
export type LineAction = Timed | Typed<"line"> | Typed<"typed">;

interface Typed<Type> {
  readonly type: Type;
  readonly text: string;
  readonly now: number;
}

export type Step = readonly [next: LineState, effects: readonly Effect[], lines: readonly Line[]];

export function newLineState(state: State, interactive: boolean): LineState {
  return {
    state,
    interactive,
    shown: new Map(),
    outage: false,
    wanted: undefined,
    asksToSend: false,
    typedAt: 0,
    asked: 0,
    failed: false,
  };
}

export function step(before: LineState, action: LineAction): Step {
  const [changed, doing] = change(before, action);
  const [state, ringing] = rung(changed, action, before.typedAt);
  const [session, outage] = sessionLines(before.state, state, before.outage, before.interactive);
  const next = { ...before, state, outage, ...noted(before, action) };
  const effects = [...doing, ...ringing];
  const lines = [...session, ...changedSettings(before.state, state)];
  if (state.screen.kind !== "chat")
    return settled(before, action, [{ ...next, asksToSend: false }, effects, lines]);
  const { chat, shown, wanted, ...told } = tell(before, action, next, state.screen);
  const asksToSend = isAsking(before, action) || isWritten(chat, action);
  const after = { ...next, state: { ...state, screen: chat }, shown, wanted, asksToSend };
  return settled(before, action, [after, [...effects, ...told.effects], [...lines, ...told.lines]]);
}

function change({ state, interactive, asksToSend }: LineState, action: LineAction): Update<State> {
  if (action.type !== "line" && action.type !== "typed") return update(state, action);
  const { screen } = state;
  const now = { ...state, now: action.now };
  if (screen.kind === "login") {
    const [form, effects] = action.type === "line" ? loginLine(screen, action.text) : [screen, []];
    return [{ ...now, screen: form }, effects];
  }
  if (action.type === "typed") {
    // An answer is no message that somebody could wait for.
    const isAnswer = asksToSend || hasForm(screen);
    return within(now, typed(screen, isAnswer ? "" : action.text, now));
  }
  if (asksToSend) return within(now, answerSend(screen, action.text, now));
  return within(
    now,
    interactive ? submitLine(screen, action.text, now) : unattended(screen, action.text, now),
  );
}

function within(state: State, [screen, effects]: Update<ChatScreen>): Update<State> {
  return [{ ...state, screen }, effects];
}

/** Between pipes there is no terminal that an editor could have. */
function unattended(chat: ChatScreen, text: string, context: Context): Update<ChatScreen> {
  const [next, effects] = submitLine(chat, text, context);
  if (!effects.some((effect) => effect.do === "compose")) return [next, effects];
  return say(chat, "error", "/edit needs a terminal. A line that ends in \\ goes on in the next one.");
}

const wantedBy = new Map<string, Wanted>([
  ["older", "older"],
  ["next", "unread"],
]);

/** What there is to know of a line, or of typing, besides what it changes. */
function noted({ wanted, typedAt }: LineState, action: LineAction): Pick<LineState, "wanted" | "typedAt"> {
  if (action.type !== "line" && action.type !== "typed") return { wanted, typedAt };
  const name = action.type === "line" ? commandIn(action.text)?.name.toLowerCase() : undefined;
  const command = name === undefined ? undefined : (findCommand(name)?.name ?? name);
  return { wanted: wantedBy.get(command ?? "") ?? wanted, typedAt: action.now };
}

/** Whether a question to the writer stands that this doesn't answer. */
function isAsking({ asksToSend }: LineState, { type }: LineAction): boolean {
  return asksToSend && type !== "line";
}

/** Keeps count of what is under way and whether all went well. */
function settled(before: LineState, { type }: LineAction, [next, effects, lines]: Step): Step {
  const asking = effects.filter((effect) => effect.do === "ask" || effect.do === "compose").length;
  const answered = type === "answered" || type === "refused" || type === "composed" ? 1 : 0;
  const failed = before.failed || lines.some(({ kind }) => kind === "error");
  return [{ ...next, asked: before.asked + asking - answered, failed }, effects, lines];
}
