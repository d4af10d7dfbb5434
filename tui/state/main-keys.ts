/** Keys that hold always: writing, scrolling, conversations, people and the program. */
import { keyName } from "../terminal/key-names.ts";
import { clear } from "../text/editor.ts";
import { type Bindable, keysOf } from "./bindings.ts";
import { hasMessages } from "./browsing.ts";
import { everyone } from "./conversations.ts";
import { editingKeys } from "./editing-keys.ts";
import type { Context, Update } from "./effects.ts";
import { openFind } from "./find.ts";
import { editorOf, hasQuery, isEmpty, withEditor } from "./focus.ts";
import { jumpToLine } from "./jumping.ts";
import type { KeyGroup } from "./key-rows.ts";
import { open, openNeighbour, openNth, openUnread } from "./navigation.ts";
import { hasRefused, openOutbox, waitingWords } from "./outbox.ts";
import { closePanel, openHelp, openList } from "./panels.ts";
import { canScroll, scrollPages, scrollRows, scrollToBottom, scrollToTop } from "./scrolling.ts";
import { seekMention } from "./seeking.ts";
import { openSettings, toggleMouse, toggleQuiet } from "./settings-panel.ts";
import type { ChatScreen } from "./state.ts";
import { submitDraft } from "./submit.ts";
import { openSwitcher } from "./switcher.ts";
import { fillDraft, say } from "./talk.ts";
import { toggleBlock } from "./toggle-block.ts";

const conversationNumber: Bindable = {
  name: "conversation-number",
  keys: Array.from({ length: 9 }, (_, index) => `alt+${index + 1}`),
};

