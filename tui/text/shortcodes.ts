/** Shortcodes such as `:tada:`, which become their emoji as soon as they are typed whole. */
import { type EditorState, replaceRange } from "./editor.ts";

/** By name, without colons. */
export type EmojiNames = ReadonlyMap<string, string>;

/** Not in the middle of a word, a time or an address. */
const atCursor = /(?:^|[^\p{L}\p{N}:/])(:([a-z0-9_+-]+):)$/u;

/** Replaces the shortcode that ends at the cursor, but not in `code`. Undone by itself. */
export function expandShortcode(state: EditorState, emoji: EmojiNames): EditorState {
  const before = state.text.slice(0, state.cursor);
  const [, code = "", name = ""] = atCursor.exec(before) ?? [];
  const found = emoji.get(name);
  const isCode = before.split("`").length % 2 === 0;
  if (found === undefined || isCode) return state;
  return replaceRange(state, state.cursor - code.length, state.cursor, found);
}
