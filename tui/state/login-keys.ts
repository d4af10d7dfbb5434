/** The keys of the login form, one row each; its hints come from here. */
import type { InputEvent } from "../terminal/events.ts";
import type { EditorOperation } from "../text/editor.ts";
import * as editor from "../text/editor.ts";
import type { Update } from "./effects.ts";
import { moveField, submit, switchMode } from "./login.ts";
import type { LoginScreen } from "./state.ts";

export interface LoginKeyRow {
  readonly keys: readonly string[];
  readonly help: string;
  /** Also while a request is under way, when nothing may change that it was made of. */
  readonly always?: true;
  run(login: LoginScreen): Update<LoginScreen>;
}

function editing(operation: EditorOperation): LoginKeyRow["run"] {
  return (login) => [withField(login, operation(login.fields[login.field])), []];
}

export const loginKeys: readonly LoginKeyRow[] = [
  { keys: ["enter"], help: "go on", run: submit },
  { keys: ["tab", "down"], help: "next field", run: (login) => [moveField(login, 1), []] },
  { keys: ["shift+tab", "up"], help: "field before", run: (login) => [moveField(login, -1), []] },
  { keys: ["f2", "ctrl+t"], help: "sign up or log in", run: (login) => [switchMode(login), []] },
  { keys: ["ctrl+c"], help: "quit", always: true, run: (login) => [login, [{ do: "quit" }]] },
  { keys: ["escape"], help: "forget the message", run: (login) => [{ ...login, problem: undefined }, []] },
  {
    keys: ["ctrl+l"],
    help: "draw the screen anew",
    always: true,
    run: (login) => [login, [{ do: "redraw" }]],
  },
  { keys: ["ctrl+z"], help: "suspend", always: true, run: (login) => [login, [{ do: "suspend" }]] },
  { keys: ["ctrl+r"], help: "connect now", always: true, run: (login) => [login, [{ do: "connect" }]] },
  { keys: ["left", "ctrl+b"], help: "left", run: editing(editor.left) },
  { keys: ["right", "ctrl+f"], help: "right", run: editing(editor.right) },
  { keys: ["home", "ctrl+a"], help: "start", run: editing(editor.lineStart) },
  { keys: ["end", "ctrl+e"], help: "end", run: editing(editor.lineEnd) },
  { keys: ["backspace"], help: "delete to the left", run: editing(editor.backspace) },
  { keys: ["delete", "ctrl+d"], help: "delete to the right", run: editing(editor.deleteForward) },
  { keys: ["ctrl+u", "ctrl+w"], help: "clear the field", run: editing(editor.clear) },
];

export function loginInput(login: LoginScreen, event: InputEvent): Update<LoginScreen> {
  if (event.type === "key") {
    const row = loginKeys.find(({ keys }) => keys.includes(event.key));
    return row && (row.always || !login.busy) ? row.run(login) : [login, []];
  }
  if (login.busy || (event.type !== "text" && event.type !== "paste")) return [login, []];
  const text = event.text.replaceAll("\n", "");
  return [withField(login, editor.insert(login.fields[login.field], text)), []];
}

function withField(login: LoginScreen, state: editor.EditorState): LoginScreen {
  return { ...login, fields: { ...login.fields, [login.field]: state } };
}
