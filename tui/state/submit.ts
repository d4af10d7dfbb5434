/** Enter: is it a command or a message? A mistyped command is never sent. */
import { findCommand } from "./commands.ts";
import { currentConversation } from "./conversations.ts";
import type { Context, Update } from "./effects.ts";
import type { ChatScreen } from "./state.ts";
import { say, sendTo } from "./talk.ts";

/** What isn't sent or understood stays in the input. */
export function submitDraft(chat: ChatScreen, context: Context): Update<ChatScreen> {
  const { text } = currentConversation(chat).draft;
  if (text.trim() === "") return [chat, []];
  const command = /^\s*\/(?!\/)(\S*)\s*(.*)$/s.exec(text);
  if (command) return runCommand(chat, command[1] ?? "", command[2] ?? "", context);
  return sendTo(chat, chat.current, text.replace(/^\s*\/\//, "/"));
}

function runCommand(chat: ChatScreen, name: string, argument: string, context: Context): Update<ChatScreen> {
  const command = findCommand(name);
  if (command) return command.run(chat, argument.trim(), context);
  return say(
    chat,
    "error",
    `There is no command /${name}. F1 lists them; // at the start sends a line that starts with a slash.`,
  );
}
