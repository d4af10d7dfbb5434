/** The settings as rows of a panel, with where they are kept and what is wrong there below them. */
import type { Context } from "../state/effects.ts";
import { type SettingsRow, settingsRows } from "../state/settings-panel.ts";
import { bad, dim, inverse } from "../style.ts";
import { padEnd, textWidth, truncate } from "../text/width.ts";
import { wrap } from "../text/wrap.ts";
import { around } from "./around.ts";

/** So many settings are shown before room goes to what is below them. */
const settingsMin = 4;

export function settingsLines(context: Context, selected: number, columns: number, rows: number): string[] {
  const all = settingsRows(context);
  const notes = noteLines(context, all[selected]?.help ?? "", columns);
  const nameColumns = Math.max(...all.map(({ name }) => textWidth(name))) + 2;
  const valueColumns = Math.max(...all.map(({ value }) => textWidth(value))) + 2;
  const line = ({ name, value, help }: SettingsRow, isSelected: boolean): string => {
    const words = `${padEnd(name, nameColumns)}${padEnd(value, valueColumns)}${help}`;
    const shown = padEnd(`  ${truncate(words, columns - 2)}`, columns);
    return isSelected ? inverse(shown) : shown;
  };
  return [...around(all, selected, Math.max(settingsMin, rows - notes.length), line), ...notes];
}

/** The words for the selected one whole, as its row may have cut them. */
function noteLines({ settingsFile: { path, problems } }: Context, help: string, columns: number): string[] {
  const wrapped = (text: string): string[] => wrap(text, columns - 3).map((row) => `  ${row}`);
  return [
    "",
    ...wrapped(help),
    ...problems.flatMap(wrapped).map(bad),
    ...wrapped(`Kept in ${path}`).map(dim),
  ];
}
