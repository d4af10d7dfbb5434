/** The login and signup form, which says what is wrong and what to do about it. */
import { explain } from "../../protocol/index.ts";
import { keysOf } from "../state/bindings.ts";
import { fieldsOf } from "../state/login.ts";
import { loginKeys } from "../state/login-keys.ts";
import { settingsWords } from "../state/settings-panel.ts";
import type { LoginField, LoginScreen, State } from "../state/state.ts";
import { accent, bad, bold, dim, inverse, warning } from "../style.ts";
import { keyName } from "../terminal/key-names.ts";
import { layoutEditor } from "../text/editor-layout.ts";
import { graphemes, padEnd, textWidth } from "../text/width.ts";
import { wrap } from "../text/wrap.ts";
import { fieldLabels, problemWords } from "../words.ts";
import { connectionWords } from "./status.ts";

const labelColumns = 16;
const fieldColumns = 20;

/** Where the cursor is: the form starts at the top left, so rows and columns can be counted. */
export function loginCursor(state: State, login: LoginScreen): { row: number; column: number } {
  const row = headRows(state, login).length + fieldsOf(login).indexOf(login.field);
  return { row, column: 2 + labelColumns + shownField(login, login.field).cursorColumn };
}

export function loginRows(state: State, login: LoginScreen): string[] {
  const fields = fieldsOf(login).map((field) => fieldRow(login, field));
  const words = problemRows(state, login).flatMap(({ text, style }) =>
    wrap(text, state.size.columns - 4).map((row) => `  ${style(row)}`),
  );
  return [
    ...headRows(state, login),
    ...fields,
    ...(roomy(state) ? [""] : []),
    ...words,
    ...hintRows(state, login),
    ...settingsRows(state),
  ];
}

function headRows(state: State, login: LoginScreen): string[] {
  const title = login.mode === "login" ? "Log in" : "Sign up";
  const where = `  ${bold(title)} at ${state.server}`;
  const words = connectionWords(state);
  const fits = textWidth(`  ${title} at ${state.server} · ${words}`) <= state.size.columns;
  const head = fits ? [`${where} ${dim(`· ${words}`)}`] : [where, `  ${dim(words)}`];
  return roomy(state) ? ["", ...head, ""] : head;
}

/** Without blank rows the form fits into ten. */
function roomy({ size }: State): boolean {
  return size.rows >= 16;
}

function fieldRow(login: LoginScreen, field: LoginField): string {
  const here = field === login.field;
  const value = padEnd(shownField(login, field).rows[0] ?? "", fieldColumns);
  return `  ${here ? bold(padEnd(fieldLabels[field], labelColumns)) : padEnd(fieldLabels[field], labelColumns)}${here ? inverse(value) : value}`;
}

function shownField({ fields }: LoginScreen, field: LoginField): ReturnType<typeof layoutEditor> {
  const editor = fields[field];
  if (field === "name") return layoutEditor(editor, fieldColumns, 1);
  // As many dots as characters; the text itself never gets near the screen.
  const dots = (text: string): string => "•".repeat(graphemes(text).length);
  const text = dots(editor.text);
  return layoutEditor(
    { ...editor, text, cursor: dots(editor.text.slice(0, editor.cursor)).length },
    fieldColumns,
    1,
  );
}

/** Mistakes in the settings are for later: below all that one needs now. */
function settingsRows(state: State): string[] {
  if (state.settingsFile.problems.length === 0) return [];
  const words = wrap(settingsWords(state), state.size.columns - 4).map((row) => `  ${warning(row)}`);
  return roomy(state) ? ["", ...words] : words;
}

interface Words {
  readonly text: string;
  readonly style: (text: string) => string;
}

function problemRows({ connection, now }: State, { problem, busy }: LoginScreen): Words[] {
  const offline = "reason" in connection ? [{ text: explain(connection.reason), style: warning }] : [];
  if (busy) return [{ text: "One moment …", style: accent }];
  if (problem === undefined) return offline;
  const words = problemWords(problem, now);
  if (problem.kind === "note") return [...offline, { text: words, style: accent }];
  if (problem.kind !== "held") return [...offline, { text: words, style: bad }];
  const keys = "Enter takes over and ends that session; Esc leaves it alone.";
  return [...offline, { text: `${words} ${keys}`, style: warning }];
}

function hintRows(state: State, login: LoginScreen): string[] {
  const hints = loginKeys.flatMap((row) => {
    const [key] = keysOf(row, state.settings.keys);
    return key === undefined || row.hint === undefined ? [] : [`${keyName(key)} ${row.hint(login)}`];
  });
  return [
    ...(roomy(state) ? [""] : []),
    ...wrap(hints.join(" · "), state.size.columns - 4).map((row) => `  ${dim(row)}`),
  ];
}
