/** Looking at settings and changing them: the panel and `/set`. A change takes effect when the file has it. */
import { basename } from "node:path";
import type { Context, Effect, Update } from "./effects.ts";
import { choicesOf, type SettingName, type SettingValue, settingRows } from "./settings.ts";
import type { ChatScreen, State } from "./state.ts";
import { clearDraft, say } from "./talk.ts";

export interface SettingsRow {
  readonly name: SettingName;
  readonly value: string;
  readonly help: string;
}

const names = Object.keys(settingRows) as SettingName[];

export const settingCount = names.length;

export function openSettings(chat: ChatScreen): Update<ChatScreen> {
  return [{ ...chat, panel: { kind: "settings", selected: 0 } }, []];
}

/** The panel with this one selected. */
export function openSetting(chat: ChatScreen, name: SettingName): Update<ChatScreen> {
  return [{ ...chat, panel: { kind: "settings", selected: names.indexOf(name) } }, []];
}

/** Nothing can be typed into it, and Space is one of its keys. */
export function hasSettings({ panel }: ChatScreen): boolean {
  return panel?.kind === "settings";
}

export function settingsRows({ settings }: Pick<Context, "settings">): readonly SettingsRow[] {
  return names.map((name) => ({ name, value: shown(settings[name]), help: settingRows[name].help }));
}

/** The selected setting in full, where the panel has no room for it; closing that leads back to the panel. */
export function explainSelected(chat: ChatScreen, context: Context): Update<ChatScreen> {
  const { panel } = chat;
  if (panel?.kind !== "settings") return [chat, []];
  const row = settingsRows(context)[panel.selected];
  if (row === undefined) return [chat, []];
  const choices = choicesOf(settingRows[row.name].check)?.map(shown);
  const present = choices ? `It is ${row.value}, and can be ${either(choices)}.` : inFile(row.name, context);
  const text = `${row.help}\n${present}`;
  return [{ ...chat, panel: { kind: "words", title: row.name, text, top: 0, from: panel } }, []];
}

/** The next of the values that the selected setting can have, or the one before. */
export function changeSelected(chat: ChatScreen, context: Context, step: 1 | -1): Update<ChatScreen> {
  const name = chat.panel?.kind === "settings" ? names[chat.panel.selected] : undefined;
  if (name === undefined) return [chat, []];
  const choices = choicesOf(settingRows[name].check);
  if (choices === undefined) return say(chat, "info", inFile(name, context));
  const values: readonly unknown[] = choices;
  const index = values.indexOf(context.settings[name]);
  const next = choices[(index + step + choices.length) % choices.length];
  return [chat, next === undefined ? [] : [setting(name, next)]];
}

/** `/set NAME VALUE`; without a value it says the present one. */
export function set(chat: ChatScreen, argument: string, context: Context): Update<ChatScreen> {
  const [word = "", value] = argument.split(/\s+/);
  const name = names.find((one) => one === word.toLowerCase());
  if (name === undefined)
    return say(chat, "error", `There is no setting called ${word}. /set shows them all.`);
  const choices = choicesOf(settingRows[name].check);
  if (choices === undefined) return say(chat, "info", inFile(name, context));
  if (value === undefined) return say(chat, "info", `${name} is ${shown(context.settings[name])}.`);
  const meant = choices.find((choice) => wordsFor(choice).includes(value.toLowerCase()));
  if (meant !== undefined) return [clearDraft(chat), [setting(name, meant)]];
  return say(chat, "error", `${name} can be ${either(choices.map(shown))}.`);
}

function either(words: readonly string[]): string {
  return new Intl.ListFormat("en", { type: "disjunction" }).format(words);
}

/** No notifications at all, or those that the other settings allow. */
export function toggleQuiet(chat: ChatScreen, { settings }: Context): Update<ChatScreen> {
  return [chat, [setting("quiet", !settings.quiet)]];
}

/** The mouse is the client's, or the terminal's. */
export function toggleMouse(chat: ChatScreen, { settings }: Context): Update<ChatScreen> {
  const text = settings.mouse
    ? "The mouse is the terminal's: drag to select text. The same again takes it back."
    : "Wheel and clicks work here; Shift and drag selects text.";
  return [{ ...chat, notice: { kind: "info", text } }, [setting("mouse", !settings.mouse)]];
}

/** Something has changed the settings: a person here or one with an editor. */
export function settingsChanged(
  before: State,
  { settings, problems }: Pick<State["settingsFile"], "problems"> & Pick<State, "settings">,
): Update<State> {
  const state = { ...before, settings, settingsFile: { ...before.settingsFile, problems } };
  if (state.screen.kind !== "chat") return [state, []];
  const sidebar = settings.sidebar === before.settings.sidebar ? state.screen.sidebar : settings.sidebar;
  const screen = { ...state.screen, sidebar, notice: settingsNotice(state, before) ?? state.screen.notice };
  return [{ ...state, screen }, []];
}

/** What is wrong with the file, for whoever can't see all of it. */
export function settingsWords({ settingsFile: { path, problems } }: Pick<State, "settingsFile">): string {
  const more = problems.length > 1 ? ` (And ${problems.length - 1} more: /set shows them.)` : "";
  return `${basename(path)}: ${problems[0]}${more}`;
}

function settingsNotice(state: State, before: State): ChatScreen["notice"] {
  if (state.settingsFile.problems.length > 0) return { kind: "error", text: settingsWords(state) };
  if (before.settingsFile.problems.length === 0) return undefined;
  return { kind: "info", text: "Nothing is wrong with the settings any more." };
}

function setting(name: SettingName, value: SettingValue): Effect {
  return { do: "set", path: [name], value };
}

function inFile(name: SettingName, { settingsFile }: Context): string {
  return `${name} is changed in the file ${settingsFile.path}`;
}

/** A value in one word; of what has entries, how many. */
function shown(value: unknown): string {
  if (typeof value === "boolean") return value ? "on" : "off";
  if (typeof value === "string") return value;
  const count = Object.keys(value ?? {}).length;
  return count === 0 ? "–" : String(count);
}

function wordsFor(choice: SettingValue): readonly string[] {
  if (typeof choice === "string") return [choice];
  return choice ? ["on", "true", "yes"] : ["off", "false", "no"];
}
