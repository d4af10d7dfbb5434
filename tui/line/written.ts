/** What comes out of an editor is a draft: it's told, and sent only when its writer says yes. */
import { currentConversation, everyone } from "../state/conversations.ts";
import type { Context, Update } from "../state/effects.ts";
import type { ChatScreen } from "../state/state.ts";
import { say } from "../state/talk.ts";
import { type Line, note } from "./line.ts";
import type { LineAction } from "./step.ts";
import { submitWritten } from "./submit.ts";

/** Whether there is a draft to be asked about now; nobody has gone elsewhere while the editor had the terminal. */
export function isWritten(chat: ChatScreen, action: LineAction): boolean {
  if (action.type !== "composed" || "problem" in action.result) return false;
  return currentConversation(chat).draft.text.trim() !== "";
}

export function writtenLines(chat: ChatScreen, action: LineAction): Line[] {
  if (action.type !== "composed" || "problem" in action.result) return [];
  if (!isWritten(chat, action)) return [note("Nothing was written.")];
  const rows = currentConversation(chat).draft.text.split("\n");
  return [note("You wrote:"), ...rows.map((row) => note(`  ${row}`))];
}

/** What is asked then. */
export function sendPrompt(chat: ChatScreen): string {
  const { name } = currentConversation(chat);
  return `Send it to ${chat.current === everyone ? name : `${name} only`}, yes or no? `;
}

export function answerSend(chat: ChatScreen, text: string, context: Context): Update<ChatScreen> {
  if (/^y(es)?$/i.test(text.trim())) return submitWritten(chat, context);
  return say(chat, "info", "It isn't sent. /edit has it still, also after you have left.");
}
