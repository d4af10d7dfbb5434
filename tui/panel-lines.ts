/** What a panel that scrolls says, as rows; and how far it can be scrolled. */
import { layoutChat } from "./layout.ts";
import { marks, strippedBadge } from "./log/blocks.ts";
import { type KeyChanges, keysOf } from "./state/bindings.ts";
import { browseKeys } from "./state/browse-keys.ts";
import { commands } from "./state/commands.ts";
import type { Context } from "./state/effects.ts";
import { formWords } from "./state/form.ts";
import { groupsToRead } from "./state/keys.ts";
import type { ChatScreen, Panel } from "./state/state.ts";
import { bold } from "./style.ts";
import { keyName } from "./terminal/key-names.ts";
import { padEnd, textWidth } from "./text/width.ts";
import { wrap } from "./text/wrap.ts";

/** Whether a panel of so many rows has room for a foot. */
export function hasFoot(rows: number): boolean {
  return rows >= 5;
}

/** Rows for what a panel shows, without its heading and its foot. */
export function panelInner(rows: number): number {
  return rows - (hasFoot(rows) ? 2 : 1);
}

/** Panels that are read, not chosen from. */
type Words = Extract<Panel, { top: number }>;

export function panelLines(panel: Words, columns: number, changes: KeyChanges): string[] {
  if (panel.kind === "help") return helpLines(panel.browsing, columns, changes);
  const text = panel.kind === "form" ? formWords(panel) : panel.text;
  return wrap(text, columns - 4).map((row) => `  ${row}`);
}

/** A panel goes no further than to its last row. */
export function withinPanel(chat: ChatScreen, { size, settings }: Context): ChatScreen {
  const { panel } = chat;
  if (panel === undefined || !("top" in panel) || panel.top === 0) return chat;
  const { columns, rows } = layoutChat(chat, size).log;
  const last = Math.max(0, panelLines(panel, columns, settings.keys).length - panelInner(rows));
  return panel.top <= last ? chat : { ...chat, panel: { ...panel, top: last } };
}

function helpLines(browsing: boolean, columns: number, changes: KeyChanges): string[] {
  // What holds where help was asked for comes first.
  const groups = browsing ? [...new Set([browseKeys, ...groupsToRead])] : groupsToRead;
  const keys = groups.flatMap(({ title, rows }) => [
    bold(` ${title}`),
    ...rows.flatMap((row) => entry(chordsShown(keysOf(row, changes)), row.help, columns)),
    "",
  ]);
  const slash = commands.flatMap(({ name, aliases, usage, help: words }) =>
    entry(
      [`/${name}`, usage].join(" ").trim(),
      aliases.length > 0 ? `${words} (also ${aliases.map((alias) => `/${alias}`).join(" ")})` : words,
      columns,
    ),
  );
  const legend = [
    bold(" Marks"),
    ...entry(marks.unsaved, "on its way, in this program's memory only", columns),
    ...entry(marks.queued, "queued: kept on this disk, and sent as soon as there is a connection", columns),
    ...entry(marks.stored, "stored by the server", columns),
    ...entry(marks.delivered, "delivered to the other side", columns),
    ...entry(marks.refused, "refused, with the reason", columns),
    ...entry(strippedBadge, "control characters were removed from this text", columns),
    ...entry("● ○ x", "online, offline, blocked by you", columns),
  ];
  const writing = [
    bold(" In a message"),
    ...entry("`text`", "code; between ``` also over several lines", columns),
    ...entry("**text**", "bold", columns),
    ...entry("@name", "calls somebody, and so does the name at the start with a colon", columns),
    ...entry("https://…", "a link; what to hold for a click is up to the terminal", columns),
  ];
  return [...keys, bold(" Commands"), ...slash, "", ...writing, "", ...legend];
}

/** Nine digits are one range. */
function chordsShown(chords: readonly string[]): string {
  if (chords.length === 0) return "(no key)";
  const shown =
    chords.length > 4
      ? [`${keyName(chords[0] ?? "")} … ${keyName(chords.at(-1) ?? "").at(-1)}`]
      : chords.map(keyName);
  return shown.join(", ");
}

function entry(left: string, right: string, columns: number): string[] {
  const width = Math.min(26, Math.floor(columns / 2));
  if (textWidth(left) + 3 > width)
    return [...wrap(left, columns - 2).map((row) => `  ${row}`), ...indented(right, width, columns)];
  const [first = "", ...rest] = indented(right, width, columns);
  return [`  ${padEnd(left, width - 2)}${first.trimStart()}`, ...rest];
}

function indented(text: string, indent: number, columns: number): string[] {
  return wrap(text, columns - indent - 1).map((row) => " ".repeat(indent) + row);
}
