/** The keys that edit the input line. */
import { layoutChat } from "../layout.ts";
import type { EditorOperation } from "../text/editor.ts";
import * as editor from "../text/editor.ts";
import * as editorLayout from "../text/editor-layout.ts";
import { kill, type Range, yank, yankOlder } from "../text/kill-ring.ts";
import { redo, undo } from "../text/undo.ts";
import { textWidth } from "../text/width.ts";
import { movePanel } from "./choosing.ts";
import { complete, shownCompletion, suggested } from "./completion.ts";
import { compose } from "./composing.ts";
import { editorOf, withEditor } from "./focus.ts";
import type { KeyGroup, KeyRow } from "./key-rows.ts";
import { openSearch, recallLine } from "./recall.ts";
import type { ChatScreen } from "./state.ts";

function editing(operation: EditorOperation): KeyRow["run"] {
  return (chat) => [withEditor(chat, operation(editorOf(chat))), []];
}

function killing(range: Range): KeyRow["run"] {
  return (chat) => [cut(chat, kill(editorOf(chat), chat.killRing, range)), []];
}

function yanking(put: typeof yank): KeyRow["run"] {
  return (chat) => [cut(chat, put(editorOf(chat), chat.killRing)), []];
}

function cut(chat: ChatScreen, [editor, killRing]: ReturnType<typeof yank>): ChatScreen {
  return withEditor({ ...chat, killRing }, editor);
}

/** Completions on screen follow what is left of the word. */
function erased(chat: ChatScreen): ChatScreen {
  const next = withEditor(chat, editor.backspace(editorOf(chat)));
  return shownCompletion(chat) ? suggested(next) : next;
}

function vertically(move: typeof editorLayout.up, step: 1 | -1): KeyRow["run"] {
  return (chat, { size }) => {
    const { log, prompt } = layoutChat(chat, size);
    const moved = move(editorOf(chat), Math.max(1, log.columns - textWidth(prompt)));
    return [moved ? withEditor(chat, moved) : recallLine(chat, step), []];
  };
}

export const editingKeys: KeyGroup = {
  title: "Editing",
  typing: true,
  rows: [
    {
      name: "newline",
      keys: ["ctrl+j", "alt+enter", "shift+enter"],
      help: "new line",
      run: editing(editor.newline),
    },
    { name: "left", keys: ["left", "ctrl+b"], help: "left", run: editing(editor.left) },
    { name: "right", keys: ["right"], help: "right", run: editing(editor.right) },
    { name: "word-left", keys: ["alt+b", "ctrl+left"], help: "a word left", run: editing(editor.wordLeft) },
    {
      name: "word-right",
      keys: ["alt+f", "ctrl+right"],
      help: "a word right",
      run: editing(editor.wordRight),
    },
    {
      name: "compose",
      keys: ["ctrl+x ctrl+e", "alt+e"],
      help: "write in your own editor, as VISUAL or EDITOR say",
      run: compose,
    },
    {
      name: "complete",
      keys: ["tab"],
      help: "complete a command, a name or an emoji; again: the next choice",
      run: (chat, context) => complete(chat, context, 1),
    },
    {
      name: "complete-back",
      keys: ["shift+tab"],
      help: "the choice before",
      run: (chat, context) => complete(chat, context, -1),
    },
    {
      name: "row-up",
      keys: ["up"],
      help: "a row up in the input; from the first one: what you wrote before",
      run: vertically(editorLayout.up, -1),
    },
    {
      name: "row-down",
      keys: ["down"],
      help: "a row down in the input; from the last one: back to what you were writing",
      run: vertically(editorLayout.down, 1),
    },
    {
      name: "search-lines",
      keys: ["ctrl+r"],
      help: "find what you wrote before; again: further back",
      run: (chat) => (chat.panel?.kind === "lines" ? movePanel(chat, 1) : openSearch(chat)),
    },
    {
      name: "line-start",
      keys: ["ctrl+a", "home"],
      help: "start of the line",
      run: editing(editor.lineStart),
    },
    { name: "line-end", keys: ["ctrl+e", "end"], help: "end of the line", run: editing(editor.lineEnd) },
    {
      name: "backspace",
      keys: ["backspace"],
      help: "delete to the left",
      run: (chat) => [erased(chat), []],
    },
    {
      name: "delete",
      keys: ["delete", "ctrl+d"],
      help: "delete to the right",
      run: editing(editor.deleteForward),
    },
    {
      name: "kill-blank-word",
      keys: ["ctrl+w"],
      help: "cut to the last blank",
      run: killing(editor.fromBlank),
    },
    {
      name: "kill-word-back",
      keys: ["alt+backspace", "ctrl+backspace"],
      help: "cut a word to the left",
      run: killing(editor.fromWordStart),
    },
    {
      name: "kill-word",
      keys: ["alt+d"],
      help: "cut a word to the right",
      run: killing(editor.toWordEnd),
    },
    {
      name: "kill-to-start",
      keys: ["ctrl+u"],
      help: "cut to the start of the line",
      run: killing(editor.fromLineStart),
    },
    {
      name: "kill-to-end",
      keys: ["ctrl+k"],
      help: "cut to the end of the line",
      run: killing(editor.toLineEnd),
    },
    { name: "yank", keys: ["ctrl+y"], help: "put back what was cut last", run: yanking(yank) },
    {
      name: "yank-older",
      keys: ["alt+y"],
      help: "after that: what was cut before it, instead",
      run: yanking(yankOlder),
    },
    {
      name: "transpose",
      keys: ["ctrl+t"],
      help: "swap two characters",
      run: editing(editor.transposeCharacters),
    },
    { name: "transpose-words", keys: ["alt+t"], help: "swap two words", run: editing(editor.transposeWords) },
    { name: "undo", keys: ["ctrl+_", "ctrl+/"], help: "undo", run: editing(undo) },
    { name: "redo", keys: ["alt+_"], help: "redo", run: editing(redo) },
  ],
};
