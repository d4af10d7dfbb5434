/** What the login form says besides its fields: what went wrong and what to do about it, and what the keys do. */
import { explain } from "../../protocol/index.ts";
import { keysOf } from "../state/bindings.ts";
import { type LoginKeyRow, loginKeys } from "../state/login-keys.ts";
import { settingsWords } from "../state/settings-panel.ts";
import type { LoginProblem, LoginScreen, State } from "../state/state.ts";
import { accent, bad, type Style, warning } from "../style.ts";
import { keyName } from "../terminal/key-names.ts";
import { problemWords, secondsLocked, tries } from "../words.ts";

export interface Words {
  readonly text: string;
  readonly style: Style;
}

/** Why there is no connection, unless that is what went wrong. */
export function offline(
  { connection }: State,
  { busy, certificate, problem }: LoginScreen,
): Words | undefined {
  if (busy || certificate || !("reason" in connection)) return undefined;
  const text = explain(connection.reason);
  const isTold = problem?.kind === "text" && problem.text === text;
  return isTold ? undefined : { text, style: warning };
}

/** What is going on or went wrong; `brief` where there's hardly room to say it. */
export function outcome(
  { now, connection }: State,
  { problem, busy, eager, certificate }: LoginScreen,
  brief: boolean,
): Words | undefined {
  if (busy) return { text: waitingWords[busy], style: accent };
  if (eager && !certificate && connection.state === "waiting") return { text: eagerWords, style: accent };
  if (problem === undefined) return undefined;
  const text = brief ? briefly(problem, now) : inFull(problem, now);
  return { text, style: styles[problem.kind] };
}

const waitingWords = { disk: "Waiting for the disk …", server: "One moment …" } as const;

const eagerWords = "Goes on as soon as there is a connection.";

const styles: Readonly<Record<LoginProblem["kind"], Style>> = {
  text: bad,
  note: accent,
  wrong: bad,
  locked: bad,
  held: warning,
};

/** Mistakes in the settings. */
export function mistakes(state: State): Words | undefined {
  if (state.settingsFile.problems.length === 0) return undefined;
  return { text: settingsWords(state), style: warning };
}

function inFull(problem: LoginProblem, now: number): string {
  const words = problemWords(problem, now);
  if (problem.kind !== "held") return words;
  return `${words} Enter takes over and ends that session; Esc leaves it alone.`;
}

function briefly(problem: LoginProblem, now: number): string {
  switch (problem.kind) {
    case "text":
    case "note":
      return problem.text;
    case "wrong":
      return `Wrong. ${tries(problem)} left.`;
    case "locked": {
      const seconds = secondsLocked(problem, now);
      return seconds <= 0 ? "The lock is over." : `Locked for ${seconds} s.`;
    }
    case "held":
      return "Logged in elsewhere. Enter takes over; Esc doesn't.";
  }
}

/** What the keys do, the most important first. */
export function hints(state: State, login: LoginScreen): string[] {
  return loginKeys.flatMap((row) => hintOf(state, row, row.hint?.(login, state.connection)));
}

/** How a question that doesn't fit goes on. */
export function nextPartHint(state: State): string {
  const row = loginKeys.find(({ name }) => name === "login-next-field");
  return row ? hintOf(state, row, "goes on").join("") : "";
}

/** None where settings leave the action no key. */
function hintOf({ settings }: State, row: LoginKeyRow, words: string | undefined): string[] {
  const [key] = keysOf(row, settings.keys);
  return key === undefined || words === undefined ? [] : [`${keyName(key)} ${words}`];
}
