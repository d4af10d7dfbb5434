/** Moving in panels, and taking what is selected in one. */
import type { Context, Update } from "./effects.ts";
import { chooseFound } from "./find.ts";
import { open } from "./navigation.ts";
import { chooseInOutbox, outboxRows } from "./outbox.ts";
import { closePanel } from "./panels.ts";
import { chooseLine, foundLines } from "./recall.ts";
import { settingCount } from "./settings-panel.ts";
import type { ChatScreen, Panel } from "./state.ts";
import { chooseInSwitcher } from "./switcher.ts";
import { switcherRows } from "./switcher-rows.ts";
import { say } from "./talk.ts";

/** Moves the selection of a list, or scrolls what is only read. */
export function movePanel(chat: ChatScreen, step: number): Update<ChatScreen> {
  const { panel } = chat;
  if (panel === undefined) return [chat, []];
  if ("top" in panel) return [{ ...chat, panel: { ...panel, top: Math.max(0, panel.top + step) } }, []];
  const last = Math.max(0, selectableRows(chat, panel) - 1);
  const selected = Math.max(0, Math.min(last, panel.selected + step));
  return [{ ...chat, panel: { ...panel, selected } }, []];
}

/** Enter in a list. */
export function choose(chat: ChatScreen, context: Context): Update<ChatScreen> {
  const { panel } = chat;
  if (panel?.kind === "switcher") return chooseInSwitcher(chat, panel, context);
  if (panel?.kind === "find") return chooseFound(chat, panel, context);
  if (panel?.kind === "outbox") return chooseInOutbox(chat);
  if (panel?.kind === "lines") return chooseLine(chat, panel);
  if (panel?.kind === "links") return openLinkNumber(chat, panel.selected);
  const row = panel?.kind === "list" ? panel.rows?.[panel.selected] : undefined;
  if (row === undefined) return closePanel(chat);
  return row.name === chat.me
    ? say({ ...chat, panel: undefined }, "info", "That is you.")
    : open(chat, row.name);
}

/** Opens the link of this number, from 0. */
export function openLinkNumber(chat: ChatScreen, index: number): Update<ChatScreen> {
  const url = chat.panel?.kind === "links" ? chat.panel.urls[index] : undefined;
  return url === undefined ? [chat, []] : openLink(chat, url);
}

function openLink(chat: ChatScreen, url: string): Update<ChatScreen> {
  return [{ ...chat, panel: undefined }, [{ do: "openLink", url }]];
}

/** Whether the panel has a row to take. */
export function isSelected(chat: ChatScreen): boolean {
  const { panel } = chat;
  return panel !== undefined && !("top" in panel) && selectableRows(chat, panel) > 0;
}

export function selectableRows(chat: ChatScreen, panel: Exclude<Panel, { top: number }>): number {
  switch (panel.kind) {
    case "list":
      return panel.rows?.length ?? 0;
    case "lines":
      return foundLines(chat, panel.query.text).length;
    case "find":
      return panel.finds?.rows.length ?? 0;
    case "settings":
      return settingCount;
    case "outbox":
      return outboxRows(chat).length;
    case "links":
      return panel.urls.length;
    case "switcher":
      return switcherRows(chat, panel.query.text).length;
  }
}
