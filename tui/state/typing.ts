/** What happens with typed text, besides that it's inserted: completions show up, and shortcodes become emoji. */
import { EMPTY_EDITOR, insert, setText } from "../text/editor.ts";
import { type EmojiNames, insertTyped } from "../text/shortcodes.ts";
import { suggested } from "./completion.ts";
import { currentConversation, withConversation } from "./conversations.ts";
import type { Update } from "./effects.ts";
import { editorOf, hasQuery, withEditor } from "./focus.ts";
import type { ChatScreen } from "./state.ts";

export function typed(chat: ChatScreen, text: string): Update<ChatScreen> {
  const editor = editorOf(chat);
  if (hasQuery(chat.panel)) return [withEditor(chat, insert(editor, text)), []];
  const { emoji } = chat;
  if (typeof emoji === "object") return [suggested(withEditor(chat, insertTyped(editor, text, emoji))), []];
  const next = suggested(withEditor(chat, insert(editor, text)));
  return text.includes(":") ? [{ ...next, emoji: "loading" }, [{ do: "loadEmoji" }]] : [next, []];
}

/** They are here: what was typed meanwhile becomes what it would have been. */
export function emojiLoaded(chat: ChatScreen, emoji: EmojiNames): ChatScreen {
  const conversation = currentConversation(chat);
  const { draft, pasted } = conversation;
  const { text } = insertTyped(EMPTY_EDITOR, draft.text, emoji);
  const isAsTyped = pasted || draft.cursor < draft.text.length || text === draft.text;
  const next = isAsTyped ? chat : withConversation(chat, { ...conversation, draft: setText(draft, text) });
  return suggested({ ...next, emoji });
}
