/** Panels over the log, as rows that fill its rectangle. */
import { Text } from "ink";
import { canonical } from "../../protocol/index.ts";
import { hasFoot, panelInner, panelLines } from "../panel-lines.ts";
import type { KeyChanges } from "../state/bindings.ts";
import type { Context } from "../state/effects.ts";
import { findBefore } from "../state/find.ts";
import { findHelp } from "../state/find-query.ts";
import { formTitle } from "../state/form.ts";
import { isUseful, shownKey } from "../state/keys.ts";
import { outboxRows } from "../state/outbox.ts";
import { listTitles } from "../state/panels.ts";
import { foundLines } from "../state/recall.ts";
import type { ChatScreen, Finds, ListRow, Panel as PanelState } from "../state/state.ts";
import { type SwitcherRow, switcherRows } from "../state/switcher-rows.ts";
import { accent, bold, dim, good, underline, warning } from "../style.ts";
import { isIsolated, isolatedIn } from "../text/direction.ts";
import { joinFitting, padEnd, textWidth, truncate } from "../text/width.ts";
import { wrap } from "../text/wrap.ts";
import { personWords } from "../words.ts";
import { around, markColumns } from "./around.ts";
import { day, foundLine } from "./found-line.ts";
import { Frame } from "./frame.ts";
import { outboxLine } from "./outbox-line.ts";
import type { PanelRows } from "./screen.ts";
import { settingsLines } from "./settings-lines.ts";

/** One for all: Ink remembers what it has laid out. */
const frame = new Frame();

export const panelRows: PanelRows = (chat, panel, { columns, rows }, context) => {
  const lines = allLines({ chat, panel, columns, rows, context });
  const text = lines.map((line) => line || " ").join("\n");
  const laidOut = frame.layout(<Text wrap="truncate">{text}</Text>, { columns, rows });
  // Ink drops characters that don't show: a line that needs them to keep its order is taken as it is.
  return laidOut.map((row, index) => lines.slice(index, index + 1).find(isIsolated) ?? row);
};

interface PanelProps {
  readonly chat: ChatScreen;
  readonly panel: PanelState;
  readonly columns: number;
  readonly rows: number;
  readonly context: Context;
}

function allLines({ chat, panel, columns, rows, context }: PanelProps): string[] {
  const inner = panelInner(rows);
  const { keys } = context.settings;
  const isWhole = !("top" in panel) || panelLines(panel, columns, keys).length <= inner;
  const foot = footWords(panel, isWhole, chat, context);
  const [title, lines] = content({ chat, panel, columns, rows: inner, context });
  const head = hasFoot(rows) ? title : withFoot(title, foot, columns - 3);
  const all = [
    heading(head, columns),
    ...lines.slice(0, inner),
    ...Array(Math.max(0, inner - lines.length)).fill(""),
  ];
  if (hasFoot(rows)) all.push(dim(truncate(` ${joinFitting(foot, " · ", columns - 1)}`, columns)));
  return all;
}

function content(props: PanelProps): [string, string[]] {
  const { panel, columns, rows, context } = props;
  const { settings, now } = context;
  switch (panel.kind) {
    case "help":
      return ["Help", scrolled(panelLines(panel, columns, settings.keys), panel.top, rows)];
    case "form":
      return [formTitle(panel), scrolled(panelLines(panel, columns, settings.keys), panel.top, rows)];
    case "words":
      return [panel.title, scrolled(panelLines(panel, columns, settings.keys), panel.top, rows)];
    case "list":
      return list(panel, props.chat, columns, rows, now);
    case "outbox":
      return outbox(panel, props);
    case "links":
      return [
        "Open which link?",
        around(panel.urls, panel.selected, rows, (url) =>
          padEnd(`${linkNumber(panel.urls.indexOf(url), settings.keys)} ${url}`, columns - markColumns),
        ),
      ];
    case "switcher":
      return switcher(panel, props);
    case "settings":
      return ["Settings", settingsLines(context, panel.selected, columns, rows)];
    case "find":
      return found(panel, props);
    case "lines":
      return sentLines(panel, props);
  }
}

