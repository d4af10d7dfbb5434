/** The keys of the line that is being typed, one row each: what a shell's line has, as far as it needs no redrawing. */
import type { EditorOperation } from "../text/editor.ts";
import * as editor from "../text/editor.ts";
import type { Range } from "../text/kill-ring.ts";
import { redo, undo } from "../text/undo.ts";

const erasing =
  (range: Range): EditorOperation =>
  (state) =>
    editor.remove(state, ...range(state));

const rows: readonly (readonly [keys: readonly string[], operation: EditorOperation])[] = [
  [["backspace"], editor.backspace],
  [["delete"], editor.deleteForward],
  [["left", "ctrl+b"], editor.left],
  [["right", "ctrl+f"], editor.right],
  [["ctrl+left", "alt+b"], editor.wordLeft],
  [["ctrl+right", "alt+f"], editor.wordRight],
  [["home", "ctrl+a"], editor.textStart],
  [["end", "ctrl+e"], editor.textEnd],
  [["ctrl+w"], erasing(editor.fromBlank)],
  [["alt+backspace"], erasing(editor.fromWordStart)],
  [["alt+d"], erasing(editor.toWordEnd)],
  [["ctrl+u"], erasing(editor.fromLineStart)],
  [["ctrl+k"], erasing(editor.toLineEnd)],
  [["ctrl+_", "ctrl+/"], undo],
  [["alt+_"], redo],
];

const byChord = new Map(rows.flatMap(([keys, operation]) => keys.map((key) => [key, operation] as const)));

export function editOperation(chord: string): EditorOperation | undefined {
  return byChord.get(chord);
}
