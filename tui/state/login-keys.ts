/** The keys of the login form, one row each; its hints come from here. */
import type { ConnectionState } from "../../protocol/index.ts";
import type { InputEvent } from "../terminal/events.ts";
import type { EditorOperation } from "../text/editor.ts";
import * as editor from "../text/editor.ts";
import { type Bindable, type KeyChanges, keysOf } from "./bindings.ts";
import type { Effect, Update } from "./effects.ts";
import { moveField, submit, switchMode, toggleRemember } from "./login.ts";
import type { LoginScreen, State } from "./state.ts";

export interface LoginKeyRow extends Bindable {
  readonly help: string;
  /** Some words for the form, in the order of the rows; undefined where it does nothing. */
  hint?(login: LoginScreen, connection: ConnectionState): string | undefined;
  /** Also while a request is under way, when nothing may change that it was made of. */
  readonly always?: true;
  run(login: LoginScreen, isConnected: boolean): Update<LoginScreen>;
}

function editing(operation: EditorOperation): LoginKeyRow["run"] {
  return (login) => [withField(login, operation(login.fields[login.field])), []];
}

export const loginKeys: readonly LoginKeyRow[] = [
  { name: "login-go-on", keys: ["enter"], needed: true, help: "go on", hint: () => "go on", run: submit },
  {
    name: "login-next-field",
    keys: ["tab", "down", "pagedown"],
    help: "next field, or part of a question",
    hint: ({ certificate }) => (certificate ? undefined : "next field"),
    run: (login) => [moveField(login, 1), []],
  },
  {
    name: "login-previous-field",
    keys: ["shift+tab", "up", "pageup"],
    help: "field before, or part of a question",
    run: (login) => [moveField(login, -1), []],
  },
  {
    name: "login-switch-mode",
    keys: ["f2", "ctrl+t"],
    help: "sign up or log in",
    hint: ({ mode, certificate }) =>
      certificate ? undefined : mode === "login" ? "sign up instead" : "log in instead",
    run: (login) => [login.certificate ? login : switchMode(login), []],
  },
  {
    name: "login-quit",
    keys: ["ctrl+c"],
    needed: true,
    help: "quit",
    hint: () => "quit",
    always: true,
    run: (login) => [login, [{ do: "quit" }]],
  },
  {
    name: "login-remember",
    keys: ["f3", "ctrl+o"],
    help: "stay logged in on this machine, or don't",
    hint: ({ remember, certificate }) =>
      certificate ? undefined : remember ? "don't stay logged in" : "stay logged in",
    run: (login) => [toggleRemember(login), []],
  },
  {
    name: "login-forget",
    keys: ["escape"],
    help: "forget the message",
    run: (login) => [{ ...login, problem: undefined }, []],
  },
  {
    name: "login-redraw",
    keys: ["ctrl+l"],
    help: "draw the screen anew",
    always: true,
    run: (login) => [login, [{ do: "redraw" }]],
  },
  {
    name: "login-suspend",
    keys: ["ctrl+z"],
    help: "suspend",
    always: true,
    run: (login) => [login, [{ do: "suspend" }]],
  },
  {
    name: "login-connect",
    keys: ["ctrl+r"],
    help: "connect now",
    hint: ({ certificate }, connection) =>
      "reason" in connection && !certificate ? "connect now" : undefined,
    always: true,
    run: (login) => [login, [{ do: "connect" }]],
  },
  { name: "login-left", keys: ["left", "ctrl+b"], help: "left", run: editing(editor.left) },
  { name: "login-right", keys: ["right", "ctrl+f"], help: "right", run: editing(editor.right) },
  { name: "login-start", keys: ["home", "ctrl+a"], help: "start", run: editing(editor.lineStart) },
  { name: "login-end", keys: ["end", "ctrl+e"], help: "end", run: editing(editor.lineEnd) },
  {
    name: "login-backspace",
    keys: ["backspace"],
    help: "delete to the left",
    run: editing(editor.backspace),
  },
  {
    name: "login-delete",
    keys: ["delete", "ctrl+d"],
    help: "delete to the right",
    run: editing(editor.deleteForward),
  },
  { name: "login-clear", keys: ["ctrl+u", "ctrl+w"], help: "clear the field", run: editing(editor.clear) },
];

/** What the form looks at besides itself. */
type Around = Pick<State, "settings" | "connection">;

export function loginInput(login: LoginScreen, event: InputEvent, around: Around): Update<LoginScreen> {
  const isConnected = around.connection.state === "connected";
  if (event.type === "key") return pressed(login, event.key, around.settings.keys, isConnected);
  if (event.type === "paste" && !event.marked) return typedAhead(login, event.text, isConnected);
  if (event.type !== "text" && event.type !== "paste") return [login, []];
  return [typed(login, event.text.replaceAll("\n", "")), []];
}

function pressed(
  login: LoginScreen,
  key: string,
  changes: KeyChanges,
  isConnected: boolean,
): Update<LoginScreen> {
  const row = loginKeys.find((one) => keysOf(one, changes).includes(key));
  return row && (row.always || !login.busy) ? row.run(login, isConnected) : [login, []];
}

/** A name and a password that came at once are meant for a field each. */
function typedAhead(login: LoginScreen, text: string, isConnected: boolean): Update<LoginScreen> {
  const effects: Effect[] = [];
  let next = login;
  for (const part of text.split(/(\n)/)) {
    const [changed, more] = part === "\n" ? submit(next, isConnected) : [typed(next, part), []];
    next = changed;
    effects.push(...more);
  }
  return [next, effects];
}

function typed(login: LoginScreen, text: string): LoginScreen {
  return login.busy ? login : withField(login, editor.insert(login.fields[login.field], text));
}

/** Whoever goes on writing, but for an answer, hasn't said all that is to be sent. */
function withField(login: LoginScreen, state: editor.EditorState): LoginScreen {
  const eager = login.eager && login.certificate !== undefined;
  return { ...login, eager, fields: { ...login.fields, [login.field]: state } };
}
