/** What a terminal that only prints can't tell by itself: whether somebody is typing there, or looking at it. */
import { currentConversation, withConversation } from "../state/conversations.ts";
import type { Context, Update } from "../state/effects.ts";
import { announced } from "../state/notify.ts";
import type { ChatScreen, State } from "../state/state.ts";
import { tellTyping } from "../state/typists.ts";
import { editorWith } from "../text/editor.ts";
import type { LineAction } from "./step.ts";

/** Whoever has typed within this time needs no bell. */
const hereMs = 10_000;

/** Tells those who would get it that a line is being typed; the line itself is none of the state's business. */
export function typed(chat: ChatScreen, text: string, context: Context): Update<ChatScreen> {
  const [{ told }, effects] = tellTyping(withTyped(chat, text), context, withTyped(chat, ""));
  return [{ ...chat, told }, effects];
}

function withTyped(chat: ChatScreen, text: string): ChatScreen {
  return withConversation(chat, { ...currentConversation(chat), draft: editorWith(text) });
}

/** Tells of a message as the screen would while its window isn't looked at. */
export function rung(state: State, action: LineAction, typedAt: number): Update<State> {
  const { focused, now } = state;
  if (action.type !== "news" || !focused || now - typedAt < hereMs) return [state, []];
  const [told, effects] = announced({ ...state, focused: false }, action.news);
  return [{ ...told, focused }, effects];
}
