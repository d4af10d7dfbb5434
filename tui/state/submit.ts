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
  const command = commandIn(text);
  if (command) return runCommand(chat, command, context);
  return sendTo(chat, chat.current, text.replace(/^\s*\/\//, "/"));
}

export interface TypedCommand {
  /** Without its slash, as typed. */
  readonly name: string;
  readonly argument: string;
}

/** The command that a text asks for, known or not; undefined where it's a message. */
export function commandIn(text: string): TypedCommand | undefined {
  const [, name, argument = ""] = /^\s*\/(?!\/)(\S*)\s*(.*)$/s.exec(text) ?? [];
  return name === undefined ? undefined : { name, argument: argument.trim() };
}

function runCommand(
  chat: ChatScreen,
  { name, argument }: TypedCommand,
  context: Context,
): Update<ChatScreen> {
  const command = findCommand(name);
  if (command) return command.run(chat, argument, context);
  return say(
    chat,
    "error",
    `There is no command /${name}. /help lists them; // at the start sends a line that starts with a slash.`,
  );
}
