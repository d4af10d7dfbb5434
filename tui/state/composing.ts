/** Writing a draft in the person's own editor. What comes back is a draft, wherever they are by then. */
import { setText } from "../text/editor.ts";
import { conversationOf, currentConversation, withConversation } from "./conversations.ts";
import type { Action, Update } from "./effects.ts";
import type { ChatScreen, State } from "./state.ts";
import { say } from "./talk.ts";

export function compose(chat: ChatScreen): Update<ChatScreen> {
  const { id, draft } = currentConversation(chat);
  return [chat, [{ do: "compose", conversation: id, text: draft.text }]];
}

/** The session may have ended meanwhile: then what was written waits with the rest of it. */
export function composed(state: State, action: Action & { type: "composed" }): Update<State> {
  const { screen, parked } = state;
  if (screen.kind === "chat") return [{ ...state, screen: withDraft(screen, action) }, []];
  return [{ ...state, parked: parked && withDraft(parked, action) }, []];
}

function withDraft(
  chat: ChatScreen,
  { conversation: id, result }: Action & { type: "composed" },
): ChatScreen {
  if ("problem" in result) return say(chat, "error", result.problem)[0];
  const conversation = conversationOf(chat, id);
  return withConversation(chat, { ...conversation, draft: setText(conversation.draft, result.text) });
}
