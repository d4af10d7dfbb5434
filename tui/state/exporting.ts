/** `/export`: a copy of all that the server has of one, in a file. */
import { sanitizeLine } from "../text/sanitize.ts";
import type { Action, Update } from "./effects.ts";
import type { ChatScreen } from "./state.ts";
import { clearDraft, say } from "./talk.ts";

export function exportTo(chat: ChatScreen, file: string): Update<ChatScreen> {
  if (file === "") return say(chat, "error", "Into which file? /export FILE writes a new one.");
  if (!chat.live) return say(chat, "error", "That needs a connection.");
  const [said] = say(clearDraft(chat), "info", `Writing all of your messages to ${sanitizeLine(file)} …`);
  return [said, [{ do: "export", file }]];
}

export function exported(
  chat: ChatScreen,
  outcome: Extract<Action, { type: "exported" }>["outcome"],
): Update<ChatScreen> {
  if ("problem" in outcome) return say(chat, "error", outcome.problem);
  const { messages, file } = outcome;
  const count = messages === 1 ? "1 message" : `${messages.toLocaleString("en")} messages`;
  return say(
    chat,
    "info",
    `${count} of yours and to you are in ${sanitizeLine(file)}, which only you may read.`,
  );
}
