/**
 * Every key: one row each, with what it does and the words for it. The help, the hints and the README's table come
 * from here; nothing else looks at keys.
 */

import { layoutChat } from "../layout.ts";
import type { EditorOperation } from "../text/editor.ts";
import * as editor from "../text/editor.ts";
import * as editorLayout from "../text/editor-layout.ts";
import { toggleBlock } from "./commands.ts";
import { currentConversation, everyone, withConversation } from "./conversations.ts";
import type { Context, Update } from "./effects.ts";
import { open, openNeighbour, openNth, openUnread } from "./navigation.ts";
import { choose, closePanel, movePanel, openHelp, openList } from "./panels.ts";
import { scrollPages, scrollRows, scrollToBottom, scrollToTop } from "./scrolling.ts";
import type { ChatScreen } from "./state.ts";
import { submitDraft } from "./submit.ts";
import { clearDraft, fillDraft, say } from "./talk.ts";

export interface KeyRow {
  /** Chords as the terminal's decoder spells them; the first is the one that hints show. */
  readonly keys: readonly string[];
  readonly help: string;
  /** A word or two for the status bar, where there is room. */
  readonly hint?: string;
  run(chat: ChatScreen, context: Context, key: string): Update<ChatScreen>;
}

export interface KeyGroup {
  readonly title: string;
  /** Only while this holds; the first row of all groups that holds gets the key. */
  readonly when?: (chat: ChatScreen) => boolean;
  readonly rows: readonly KeyRow[];
}

const hasPanel = (chat: ChatScreen): boolean => chat.panel !== undefined;
const isEmpty = (chat: ChatScreen): boolean => currentConversation(chat).draft.text === "";

function editing(operation: EditorOperation): KeyRow["run"] {
  return (chat) => {
    const conversation = currentConversation(chat);
    return [withConversation(chat, { ...conversation, draft: operation(conversation.draft) }), []];
  };
}

function vertically(move: typeof editorLayout.up): KeyRow["run"] {
  return (chat, { size }) => {
    const { log, prompt } = layoutChat(chat, size);
    const width = Math.max(1, log.columns - prompt.length);
    return editing((draft) => move(draft, width) ?? draft)(chat, { size, now: 0 }, "");
  };
}

