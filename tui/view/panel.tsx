/** Panels over the log, as rows that fill its rectangle. */
import { Text } from "ink";
import type { ReactNode } from "react";
import { duration, when } from "../log/times.ts";
import { commands } from "../state/commands.ts";
import { keyGroups } from "../state/keys.ts";
import { listTitles } from "../state/panels.ts";
import type { ListKind, ListRow, Panel as PanelState } from "../state/state.ts";
import { accent, bold, dim, good, inverse } from "../style.ts";
import { padEnd, textWidth, truncate } from "../text/width.ts";
import { wrap } from "../text/wrap.ts";
import { keyName } from "./key-names.ts";

interface PanelProps {
  readonly panel: PanelState;
  readonly columns: number;
  readonly rows: number;
  readonly now: number;
}

export function Panel({ panel, columns, rows, now }: PanelProps): ReactNode {
  const inner = rows - 2;
  const [title, lines] =
    panel.kind === "help" ? help(panel.top, columns, inner) : list(panel, columns, inner, now);
  const frame = [
    heading(title, columns),
    ...lines.slice(0, inner),
    ...Array(Math.max(0, inner - lines.length)).fill(""),
  ];
  const foot =
    panel.kind === "help" ? "Esc closes · PgUp PgDn scroll" : "Esc closes · Enter whispers to the selected";
  return (
    <Text wrap="truncate">
      {[...frame, dim(truncate(` ${foot}`, columns))].map((row) => row || " ").join("\n")}
    </Text>
  );
}

function heading(title: string, columns: number): string {
  const start = `── ${truncate(title, columns - 4)} `;
  return accent(start + "─".repeat(Math.max(0, columns - textWidth(start))));
}

function help(top: number, columns: number, rows: number): [string, string[]] {
  const lines = helpLines(columns);
  const start = Math.min(top, Math.max(0, lines.length - rows));
  return ["Help", lines.slice(start, start + rows)];
}

function helpLines(columns: number): string[] {
  // What holds always comes first, the special cases after it.
  const groups = keyGroups.toSorted((a, b) => Number(a.when !== undefined) - Number(b.when !== undefined));
  const keys = groups.flatMap(({ title, rows }) => [
    bold(` ${title}`),
    ...rows.flatMap(({ keys: chords, help: words }) => entry(chordsShown(chords), words, columns)),
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
    ...entry("…", "not stored yet; sent as soon as there is a connection", columns),
    ...entry("✓", "stored by the server", columns),
    ...entry("✓✓", "delivered to the other side", columns),
    ...entry("✗", "refused, with the reason", columns),
    ...entry("● ○ x", "online, offline, blocked by you", columns),
  ];
  return [...keys, bold(" Commands"), ...slash, "", ...legend];
}

/** Nine digits are one range. */
function chordsShown(chords: readonly string[]): string {
  const shown =
    chords.length > 4
      ? [`${keyName(chords[0] ?? "")} … ${keyName(chords.at(-1) ?? "").at(-1)}`]
      : chords.map(keyName);
  return shown.join(", ");
}

function entry(left: string, right: string, columns: number): string[] {
  const width = Math.min(26, Math.floor(columns / 2));
  if (textWidth(left) + 3 > width)
    return [`  ${truncate(left, columns - 2)}`, ...indented(right, width, columns)];
  const [first = "", ...rest] = indented(right, width, columns);
  return [`  ${padEnd(left, width - 2)}${first.trimStart()}`, ...rest];
}

function indented(text: string, indent: number, columns: number): string[] {
  return wrap(text, columns - indent - 1).map((row) => " ".repeat(indent) + row);
}

function list(
  panel: PanelState & { kind: "list" },
  columns: number,
  rows: number,
  now: number,
): [string, string[]] {
  const { rows: people, selected } = panel;
  const title = people === undefined ? listTitles[panel.list] : `${listTitles[panel.list]}: ${people.length}`;
  if (people === undefined) return [title, [dim("  …")]];
  if (people.length === 0) return [title, [dim("  Nobody.")]];
  const top = Math.max(0, Math.min(selected - (rows >> 1), people.length - rows));
  return [
    title,
    people
      .slice(top, top + rows)
      .map((row, index) => person(row, panel.list, top + index === selected, columns, now)),
  ];
}

function person(row: ListRow, kind: ListKind, selected: boolean, columns: number, now: number): string {
  const mark = kind === "blocked" ? "x" : row.online ? "●" : "○";
  const text = padEnd(
    truncate(`  ${mark} ${padEnd(row.name, 21)} ${wordsFor(row, kind, now)}`, columns),
    columns,
  );
  if (selected) return inverse(text);
  return kind !== "blocked" && row.online ? text.replace("●", good("●")) : text;
}

function wordsFor({ time, online }: ListRow, kind: ListKind, now: number): string {
  if (kind === "blocked") return `since ${when(time, now)}`;
  if (kind === "online") return `since ${when(time, now)}, ${duration(now - time)}`;
  return `${when(time, now)}, ${duration(now - time)} ago, ${online ? "still here" : "has left"}`;
}
