/** Enter: is it a command or a message? A mistyped command is never sent, and nothing goes where nobody meant it to. */
import { closestMatch } from "leven";
import { commandNames, findCommand } from "./commands.ts";
import { currentConversation } from "./conversations.ts";
import type { Context, Update } from "./effects.ts";
import { isAnswered, questionBefore } from "./questions.ts";
import { withLine } from "./recall.ts";
import type { ChatScreen } from "./state.ts";
import { say, sendTo } from "./talk.ts";
import { commandIn, messageIn, type TypedCommand, trimmed } from "./typed.ts";

/** What isn't sent or understood stays in the input. */
export function submitDraft(chat: ChatScreen, context: Context): Update<ChatScreen> {
  const { draft } = currentConversation(chat);
  const text = trimmed(draft.text);
  if (text.trim() === "") return [chat, []];
  const question = isAnswered(chat) ? undefined : questionBefore(chat, text, context);
  if (question !== undefined) {
    return [{ ...chat, notice: { kind: "question", text: question, conversation: chat.current, draft } }, []];
  }
  const command = commandIn(text);
  const [next, effects] = command
    ? runCommand(chat, command, text, context)
    : sendTo(chat, chat.current, messageIn(text));
  if (next.conversations.get(chat.current)?.draft === draft) return [next, effects];
  const lines = withLine(next.lines, draft.text);
  return [{ ...next, lines }, [...effects, { do: "remember", text: draft.text }]];
}

function runCommand(
  chat: ChatScreen,
  { name, argument }: TypedCommand,
  text: string,
  context: Context,
): Update<ChatScreen> {
  const command = findCommand(name);
  if (command === undefined) return say(chat, "error", unknownCommand(name));
  if (text.includes("\n") && !command.usage.includes("TEXT")) {
    const words = `/${command.name} takes one line. Nothing was done; // sends all of it as text.`;
    return say(chat, "error", words);
  }
  return command.run(chat, argument, context);
}

function unknownCommand(name: string): string {
  const maxDistance = name.length > 3 ? 2 : 1;
  // Of names as near as each other, the first is taken: a slip mostly keeps the length.
  const longer = (other: string): number => Math.abs(other.length - name.length);
  const names = commandNames.toSorted((a, b) => longer(a) - longer(b));
  const near = name.length > 1 ? closestMatch(name.toLowerCase(), names, { maxDistance }) : undefined;
  const hint = near === undefined ? "/help lists them;" : `Did you mean /${near}?`;
  return `There is no command /${name}. ${hint} // at the start sends a line that starts with a slash.`;
}
