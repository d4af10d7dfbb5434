/** The login form, answered line by line: the same form as on the screen, one field after the other. */

import type { Effect, Update } from "../state/effects.ts";
import { submit, switchMode } from "../state/login.ts";
import type { LoginField, LoginScreen } from "../state/state.ts";
import { commandIn } from "../state/typed.ts";
import { EMPTY_EDITOR, setText } from "../text/editor.ts";
import { fieldLabels, wordFor } from "../words.ts";
import type { Prompt } from "./prompt.ts";

/** Undefined while there is nothing to type: a request is under way, or waits for the connection. */
export function loginPrompt({ busy, eager, certificate, field, problem }: LoginScreen): Prompt | undefined {
  if (certificate) return { text: `Type ${wordFor(certificate)} to go on with it: `, hidden: false };
  if (busy || eager) return undefined;
  if (problem?.kind === "held")
    return { text: "End that session and log in here, yes or no? ", hidden: false };
  return { text: `${fieldLabels[field]}: `, hidden: field !== "name" };
}

/** A line answers what was asked last; where the name is asked for, it may be a command. */
export function loginLine(login: LoginScreen, text: string): Update<LoginScreen> {
  if (login.certificate && commandIn(text) === undefined) return submit(fill(login, "answer", text));
  if (login.problem?.kind === "held") return answerHeld(login, text);
  if (login.field === "name" || login.certificate) return nameLine(login, text.trim());
  // An empty line goes back, for whoever mistyped the name.
  if (text === "") return [asking({ ...login, problem: undefined }, "name"), []];
  return go(fill(login, login.field, text));
}

/** Ends the session elsewhere, or leaves it alone and starts anew. */
function answerHeld(login: LoginScreen, text: string): Update<LoginScreen> {
  if (/^y(es)?$/i.test(text.trim())) return submit(login);
  const rest = { ...login, problem: undefined };
  return [asking(fill(rest, "password", ""), "name"), []];
}

const formCommands: Readonly<Record<string, (login: LoginScreen) => Update<LoginScreen>>> = {
  signup: (login) => [inMode(login, "signup"), []],
  login: (login) => [inMode(login, "login"), []],
  reconnect: (login) => [login, [{ do: "connect" } satisfies Effect]],
  quit: (login) => [login, [{ do: "quit" } satisfies Effect]],
};

function nameLine(login: LoginScreen, text: string): Update<LoginScreen> {
  const command = commandIn(text);
  if (command === undefined) return go(fill(login, "name", text));
  const run = formCommands[command.name.toLowerCase()];
  if (run) return run(login);
  const known = Object.keys(formCommands).map((name) => `/${name}`);
  const problem = {
    kind: "text",
    text: `Before you are logged in there is only ${known.join(", ")}.`,
  } as const;
  return [{ ...login, problem }, []];
}

/** Nobody sees which of two hidden passwords was mistyped: both are asked for again. */
function go(login: LoginScreen): Update<LoginScreen> {
  const [next, effects] = submit(login);
  if (next.field !== "again" || next.problem === login.problem) return [next, effects];
  return [asking(fill(fill(next, "password", ""), "again", ""), "password"), effects];
}

function inMode(login: LoginScreen, mode: LoginScreen["mode"]): LoginScreen {
  return login.mode === mode ? login : switchMode(login);
}

function asking(login: LoginScreen, field: LoginField): LoginScreen {
  return { ...login, field };
}

function fill(login: LoginScreen, field: LoginField, text: string): LoginScreen {
  return { ...login, fields: { ...login.fields, [field]: setText(EMPTY_EDITOR, text) } };
}