export const mainKeys: readonly KeyGroup[] = [
  {
    title: "Finding your way",
    rows: [
      { name: "help", keys: ["f1"], help: "this help", hint: "help", run: openHelp },
      {
        name: "switcher",
        keys: ["ctrl+g"],
        help: "go anywhere: type some letters of a name, a command or a setting",
        hint: "go to",
        run: openSwitcher,
      },
      {
        name: "find",
        keys: ["ctrl+f"],
        help: "find in this conversation, over all of its history",
        hint: "find",
        useful: hasMessages,
        run: (chat) => openFind(chat),
      },
    ],
  },
  {
    title: "Messages",
    rows: [
      { name: "send", keys: ["enter"], needed: true, help: "send", run: submitDraft },
      {
        name: "outbox",
        keys: ["alt+o"],
        help: "messages that wait or were refused",
        hint: "not sent",
        useful: hasRefused,
        run: openOutbox,
      },
      {
        name: "scroll-up",
        keys: ["pageup"],
        help: "scroll up; older messages load by themselves",
        hint: "scroll",
        useful: canScroll,
        run: (chat, context) => scrollPages(chat, context, 1),
      },
      {
        name: "scroll-down",
        keys: ["pagedown"],
        help: "scroll down",
        run: (chat, context) => scrollPages(chat, context, -1),
      },
      {
        name: "scroll-row-up",
        keys: ["shift+up", "ctrl+up"],
        help: "scroll up one row",
        run: (chat, context) => scrollRows(chat, context, 1),
      },
      {
        name: "scroll-row-down",
        keys: ["shift+down", "ctrl+down"],
        help: "scroll down one row",
        run: (chat, context) => scrollRows(chat, context, -1),
      },
      { name: "scroll-top", keys: ["ctrl+home"], help: "to the oldest message loaded", run: scrollToTop },
      { name: "scroll-bottom", keys: ["ctrl+end"], help: "to the newest message", run: scrollToBottom },
      {
        name: "unread-line",
        keys: ["alt+u"],
        help: "to the line “new”, where reading stopped",
        run: jumpToLine,
      },
      {
        name: "previous-mention",
        keys: ["alt+p"],
        help: "to the mention of you before this place",
        run: (chat, context) => seekMention(chat, context, "older"),
      },
      {
        name: "next-mention",
        keys: ["alt+n"],
        help: "to the next mention of you after this place",
        run: (chat, context) => seekMention(chat, context, "newer"),
      },
    ],
  },
  {
    title: "Conversations",
    rows: [
      {
        name: "next-conversation",
        keys: ["ctrl+n", "alt+down", "alt+right"],
        help: "next conversation",
        hint: "next",
        run: (chat) => openNeighbour(chat, 1),
      },
      {
        name: "previous-conversation",
        keys: ["ctrl+p", "alt+up", "alt+left"],
        help: "previous conversation",
        run: (chat) => openNeighbour(chat, -1),
      },
      {
        name: "next-unread",
        keys: ["alt+a"],
        help: "next unread conversation: whispers first, then where you are mentioned",
        run: openUnread,
      },
      {
        name: "last-conversation",
        keys: ["alt+/"],
        help: "the conversation before this one",
        run: (chat) => open(chat, chat.previous),
      },
      {
        ...conversationNumber,
        help: "the conversation in that row of the sidebar",
        run: (chat, { settings }, key) =>
          openNth(chat, 1 + keysOf(conversationNumber, settings.keys).indexOf(key)),
      },
      {
        name: "broadcast",
        keys: ["f9"],
        help: "broadcast: go to everyone",
        run: (chat) => open(chat, everyone),
      },
      {
        name: "whisper",
        keys: ["f6"],
        help: "whisper: asks for a name",
        hint: "whisper",
        run: (chat) =>
          isEmpty(chat)
            ? [fillDraft({ ...chat, panel: undefined }, "/whisper "), []]
            : say(chat, "error", "Send or clear what is typed first."),
      },
      {
        name: "block",
        keys: ["f5"],
        help: "block or unblock: whom one talks with, the sender or the row that is selected",
        run: toggleBlock,
      },
      {
        name: "sidebar",
        keys: ["f7"],
        help: "show or hide the contacts",
        run: (chat) => [{ ...chat, sidebar: !chat.sidebar }, []],
      },
    ],
  },
  {
    title: "People",
    rows: [
      {
        name: "online",
        keys: ["f2"],
        help: "who is online",
        hint: "online",
        run: (chat) => openList(chat, "online"),
      },
      {
        name: "recent",
        keys: ["f3"],
        help: "who logged in within the last hour",
        hint: "last hour",
        run: (chat) => openList(chat, "recent"),
      },
      {
        name: "blocked",
        keys: ["f4"],
        help: "whom you block",
        hint: "blocked",
        run: (chat) => openList(chat, "blocked"),
      },
    ],
  },
  editingKeys,
  {
    title: "Program",
    rows: [
      {
        name: "mouse",
        keys: ["alt+m"],
        help: "leave the mouse to the terminal, which selects text, or take it again",
        run: toggleMouse,
      },
      { name: "quiet", keys: ["alt+q"], help: "no notifications at all, or again", run: toggleQuiet },
      { name: "settings", keys: ["f12", "alt+,"], help: "the settings", hint: "settings", run: openSettings },
      {
        name: "logout",
        keys: ["f8"],
        help: "log out",
        hint: "log out",
        run: (chat) => [chat, [{ do: "logout" }]],
      },
      {
        name: "clear-or-quit",
        keys: ["ctrl+c"],
        needed: true,
        help: "clear the input; twice with nothing typed: quit",
        hint: "quit",
        run: clearOrQuit,
      },
      {
        name: "redraw",
        keys: ["ctrl+l"],
        help: "draw the screen anew",
        run: (chat) => [chat, [{ do: "redraw" }]],
      },
      {
        name: "suspend",
        keys: ["ctrl+z"],
        help: "suspend; fg brings it back",
        run: (chat) => [chat, [{ do: "suspend" }]],
      },
    ],
  },
];

function clearOrQuit(chat: ChatScreen, _context: Context, key: string): Update<ChatScreen> {
  if (!isEmpty(chat)) return [withEditor(chat, clear(editorOf(chat))), []];
  if (hasQuery(chat.panel)) return closePanel(chat);
  if (chat.notice?.kind === "quit") return [chat, [{ do: "quit" }]];
  const waiting = waitingWords(chat);
  return say(chat, "quit", `${waiting ? `${waiting} ` : ""}Press ${keyName(key)} again to quit.`);
}
