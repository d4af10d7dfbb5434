/** The switcher: a panel in which some letters lead to a conversation or a command. */
import { EMPTY_EDITOR } from "../text/editor.ts";
import type { Context, Update } from "./effects.ts";
import { open } from "./navigation.ts";
import { closePanel } from "./panels.ts";
import type { ChatScreen, Panel } from "./state.ts";
import { switcherRows } from "./switcher-rows.ts";
import { fillDraft } from "./talk.ts";

export function openSwitcher(chat: ChatScreen): Update<ChatScreen> {
  return [{ ...chat, panel: { kind: "switcher", query: EMPTY_EDITOR, selected: 0 } }, []];
}

/** Goes to the selected conversation or runs the selected command, which may want an argument first. */
export function chooseInSwitcher(
  chat: ChatScreen,
  panel: Panel & { kind: "switcher" },
  context: Context,
): Update<ChatScreen> {
  const row = switcherRows(chat, panel.query.text)[panel.selected];
  if (row === undefined) return [chat, []];
  const [closed] = closePanel(chat);
  const { name, command } = row;
  if (command === undefined) return open(closed, name);
  if (command.usage === "") return command.run(closed, "", context);
  return [fillDraft(closed, `/${command.name} `), []];
}
