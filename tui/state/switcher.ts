/** The switcher: finds conversations and commands by a few letters of their names, and goes there. */
import fuzzysort from "fuzzysort";
import { EMPTY_EDITOR } from "../text/editor.ts";
import { type Command, commands } from "./commands.ts";
import type { Context, Update } from "./effects.ts";
import { open, sidebarRows } from "./navigation.ts";
import { closePanel } from "./panels.ts";
import type { ChatScreen, Panel } from "./state.ts";
import { fillDraft } from "./talk.ts";

export type SwitcherRow =
  | { readonly kind: "conversation"; readonly name: string; readonly words: string }
  | { readonly kind: "command"; readonly name: string; readonly words: string; readonly command: Command };

/** As many as anyone looks through before typing another letter. */
const rowsMax = 100;

export function openSwitcher(chat: ChatScreen): Update<ChatScreen> {
  return [{ ...chat, panel: { kind: "switcher", query: EMPTY_EDITOR, selected: 0 } }, []];
}

/** The best match first; without a query all there is, conversations in the sidebar's order. */
export function switcherRows(chat: ChatScreen, query: string): readonly SwitcherRow[] {
  const rows = [...conversationRows(chat), ...commandRows];
  if (query.trim() === "") return rows.slice(0, rowsMax);
  return fuzzysort
    .go(query.trim(), rows, { key: "name", limit: rowsMax, threshold: 0.2 })
    .map(({ obj }) => obj);
}

/** Goes to the selected conversation or runs the selected command, which may want an argument first. */
export function chooseInSwitcher(
  chat: ChatScreen,
  panel: Panel & { kind: "switcher" },
  context: Context,
): Update<ChatScreen> {
  const row = switcherRows(chat, panel.query.text)[panel.selected];
  const [closed] = closePanel(chat);
  if (row === undefined) return [chat, []];
  if (row.kind === "conversation") return open(closed, row.name);
  if (row.command.usage === "") return row.command.run(closed, "", context);
  return [fillDraft(closed, `/${row.command.name} `), []];
}

function conversationRows(chat: ChatScreen): SwitcherRow[] {
  return sidebarRows(chat).map(({ conversation: { name, unread } }) => ({
    kind: "conversation",
    name,
    words: unread > 0 ? `${unread} unread` : "",
  }));
}

const commandRows: readonly SwitcherRow[] = commands.map((command) => ({
  kind: "command",
  name: `/${command.name}`,
  words: command.help,
  command,
}));