function scrolled(lines: readonly string[], top: number, rows: number): string[] {
  return lines.slice(top, top + rows);
}

const closes = [["close-panel"], "closes"] as const;
/** Told where there is more than fits. */
const scroll = "scroll";
const scrolls = [["panel-page-up", "panel-page-down"], scroll] as const;

/** The actions that a panel's foot tells about, each with what it does. */
const feet: Readonly<Record<PanelState["kind"], readonly (readonly [readonly string[], string])[]>> = {
  help: [closes, scrolls],
  list: [closes, [["choose"], "starts a whisper"]],
  settings: [closes, [["previous-value", "next-value"], "change"], [["explain-setting"], "help"]],
  outbox: [
    closes,
    [["outbox-take-back"], "takes back"],
    [["outbox-edit"], "edits"],
    [["choose"], "goes there"],
  ],
  links: [closes, [["choose"], "opens it"], [[], "a number opens its link"]],
  switcher: [closes, [["choose"], "goes there"], [[], "/ commands"], [[], "@ people"]],
  find: [closes, [["choose"], "shows it in its place"], [["panel-down", "panel-page-down"], "older"]],
  lines: [closes, [["search-lines"], "further back"], [["choose"], "into the input"]],
  words: [closes, scrolls],
  form: [
    [["form-close"], "changes nothing"],
    [["form-up", "form-down"], scroll],
    [["form-go-on"], "goes on"],
  ],
};

function footWords({ kind }: PanelState, isWhole: boolean, chat: ChatScreen, context: Context): string[] {
  const useful = (action: string): boolean => isUseful(action, chat, context.size);
  const told = feet[kind].filter(([actions, does]) => actions.every(useful) && (does !== scroll || !isWhole));
  return told.flatMap(([actions, does]) => {
    const keys = actions.flatMap((action) => shownKey(action, context.settings.keys) ?? []);
    return keys.length === 0 && actions.length > 0 ? [] : [[...keys, does].join(" ")];
  });
}

/** Without a foot the title tells as many of its keys as it has room for. */
function withFoot(title: string, foot: readonly string[], columns: number): string {
  const fitting = foot.filter((words) => textWidth(`${title} · ${words}`) <= columns);
  return joinFitting([title, ...fitting], " · ", columns) || title;
}

function heading(title: string, columns: number): string {
  const start = truncate(`── ${title}`, columns);
  return accent(start + ` ${"─".repeat(columns)}`.slice(0, columns - textWidth(start)));
}

function list(
  panel: PanelState & { kind: "list" },
  { contacts }: ChatScreen,
  columns: number,
  rows: number,
  now: number,
): [string, string[]] {
  const { rows: people, selected } = panel;
  if (people === undefined) return [listTitles[panel.list], [dim("  …")]];
  // Rows stay where they are when a block ends: the same key brings it back.
  const isOver = ({ name }: ListRow): boolean =>
    panel.list === "blocked" && contacts.get(canonical(name))?.blocked !== true;
  const title = `${listTitles[panel.list]}: ${people.filter((row) => !isOver(row)).length}`;
  if (people.length === 0) return [title, [dim("  Nobody.")]];
  const nameColumns = Math.max(...people.map(({ name }) => textWidth(name))) + 1;
  const line = (row: ListRow, isSelected: boolean): string => {
    const told = isOver(row) ? "not blocked any more" : personWords(row, panel.list, now);
    const mark = isOver(row) ? " " : panel.list === "blocked" ? "x" : row.online ? "●" : "○";
    const text = padEnd(`${mark} ${padEnd(row.name, nameColumns)} ${told}`, columns - markColumns);
    return isSelected ? text : text.replace("●", good("●"));
  };
  return [title, around(people, selected, rows, line)];
}

/** The key that opens this one. */
function linkNumber(index: number, changes: KeyChanges): string {
  return padEnd(shownKey("open-link-number", changes, index) ?? "", 1);
}

