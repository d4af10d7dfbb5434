/** The connection and the session in sentences: said when they change, once for an outage and not for every try. */
import { explain } from "../../protocol/index.ts";
import { questionOf } from "../state/certificate.ts";
import type { LoginProblem, State } from "../state/state.ts";
import { certificateFailure, certificateText, problemWords } from "../words.ts";
import { error, type Line, note } from "./line.ts";

/** `outage`: whether the last thing said of the connection is that there is none. */
export function sessionLines(
  before: State,
  after: State,
  outage: boolean,
  interactive: boolean,
): [Line[], outage: boolean] {
  const [connection, stillOut] = connectionLines(before, after, outage, interactive);
  const question = questionLines(before, after, interactive);
  return [[...connection, ...question, ...problemLines(before, after), ...welcome(before, after)], stillOut];
}

function connectionLines(
  before: State,
  after: State,
  outage: boolean,
  interactive: boolean,
): [Line[], boolean] {
  const { connection, screen } = after;
  // Said as a question.
  if (questionOf(connection) && screen.kind === "login") return [[], outage];
  const isNew = connection !== before.connection && "reason" in connection;
  if (isNew && (!outage || connection.state === "stopped")) {
    const words = `Offline: ${explain(connection.reason)}`;
    const next = nextWords(after, interactive);
    return [[next === undefined ? error(words) : note(`${words} ${next}`)], true];
  }
  if (!outage) return [[], false];
  const back = connection.state === "connected" && (screen.kind === "login" || screen.live);
  return back ? [[note("Connected again.")], false] : [[], true];
}

/** How it goes on after a connection that is gone; undefined: not at all, as nobody is there to see to it. */
function nextWords({ connection, screen }: State, interactive: boolean): string | undefined {
  if (connection.state === "stopped") return interactive ? "/reconnect tries again." : undefined;
  if (screen.kind === "chat") return "Trying again by itself; what you write waits. /reconnect tries now.";
  return interactive ? "Trying again by itself." : undefined;
}

function questionLines(before: State, { connection, screen }: State, interactive: boolean): Line[] {
  const question = questionOf(connection);
  if (question === undefined || question === questionOf(before.connection)) return [];
  if (!interactive) return [error(certificateFailure(question))];
  // In a chat it's a panel.
  if (screen.kind === "chat") return [];
  const say = question.expected === undefined ? note : error;
  return certificateText(question).split("\n").map(say);
}

function problemLines(before: State, { screen, now }: State): Line[] {
  if (screen.kind !== "login" || screen.problem === undefined) return [];
  const { problem } = screen;
  const known = before.screen.kind === "login" ? before.screen.problem : undefined;
  if (problem === known) return lockEnded(problem, before.now, now) ? [note(problemWords(problem, now))] : [];
  if (problem.kind === "note") return [note(problem.text)];
  const hint = problem.kind === "wrong" ? " An empty line asks for the name again." : "";
  return [error(problemWords(problem, now) + hint)];
}

function lockEnded(problem: LoginProblem, before: number, now: number): boolean {
  return problem.kind === "locked" && before < problem.until && now >= problem.until;
}

function welcome(before: State, { screen, server }: State): Line[] {
  if (screen.kind !== "chat" || before.screen.kind === "chat") return [];
  return [note(`You are ${screen.me} at ${server}. /help lists the commands, /quit leaves.`)];
}
