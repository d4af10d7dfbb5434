/** What is asked before something goes out that its writer may not have meant so. One more Enter is the answer. */
import { countCharacters } from "../../protocol/index.ts";
import { currentConversation, everyone } from "./conversations.ts";
import type { Context } from "./effects.ts";
import type { ChatScreen } from "./state.ts";
import { whyNotSend } from "./talk.ts";
import { commandIn, messageIn } from "./typed.ts";

/** Pastes of more than this are asked about. */
const pasteLines = 3;
const pasteCharacters = 1000;
/** Who reads a message may have changed between two keys, within so many milliseconds. */
const turnedMs = 1000;

/** Undefined where it goes out, or is refused, without a question. */
export function questionBefore(
  chat: ChatScreen,
  text: string,
  { now }: Pick<Context, "now">,
): string | undefined {
  const { pasted } = currentConversation(chat);
  const lines = text.split("\n").length;
  const command = commandIn(text);
  if (command !== undefined) {
    return pasted && lines > 1
      ? `This runs /${command.name} with all ${lines} lines. Enter runs it, Esc keeps editing.`
      : undefined;
  }
  const message = messageIn(text);
  if (whyNotSend(chat, chat.current, message) !== undefined) return undefined;
  const reader = chat.current === everyone ? "everyone" : `${currentConversation(chat).name} only`;
  const characters = countCharacters(message);
  if (pasted && (lines > pasteLines || characters > pasteCharacters)) {
    return `Send ${counted(lines, "line")} (${counted(characters, "character")}) to ${reader}? Enter sends, Esc keeps editing.`;
  }
  if (now - chat.turned < turnedMs) return `This goes to ${reader}. Enter sends, Esc keeps it.`;
  return undefined;
}

/** Whether the question on screen is about what Enter would send now. */
export function isAnswered({ notice, current, conversations }: ChatScreen): boolean {
  if (notice?.kind !== "question") return false;
  return notice.conversation === current && notice.draft === conversations.get(current)?.draft;
}

function counted(count: number, noun: string): string {
  return `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;
}