function switcher(
  { query, selected }: PanelState & { kind: "switcher" },
  props: PanelProps,
): [string, string[]] {
  const { chat, columns, rows } = props;
  const found = switcherRows(chat, query.text);
  if (found.length === 0) return ["Go to", [dim(truncate("  Nothing of that name.", columns))]];
  const nameColumns = Math.min(22, columns - 5, Math.max(...found.map(({ name }) => textWidth(name)))) + 1;
  return ["Go to", around(found, selected, rows, (row) => place(row, nameColumns, props))];
}

/** A name with what was typed of it, words, and the key that does the same. */
function place(
  { name, matched, words, goal }: SwitcherRow,
  nameColumns: number,
  { columns, context }: PanelProps,
): string {
  const action = goal.kind === "command" && (goal.command.action ?? goal.command.name);
  const key = (action && columns >= 40 && shownKey(action, context.settings.keys)) || "";
  const room = Math.max(0, columns - 4 - nameColumns - textWidth(key));
  return `${picked(padEnd(truncate(name, nameColumns - 1), nameColumns), matched)}${padEnd(words, room)} ${key} `;
}

/** By shape, so that it shows without colours, and on the selected row. */
function picked(name: string, matched: readonly number[]): string {
  return Array.from(name, (letter, index) =>
    matched.includes(index) ? underline(bold(letter)) : letter,
  ).join("");
}

function outbox(
  { selected }: PanelState & { kind: "outbox" },
  { chat, columns, rows, context }: PanelProps,
): [string, string[]] {
  const waiting = outboxRows(chat);
  if (waiting.length === 0) return ["Outbox", [dim("  Nothing waits, and nothing was refused.")]];
  return [`Outbox: ${waiting.length}`, around(waiting, selected, rows, outboxLine(columns, context.now))];
}

function found(
  { finds, selected, conversation }: PanelState & { kind: "find" },
  props: PanelProps,
): [string, string[]] {
  const { chat, columns, rows, context } = props;
  const title = `Find in ${chat.conversations.get(conversation)?.name ?? conversation}`;
  if (!chat.live && !finds?.rows.length)
    return [title, [warning(truncate("  Searching needs a connection.", columns))]];
  if (finds === undefined || finds.text === "")
    return [title, [...againLines(props), ...findHelp.flatMap((words) => indented(words, columns)).map(dim)]];
  if (finds.problem !== undefined) return [title, indented(finds.problem, columns).map(warning)];
  const line = foundLine(columns, context.now, finds.search.words ?? []);
  return [`${title}: ${findWords(finds)}`, around(finds.rows, selected, rows, line)];
}

/** The search before, with the key that goes on with it. */
function againLines({ chat, columns, context }: PanelProps): string[] {
  const before = findBefore(chat);
  const key = before && shownKey("find-again", context.settings.keys);
  if (!key) return [];
  const words = `  ${key} again: `;
  return [
    words + isolatedIn(before.query.text.replaceAll("\n", " "), Math.max(0, columns - textWidth(words))),
  ];
}

/** How many there are, and how far back that is. */
function findWords({ rows, before, reached, page }: Finds): string {
  const back = reached === undefined ? "" : `, back to ${day(reached)}`;
  if (page) return `${rows.length}${back} …`;
  return before === undefined ? `${rows.length} in all` : `${rows.length}${back}, more further down`;
}

function indented(words: string, columns: number): string[] {
  return wrap(words, columns - 3).map((row) => `  ${row}`);
}

function sentLines(
  { query, selected }: PanelState & { kind: "lines" },
  props: PanelProps,
): [string, string[]] {
  const { chat, columns, rows } = props;
  const found = foundLines(chat, query.text);
  const title = "What you wrote before";
  if (found.length === 0) return [title, [dim("  Nothing like that.")]];
  const line = (text: string): string => isolatedIn(text.replaceAll("\n", " ⏎ "), columns - markColumns);
  return [title, around(found, selected, rows, line)];
}
