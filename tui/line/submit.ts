/** A typed line is what is in the input when Enter is pressed; a draft that the screen has left there stays. */
import { findCommand } from "../state/commands.ts";
import { conversationOf, currentConversation, withConversation } from "../state/conversations.ts";
import type { Context, Update } from "../state/effects.ts";
import type { ChatScreen } from "../state/state.ts";
import { submitDraft } from "../state/submit.ts";
import { fillDraft, say } from "../state/talk.ts";
import { commandIn } from "../state/typed.ts";
import { lineCommands } from "./commands.ts";

export function submitLine(chat: ChatScreen, text: string, context: Context): Update<ChatScreen> {
  const { draft } = currentConversation(chat);
  // Its reader stands on the row that was typed.
  const free = { ...chat, panel: undefined, notice: undefined, turned: 0 };
  const name = commandIn(text)?.name.toLowerCase();
  const own = lineCommands.find((row) => row.name === name);
  if (own) return own.run(free);
  if (name !== undefined && findCommand(name)?.onScreen)
    return say(free, "error", `/${name} needs the full screen.`);
  // What a paste on the screen makes of tabs.
  const [next, effects] = submitDraft(fillDraft(free, text.replaceAll("\t", "    ")), context);
  return [withConversation(next, { ...conversationOf(next, chat.current), draft }), effects];
}