export const keyGroups: readonly KeyGroup[] = [
  {
    title: "In a panel",
    when: hasPanel,
    rows: [
      { keys: ["escape"], help: "close it", hint: "close", run: closePanel },
      { keys: ["up"], help: "up", run: (chat) => movePanel(chat, -1) },
      { keys: ["down"], help: "down", run: (chat) => movePanel(chat, 1) },
      { keys: ["pageup"], help: "a page up", run: (chat, { size }) => movePanel(chat, -(size.rows - 6)) },
      { keys: ["pagedown"], help: "a page down", run: (chat, { size }) => movePanel(chat, size.rows - 6) },
    ],
  },
  {
    title: "In a list of people, with nothing typed",
    when: (chat) => chat.panel?.kind === "list" && isEmpty(chat),
    rows: [
      {
        keys: ["enter"],
        help: "go to the conversation with whoever is selected",
        hint: "whisper",
        run: choose,
      },
    ],
  },
  {
    title: "Messages",
    rows: [
      { keys: ["enter"], help: "send", run: submitDraft },
      { keys: ["ctrl+j", "alt+enter", "shift+enter"], help: "new line", run: editing(editor.newline) },
      {
        keys: ["pageup"],
        help: "scroll up; older messages load by themselves",
        hint: "scroll",
        run: (chat, context) => scrollPages(chat, context, 1),
      },
      { keys: ["pagedown"], help: "scroll down", run: (chat, context) => scrollPages(chat, context, -1) },
      {
        keys: ["shift+up", "ctrl+up"],
        help: "scroll up one row",
        run: (chat, context) => scrollRows(chat, context, 1),
      },
      {
        keys: ["shift+down", "ctrl+down"],
        help: "scroll down one row",
        run: (chat, context) => scrollRows(chat, context, -1),
      },
      { keys: ["ctrl+home"], help: "to the oldest message loaded", run: scrollToTop },
      { keys: ["ctrl+end"], help: "to the newest message", run: scrollToBottom },
    ],
  },
  {
    title: "Conversations",
    rows: [
      {
        keys: ["ctrl+n", "alt+down", "alt+right"],
        help: "next conversation",
        hint: "next",
        run: (chat) => openNeighbour(chat, 1),
      },
      {
        keys: ["ctrl+p", "alt+up", "alt+left"],
        help: "previous conversation",
        run: (chat) => openNeighbour(chat, -1),
      },
      { keys: ["alt+a"], help: "next unread conversation, whispers first", run: openUnread },
      {
        keys: ["tab"],
        help: "with nothing typed: next unread conversation",
        run: (chat) => (isEmpty(chat) ? openUnread(chat) : [chat, []]),
      },
      { keys: ["alt+/"], help: "the conversation before this one", run: (chat) => open(chat, chat.previous) },
      {
        keys: ["alt+1", "alt+2", "alt+3", "alt+4", "alt+5", "alt+6", "alt+7", "alt+8", "alt+9"],
        help: "the conversation in that row of the sidebar",
        run: (chat, _context, key) => openNth(chat, Number(key.at(-1))),
      },
      { keys: ["f9"], help: "broadcast: go to everyone", run: (chat) => open(chat, everyone) },
      {
        keys: ["f6"],
        help: "whisper: asks for a name",
        hint: "whisper",
        run: (chat) =>
          isEmpty(chat)
            ? [fillDraft(chat, "/whisper "), []]
            : say(chat, "error", "Send or clear what is typed first."),
      },
      { keys: ["f5"], help: "block or unblock whom this conversation is with", run: toggleBlock },
      {
        keys: ["f7"],
        help: "show or hide the contacts",
        run: (chat) => [{ ...chat, sidebar: !chat.sidebar }, []],
      },
    ],
  },
  {
    title: "People",
    rows: [
      { keys: ["f2"], help: "who is online", hint: "online", run: (chat) => openList(chat, "online") },
      {
        keys: ["f3"],
        help: "who logged in within the last hour",
        hint: "last hour",
        run: (chat) => openList(chat, "recent"),
      },
      { keys: ["f4"], help: "whom you block", hint: "blocked", run: (chat) => openList(chat, "blocked") },
    ],
  },
  {
    title: "Editing",
    rows: [
      { keys: ["left"], help: "left", run: editing(editor.left) },
      { keys: ["right"], help: "right", run: editing(editor.right) },
      { keys: ["alt+b", "ctrl+left"], help: "a word left", run: editing(editor.wordLeft) },
      { keys: ["alt+f", "ctrl+right"], help: "a word right", run: editing(editor.wordRight) },
      { keys: ["up"], help: "a row up in the input", run: vertically(editorLayout.up) },
      { keys: ["down"], help: "a row down in the input", run: vertically(editorLayout.down) },
      { keys: ["ctrl+a", "home"], help: "start of the line", run: editing(editor.lineStart) },
      { keys: ["ctrl+e", "end"], help: "end of the line", run: editing(editor.lineEnd) },
      { keys: ["backspace"], help: "delete to the left", run: editing(editor.backspace) },
      { keys: ["delete", "ctrl+d"], help: "delete to the right", run: editing(editor.deleteForward) },
      { keys: ["ctrl+w"], help: "delete to the last blank", run: editing(editor.killBlankWordBack) },
      {
        keys: ["alt+backspace", "ctrl+backspace"],
        help: "delete a word to the left",
        run: editing(editor.killWordBack),
      },
      { keys: ["alt+d"], help: "delete a word to the right", run: editing(editor.killWordForward) },
      { keys: ["ctrl+u"], help: "delete to the start of the line", run: editing(editor.killToStart) },
      { keys: ["ctrl+k"], help: "delete to the end of the line", run: editing(editor.killToEnd) },
      { keys: ["ctrl+y"], help: "put back what was deleted last", run: editing(editor.yank) },
    ],
  },
  {
    title: "Program",
    rows: [
      { keys: ["f1"], help: "this help", hint: "help", run: openHelp },
      { keys: ["f8"], help: "log out", hint: "log out", run: (chat) => [chat, [{ do: "logout" }]] },
      {
        keys: ["ctrl+c"],
        help: "clear the input; twice with nothing typed: quit",
        hint: "quit",
        run: clearOrQuit,
      },
      { keys: ["ctrl+l"], help: "draw the screen anew", run: (chat) => [chat, [{ do: "redraw" }]] },
      { keys: ["ctrl+z"], help: "suspend; fg brings it back", run: (chat) => [chat, [{ do: "suspend" }]] },
    ],
  },
];

function clearOrQuit(chat: ChatScreen): Update<ChatScreen> {
  if (!isEmpty(chat)) return [clearDraft(chat), []];
  if (chat.notice?.kind === "quit") return [chat, [{ do: "quit" }]];
  return say(chat, "quit", "Press Ctrl-C again to quit.");
}

/** The row that this chord belongs to just now. */
export function findKey(chat: ChatScreen, chord: string): KeyRow | undefined {
  for (const { when, rows } of keyGroups) {
    if (when && !when(chat)) continue;
    const row = rows.find(({ keys }) => keys.includes(chord));
    if (row) return row;
  }
  return undefined;
}
