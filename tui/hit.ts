/** What is at a cell of the main screen, for the mouse: from the same rules that draw it. */
import { layoutChat } from "./layout.ts";
import { viewport } from "./log/viewport.ts";
import { panelInner } from "./panel-lines.ts";
import { shownIn } from "./state/browsing.ts";
import { selectableRows } from "./state/choosing.ts";
import { sidebarRows, sidebarTop } from "./state/navigation.ts";
import { paneOf } from "./state/scrolling.ts";
import type { ChatScreen, Panel, State } from "./state/state.ts";
import { topRow } from "./view/around.ts";
import { badge } from "./view/badge.ts";
import { hintAt } from "./view/status.ts";

export type Target =
  | { readonly kind: "contact"; readonly name: string; readonly top: number }
  /** A row of a panel, counted from the first, and whether it's selected. */
  | { readonly kind: "row"; readonly index: number }
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
  const { log, sidebar } = layoutChat(chat, state.size);
  if (y === rows - 1) {
    const action = hintAt(state, chat, x);
    return action === undefined ? nothing : { kind: "hint", action };
  }
  if (x < sidebar) return contactAt(chat, rows - 1, y);
  if (y < log.top || y >= log.top + log.rows) return nothing;
  if (chat.panel) return rowAt(chat, chat.panel, panelInner(log.rows), y - log.top - 1);
  const over = badge(chat, state, log);
  if (over && y === over.row && x >= over.column) return { kind: "hint", action: over.action };
  return messageAtRow(chat, state.size, y - log.top);
}

function contactAt(chat: ChatScreen, rows: number, y: number): Target {
  const top = sidebarTop(chat, rows);
  const row = sidebarRows(chat)[top + y];
  return row ? { kind: "contact", name: row.conversation.name, top } : { kind: "sidebar" };
}

/** Panels whose rows are one high and can be selected; the settings have more below theirs. */
function rowAt(chat: ChatScreen, panel: Panel, rows: number, y: number): Target {
  if (!("selected" in panel) || panel.kind === "settings" || y < 0 || y >= rows) return nothing;
  const count = selectableRows(chat, panel);
  const index = topRow(panel.selected, count, rows) + y;
  return index < count ? { kind: "row", index } : nothing;
}

/** Few messages stand at the lower edge of the log. */
function messageAtRow(chat: ChatScreen, size: State["size"], y: number): Target {
  const pane = paneOf(chat, size);
  const { spans, rows } = viewport(shownIn(chat), pane);
  const row = y - (pane.rows - rows.length);
  const span = spans.find(({ top, height }) => row >= top && row < top + height);
  return span && row >= 0 ? { kind: "message", index: span.index } : nothing;
}
