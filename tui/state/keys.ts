/**
 * Every key: one row each, with what it does and the words for it. The help, the hints and the README's table come
 * from here; nothing else looks at keys.
 */

import { keyName } from "../terminal/key-names.ts";
import { clear } from "../text/editor.ts";
import { type Bindable, type KeyChanges, keysOf } from "./bindings.ts";
import { undoBlock } from "./blocking.ts";
import { browseKeys } from "./browse-keys.ts";
import { hasMessages, startBrowsing } from "./browsing.ts";
import { choose, movePanel } from "./choosing.ts";
import { acceptChoice, closeCompletion, complete, hasChosen, shownCompletion } from "./completion.ts";
import { currentConversation, everyone } from "./conversations.ts";
import { editingKeys } from "./editing-keys.ts";
import type { Context, Update } from "./effects.ts";
import { openFind } from "./find.ts";
import { editorOf, hasQuery, withEditor } from "./focus.ts";
import { jumpBack, jumpToLine } from "./jumping.ts";
import { open, openNeighbour, openNth, openUnread } from "./navigation.ts";
import { editAgain, hasOutbox, openOutbox, takeBack, waitingWords } from "./outbox.ts";
import { closePanel, openHelp, openList } from "./panels.ts";
import { scrollPages, scrollRows, scrollToBottom, scrollToTop } from "./scrolling.ts";
import { seekMention } from "./seeking.ts";
import { changeSelected, hasSettings, openSettings, toggleMouse, toggleQuiet } from "./settings-panel.ts";
import type { ChatScreen } from "./state.ts";
import { submitDraft } from "./submit.ts";
import { openSwitcher } from "./switcher.ts";
import { fillDraft, say } from "./talk.ts";
import { toggleBlock } from "./toggle-block.ts";

export interface KeyRow extends Bindable {
  readonly help: string;
  /** A word or two for the status bar, where there is room. */
  readonly hint?: string;
  run(chat: ChatScreen, context: Context, key: string): Update<ChatScreen>;
}

export interface KeyGroup {
  readonly title: string;
  /** Only while this holds; the first row of all groups that holds gets the key. */
  readonly when?: (chat: ChatScreen) => boolean;
  /** Changes what is typed, which browse mode leaves alone. */
  readonly typing?: true;
  readonly rows: readonly KeyRow[];
}

const hasPanel = (chat: ChatScreen): boolean => chat.panel !== undefined;
const hasJumped = (chat: ChatScreen): boolean =>
  chat.panel === undefined && !chat.browse && currentConversation(chat).jump !== undefined;
const isEmpty = (chat: ChatScreen): boolean => editorOf(chat).text === "";
/** Panels without a query whose rows are taken by Enter, unless that sends what is typed. */
const isList = ({ panel }: ChatScreen): boolean => panel?.kind === "list" || panel?.kind === "links";
const isIdle = (chat: ChatScreen): boolean => !hasPanel(chat) && chat.browse === undefined && isEmpty(chat);

const conversationNumber: Bindable = {
  name: "conversation-number",
  keys: Array.from({ length: 9 }, (_, index) => `alt+${index + 1}`),
};

