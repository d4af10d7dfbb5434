/** The settings as lines: all of them where somebody asks, and each that has changed, whoever has changed it. */
import type { Context } from "../state/effects.ts";
import { choicesOf, settingRows } from "../state/settings.ts";
import { settingsRows, settingsWords } from "../state/settings-panel.ts";
import type { State } from "../state/state.ts";
import { type Line, note } from "./line.ts";

export function settingLines(context: Context): string[] {
  const { path, problems } = context.settingsFile;
  return [
    `Settings, kept in ${path}; /set NAME VALUE changes one:`,
    ...settingsRows(context).map(({ name, value, help }) => `${name} is ${value}: ${help}`),
    ...problems,
  ];
}

/** What holds from now on. At the login form it's told here, too, that something is wrong with the file. */
export function changedSettings(before: State, after: State): Line[] {
  if (before.settings === after.settings) return [];
  const known = settingsRows(before);
  const changed = settingsRows(after).filter(
    ({ name, value }, index) => choicesOf(settingRows[name].check) && value !== known[index]?.value,
  );
  const wrong = after.screen.kind === "login" ? settingsProblem(after) : [];
  return [...changed.map(({ name, value }) => note(`${name} is ${value}.`)), ...wrong];
}

/** What is wrong with the file, if anything is. */
export function settingsProblem(state: Pick<State, "settingsFile">): Line[] {
  return state.settingsFile.problems.length > 0 ? [note(settingsWords(state))] : [];
}
