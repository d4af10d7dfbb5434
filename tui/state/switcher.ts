/** The switcher: a panel in which some letters lead to a conversation, a command or a setting. */
import { EMPTY_EDITOR } from "../text/editor.ts";
import type { Context, Update } from "./effects.ts";
import { open } from "./navigation.ts";
import { closePanel } from "./panels.ts";
import { openSetting } from "./settings-panel.ts";
import type { ChatScreen, Panel } from "./state.ts";
import { switcherRows } from "./switcher-rows.ts";
import { fillDraft } from "./talk.ts";

export function openSwitcher(chat: ChatScreen): Update<ChatScreen> {
  return [{ ...chat, panel: { kind: "switcher", query: EMPTY_EDITOR, selected: 0 } }, []];
}

/** Goes to the selected conversation or setting, or runs the selected command, which may want an argument first. */
export function chooseInSwitcher(
  chat: ChatScreen,
  panel: Panel & { kind: "switcher" },
  context: Context,
): Update<ChatScreen> {
  const row = switcherRows(chat, panel.query.text)[panel.selected];
  if (row === undefined) return [chat, []];
  const [closed] = closePanel(chat);
  const { name, goal } = row;
  if (goal.kind === "conversation") return open(closed, name);
  if (goal.kind === "setting") return openSetting(closed, goal.setting);
  const { command } = goal;
  if (command.usage === "") return command.run(closed, "", context);
  return [fillDraft(closed, `/${command.name} `), []];
}
