/** The settings as rows of a panel, with the words for the selected one whole and what else there is to say below them. */
import type { Context } from "../state/effects.ts";
import { type SettingsRow, settingsRows } from "../state/settings-panel.ts";
import { bad, dim } from "../style.ts";
import { padEnd, textWidth, truncate } from "../text/width.ts";
import { wrap } from "../text/wrap.ts";
import { around, markColumns } from "./around.ts";

/** So many settings are shown before room goes to what is below them. */
const settingsMin = 2;

interface SettingsLayout {
  readonly all: readonly SettingsRow[];
  /** How many rows the settings have among those of the panel. */
  readonly listRows: number;
  readonly nameColumns: number;
  readonly valueColumns: number;
  /** What is below the settings, as far as there is room for it. */
  readonly notes: readonly string[];
}

export function layoutSettings(
  context: Context,
  selected: number,
  columns: number,
  rows: number,
): SettingsLayout {
  const all = settingsRows(context);
  const notes = noteLines(context, all[selected]?.help ?? "", columns);
  const listRows = Math.min(all.length, Math.max(settingsMin, rows - notes.length));
  return {
    all,
    listRows,
    nameColumns: Math.max(...all.map(({ name }) => textWidth(name))) + 2,
    valueColumns: Math.max(...all.map(({ value }) => textWidth(value))) + 2,
    notes: rows > listRows + notes.length ? ["", ...notes] : notes,
  };
}

export function settingsLines(context: Context, selected: number, columns: number, rows: number): string[] {
  const { all, listRows, nameColumns, valueColumns, notes } = layoutSettings(
    context,
    selected,
    columns,
    rows,
  );
  const line = ({ name, value, help }: SettingsRow): string => {
    const words = `${padEnd(name, nameColumns)}${padEnd(value, valueColumns)}${help}`;
    return padEnd(truncate(words, columns - markColumns), columns - markColumns);
  };
  return [...around(all, selected, listRows, line), ...notes];
}

/** The words for the selected one come first: its row may have cut them. */
function noteLines({ settingsFile: { path, problems } }: Context, help: string, columns: number): string[] {
  const wrapped = (text: string): string[] => wrap(text, columns - 3).map((row) => `  ${row}`);
  return [...wrapped(help), ...problems.flatMap(wrapped).map(bad), ...wrapped(`Kept in ${path}`).map(dim)];
}