export const keyGroups: readonly KeyGroup[] = [
  {
    title: "Among completions that Tab has gone into",
    when: hasChosen,
    rows: [
      { name: "accept-choice", keys: ["enter"], help: "take it", hint: "take", run: acceptChoice },
      {
        name: "choice-up",
        keys: ["up"],
        help: "the choice before",
        run: (chat, context) => complete(chat, context, -1),
      },
      {
        name: "choice-down",
        keys: ["down"],
        help: "the next choice",
        run: (chat, context) => complete(chat, context, 1),
      },
    ],
  },
  {
    title: "While completions are shown",
    when: (chat) => shownCompletion(chat) !== undefined,
    rows: [
      {
        name: "close-completions",
        keys: ["escape"],
        help: "close them",
        hint: "close",
        run: closeCompletion,
      },
    ],
  },
  {
    title: "In a panel",
    when: hasPanel,
    rows: [
      { name: "close-panel", keys: ["escape"], help: "close it", hint: "close", run: closePanel },
      { name: "panel-up", keys: ["up"], help: "up", run: (chat) => movePanel(chat, -1) },
      { name: "panel-down", keys: ["down"], help: "down", run: (chat) => movePanel(chat, 1) },
      {
        name: "panel-page-up",
        keys: ["pageup"],
        help: "a page up",
        run: (chat, { size }) => movePanel(chat, -(size.rows - 6)),
      },
      {
        name: "panel-page-down",
        keys: ["pagedown"],
        help: "a page down",
        run: (chat, { size }) => movePanel(chat, size.rows - 6),
      },
    ],
  },
  {
    title: "While the line of what came is shown",
    when: (chat) => chat.digest?.state === "told" && !hasPanel(chat) && isEmpty(chat),
    rows: [
      {
        name: "dismiss-digest",
        keys: ["escape"],
        help: "with nothing typed: hide it",
        run: (chat) => [{ ...chat, digest: undefined }, []],
      },
    ],
  },
  {
    title: "Without a connection",
    when: ({ live }) => !live,
    rows: [
      {
        name: "reconnect",
        keys: ["alt+r"],
        help: "try to connect now instead of waiting",
        hint: "retry",
        run: (chat) => [chat, [{ do: "connect" }]],
      },
    ],
  },
  {
    title: "Among messages that wait",
    when: hasOutbox,
    rows: [
      {
        name: "outbox-take-back",
        keys: ["x", "delete"],
        help: "take the message back, or forget one that was refused",
        hint: "take back",
        run: takeBack,
      },
      {
        name: "outbox-edit",
        keys: ["e"],
        help: "put a refused message back into the input",
        hint: "edit again",
        run: editAgain,
      },
    ],
  },
  {
    title: "In the search through what you wrote",
    when: (chat) => chat.panel?.kind === "lines",
    rows: [{ name: "search-close", keys: ["ctrl+g"], help: "close it", run: closePanel }],
  },
  {
    title: "Where you have jumped to a message",
    when: hasJumped,
    rows: [
      {
        name: "jump-back",
        keys: ["escape"],
        help: "back to where you were",
        hint: "back",
        run: jumpBack,
      },
    ],
  },
  {
    title: "In a list, with nothing typed but a query",
    when: (chat) => hasQuery(chat.panel) || hasOutbox(chat) || (isList(chat) && isEmpty(chat)),
    rows: [{ name: "choose", keys: ["enter"], help: "take what is selected", hint: "choose", run: choose }],
  },
  browseKeys,
  {
    title: "After a block or its end",
    when: ({ notice }) => notice?.kind === "block",
    rows: [{ name: "undo-block", keys: ["f5"], help: "undo it", hint: "undo", run: undoBlock }],
  },
  {
    title: "To the messages, with nothing typed",
    when: (chat) => isIdle(chat) && !hasJumped(chat) && hasMessages(chat),
    rows: [
      {
        name: "browse",
        keys: ["escape"],
        help: "choose among the messages: to copy, to answer, to open links",
        hint: "messages",
        run: startBrowsing,
      },
    ],
  },
  {
    title: "With nothing typed",
    when: isIdle,
    rows: [
      {
        name: "next-unread-if-empty",
        keys: ["tab"],
        help: "next unread conversation",
        run: openUnread,
      },
      { name: "switcher-if-empty", keys: ["ctrl+k"], help: "go anywhere, like Ctrl-G", run: openSwitcher },
      { name: "scroll-bottom-if-empty", keys: ["end"], help: "to the newest message", run: scrollToBottom },
    ],
  },
  {
    title: "In the settings",
    when: hasSettings,
    rows: [
      {
        name: "next-value",
        keys: ["enter", "right", "space"],
        help: "the next value",
        hint: "change",
        run: (chat, context) => changeSelected(chat, context, 1),
      },
      {
        name: "previous-value",
        keys: ["left"],
        help: "the value before",
        run: (chat, context) => changeSelected(chat, context, -1),
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
        run: openOutbox,
      },
      {
        name: "scroll-up",
        keys: ["pageup"],
        help: "scroll up; older messages load by themselves",
        hint: "scroll",
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
        name: "find",
        keys: ["ctrl+f"],
        help: "find in this conversation, over all of its history",
        hint: "find",
        run: (chat) => openFind(chat),
      },
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
        name: "switcher",
        keys: ["ctrl+g"],
        help: "go anywhere: type some letters of a name or a command",
        hint: "go to",
        run: openSwitcher,
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
      { name: "help", keys: ["f1"], help: "this help", hint: "help", run: openHelp },
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

/** Messages are chosen from, and nothing is typed. */
export function isBrowsing({ browse, panel }: ChatScreen): boolean {
  return browse !== undefined && !hasQuery(panel);
}

export function lettersAreKeys(chat: ChatScreen): boolean {
  return isBrowsing(chat) || hasOutbox(chat) || hasSettings(chat);
}

/** The rows that hold just now, those that go before others first. */
export function activeRows(chat: ChatScreen): KeyRow[] {
  const holds = ({ when, typing }: KeyGroup): boolean =>
    (when === undefined || when(chat)) && !(typing && isBrowsing(chat));
  return keyGroups.filter(holds).flatMap(({ rows }) => rows);
}

/** The row that this chord belongs to just now. */
export function findKey(chat: ChatScreen, chord: string, changes: KeyChanges): KeyRow | undefined {
  return activeRows(chat).find((row) => keysOf(row, changes).includes(chord));
}

const rowsByName = new Map(keyGroups.flatMap(({ rows }) => rows).map((row) => [row.name, row]));

/** How hints show the key of an action; undefined where settings leave it none. */
export function shownKey(action: string, changes: KeyChanges): string | undefined {
  const row = rowsByName.get(action);
  const [first] = row === undefined ? [] : keysOf(row, changes);
  return first === undefined ? undefined : keyName(first);
}
