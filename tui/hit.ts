/** What is at a cell of the main screen, for the mouse: from the same rules that draw it. */
import { type Layout, layoutChat } from "./layout.ts";
import { viewport } from "./log/viewport.ts";
import { panelInner } from "./panel-lines.ts";
import { shownIn } from "./state/browsing.ts";
import { selectableRows } from "./state/choosing.ts";
import { sidebarRows, sidebarTop } from "./state/navigation.ts";
import { paneOf } from "./state/scrolling.ts";
import type { ChatScreen, Panel, State } from "./state/state.ts";
import { textWidth } from "./text/width.ts";
import { markColumns, topRow } from "./view/around.ts";
import { badge } from "./view/badge.ts";
import { choiceAt } from "./view/completions.ts";
import { layoutSettings } from "./view/settings-lines.ts";
import { hintAt } from "./view/status.ts";

export type Target =
  | { readonly kind: "contact"; readonly name: string; readonly top: number }
  /** A row of a panel, counted from the first. */
  | { readonly kind: "row"; readonly index: number }
  /** In such a row of the settings, what the setting is. */
  | { readonly kind: "value"; readonly index: number }
  | { readonly kind: "choice"; readonly index: number }
  /** A cell of the input, counted from its first row, scrolled out or not, and from behind the prompt. */
  | { readonly kind: "input"; readonly row: number; readonly column: number; readonly width: number }
  | { readonly kind: "message"; readonly index: number }
  | { readonly kind: "hint"; readonly action: string }
  | { readonly kind: "sidebar" | "nothing" };

export interface Cell {
  readonly x: number;
  readonly y: number;
}

const nothing: Target = { kind: "nothing" };

export function targetAt(state: State, chat: ChatScreen, { x, y }: Cell): Target {
  const { rows } = state.size;
  const layout = layoutChat(chat, state.size);
  const { log, sidebar } = layout;
  if (y === rows - 1) {
    const action = hintAt(state, chat, x);
    return action === undefined ? nothing : { kind: "hint", action };
  }
  if (x < sidebar) return contactAt(chat, rows - 1, y);
  const choice = choiceAt(chat, layout, x, y);
  if (choice !== undefined) return { kind: "choice", index: choice };
  if (y >= rows - 1 - layout.input.rows.length) return inputAt(layout, x, y - rows + 1);
  if (y < log.top || y >= log.top + log.rows) return nothing;
  if (chat.panel) return rowAt(chat, chat.panel, layout, state, { x: x - log.left, y: y - log.top - 1 });
  const over = badge(chat, state, log);
  if (over && y === over.row && x >= over.column) return { kind: "hint", action: over.action };
  return messageAtRow(chat, state.size, y - log.top);
}

function contactAt(chat: ChatScreen, rows: number, y: number): Target {
  const top = sidebarTop(chat, rows);
  const row = sidebarRows(chat)[top + y];
  return row ? { kind: "contact", name: row.conversation.name, top } : { kind: "sidebar" };
}

/** A row counted from the status bar, upwards where negative. */
function inputAt({ log, prompt, input }: Layout, x: number, y: number): Target {
  const before = textWidth(prompt);
  const row = input.hiddenAbove + input.rows.length + y;
  const column = Math.max(0, x - log.left - before);
  return { kind: "input", row, column, width: Math.max(1, log.columns - before) };
}

/** Panels whose rows are one high and can be selected. */
function rowAt(chat: ChatScreen, panel: Panel, { log }: Layout, state: State, { x, y }: Cell): Target {
  const inner = panelInner(log.rows);
  if (!("selected" in panel) || y < 0 || y >= inner) return nothing;
  if (panel.kind === "settings") return settingAt(state, panel.selected, log.columns, inner, { x, y });
  const count = selectableRows(chat, panel);
  const index = topRow(panel.selected, count, inner) + y;
  return index < count ? { kind: "row", index } : nothing;
}

/** The settings have other things below them. */
function settingAt(state: State, selected: number, columns: number, rows: number, { x, y }: Cell): Target {
  const { all, listRows, nameColumns, valueColumns } = layoutSettings(state, selected, columns, rows);
  if (y >= listRows) return nothing;
  const index = topRow(selected, all.length, listRows) + y;
  const value = x - markColumns - nameColumns;
  return { kind: value >= 0 && value < valueColumns ? "value" : "row", index };
}

/** Few messages stand at the lower edge of the log. */
function messageAtRow(chat: ChatScreen, size: State["size"], y: number): Target {
  const pane = paneOf(chat, size);
  const { spans, rows } = viewport(shownIn(chat), pane);
  const row = y - (pane.rows - rows.length);
  const span = spans.find(({ top, height }) => row >= top && row < top + height);
  return span && row >= 0 ? { kind: "message", index: span.index } : nothing;
}
