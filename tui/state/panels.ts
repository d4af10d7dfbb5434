/** Panels over the log: help, and the answers to queries about people. */

import type { Answer, Ask, Update } from "./effects.ts";
import { remoteName } from "./remote.ts";
import type { ChatScreen, FindPanel, ListKind, ListRow, Panel } from "./state.ts";

export const listTitles: Readonly<Record<ListKind, string>> = {
  online: "Online now",
  recent: "Logged in within the last hour",
  blocked: "Blocked by you",
};

export function openHelp(chat: ChatScreen): Update<ChatScreen> {
  return [{ ...chat, panel: { kind: "help", top: 0, browsing: chat.browse !== undefined } }, []];
}

export function openList(chat: ChatScreen, list: ListKind): Update<ChatScreen> {
  const panel: Panel = { kind: "list", list, rows: undefined, selected: 0 };
  return [{ ...chat, panel }, [{ do: "ask", ask: { request: list, params: {} } }]];
}

/** Words about something in another panel lead back to that; a search is kept, to be gone on with. */
export function closePanel(chat: ChatScreen): Update<ChatScreen> {
  const { panel } = chat;
  if (panel?.kind === "find" && panel.query.text !== "")
    return [{ ...chat, panel: undefined, lastFind: withoutPage(panel) }, []];
  return [{ ...chat, panel: panel?.kind === "words" ? panel.from : undefined }, []];
}

/** What is under way when a search is closed never comes: it's asked for again. */
function withoutPage(panel: FindPanel): FindPanel {
  const { finds } = panel;
  if (finds?.page === undefined) return panel;
  return { ...panel, finds: finds.before === undefined ? undefined : { ...finds, page: undefined } };
}

/** Adds a page of the answer to the panel that asked for it, and asks for the next one. */
export function listAnswered(chat: ChatScreen, answer: Answer & { request: ListKind }): Update<ChatScreen> {
  const { panel } = chat;
  if (panel?.kind !== "list" || panel.list !== answer.request) return [chat, []];
  // A page may have been asked for twice.
  const before = panel.rows ?? [];
  const known = new Set(before.map(({ name }) => name));
  const rows = [...before, ...answer.result.accounts.map(rowOf).filter(({ name }) => !known.has(name))];
  const { next } = answer.result;
  const more: Ask[] = next === undefined ? [] : [{ request: answer.request, params: { page: next } }];
  return [{ ...chat, panel: { ...panel, rows } }, more.map((ask) => ({ do: "ask", ask }))];
}

/** Of any list of people. */
export function rowOf(account: { name: string; since?: number; time?: number; online?: boolean }): ListRow {
  return {
    name: remoteName(account.name),
    time: account.time ?? account.since ?? 0,
    online: account.online ?? true,
  };
}
