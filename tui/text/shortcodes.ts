/** Shortcodes such as `:tada:`, which become their emoji as soon as they are typed whole. */
import { type EditorState, insert, replaceRange } from "./editor.ts";

/** By name, without colons. */
export type EmojiNames = ReadonlyMap<string, string>;

/** Not in the middle of a word, a time or an address. */
const atCursor = /(?:^|[^\p{L}\p{N}:/])(:([a-z0-9_+-]+):)$/u;

/** Inserts a text as typed letter by letter: each shortcode in it is replaced as it becomes whole. */
export function insertTyped(state: EditorState, text: string, emoji: EmojiNames): EditorState {
  return text.split(/(?<=:)/).reduce((before, piece) => {
    const after = insert(before, piece);
    return piece.endsWith(":") ? expandShortcode(after, emoji) : after;
  }, state);
}

/** Replaces the shortcode that ends at the cursor, but not in `code`. Undone by itself. */
function expandShortcode(state: EditorState, emoji: EmojiNames): EditorState {
  const before = state.text.slice(0, state.cursor);
  const [, code = "", name = ""] = atCursor.exec(before) ?? [];
  const found = emoji.get(name);
  const isCode = before.split("`").length % 2 === 0;
  if (found === undefined || isCode) return state;
  return replaceRange(state, state.cursor - code.length, state.cursor, found);
}
