/** What happens with typed text, besides that it's inserted: completions show up, and shortcodes become emoji. */
import { insert } from "../text/editor.ts";
import { expandShortcode } from "../text/shortcodes.ts";
import { suggested } from "./completion.ts";
import type { Effect, Update } from "./effects.ts";
import { editorOf, hasQuery, withEditor } from "./focus.ts";
import type { ChatScreen } from "./state.ts";

export function typed(chat: ChatScreen, text: string): Update<ChatScreen> {
  if (hasQuery(chat.panel)) return [withEditor(chat, insert(editorOf(chat), text)), []];
  const { emoji } = chat;
  let editor = editorOf(chat);
  // A burst may hold several.
  for (const piece of text.split(/(?<=:)/)) {
    editor = insert(editor, piece);
    if (emoji && piece.endsWith(":")) editor = expandShortcode(editor, emoji);
  }
  const effects: Effect[] = emoji === undefined && text.includes(":") ? [{ do: "loadEmoji" }] : [];
  return [suggested(withEditor(chat, editor)), effects];
}
