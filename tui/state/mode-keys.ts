/** Keys that hold only while something is shown, or chosen from, or not there; the first group that holds gets the key. */
import { type Bindable, keysOf } from "./bindings.ts";
import { undoBlock } from "./blocking.ts";
import { browseKeys } from "./browse-keys.ts";
import { hasMessages, startBrowsing } from "./browsing.ts";
import { choose, isSelected, movePanel, openLinkNumber } from "./choosing.ts";
import { acceptChoice, closeCompletion, complete, hasChosen, shownCompletion } from "./completion.ts";
import { currentConversation } from "./conversations.ts";
import type { Update } from "./effects.ts";
import { findAgain, findBefore } from "./find.ts";
import { editorOf, hasQuery, isEmpty } from "./focus.ts";
import { jumpBack } from "./jumping.ts";
import type { KeyGroup } from "./key-rows.ts";
import { openUnread } from "./navigation.ts";
import { editAgain, hasOutbox, takeBack } from "./outbox.ts";
import { closePanel } from "./panels.ts";
import { scrollToBottom } from "./scrolling.ts";
import { changeSelected, explainSelected, hasSettings } from "./settings-panel.ts";
import type { ChatScreen } from "./state.ts";
import { openSwitcher } from "./switcher.ts";

const linkNumber: Bindable = {
  name: "open-link-number",
  keys: Array.from({ length: 9 }, (_, index) => String(index + 1)),
};

const hasPanel = (chat: ChatScreen): boolean => chat.panel !== undefined;
const hasJumped = (chat: ChatScreen): boolean =>
  chat.panel === undefined && !chat.browse && currentConversation(chat).jump !== undefined;
const hasLinks = ({ panel }: ChatScreen): boolean => panel?.kind === "links";
/** People are taken by Enter, unless that sends what is typed. */
const isFreeList = (chat: ChatScreen): boolean => chat.panel?.kind === "list" && isEmpty(chat);
const isIdle = (chat: ChatScreen): boolean => !hasPanel(chat) && chat.browse === undefined && isEmpty(chat);

/** Whoever cuts once too often doesn't want to go anywhere. */
const switcherUnlessCut = (chat: ChatScreen): Update<ChatScreen> =>
  chat.killRing.killed === editorOf(chat) ? [chat, []] : openSwitcher(chat);

export const modeKeys: readonly KeyGroup[] = [
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
    title: "In a search, with nothing typed",
    when: (chat) => findBefore(chat) !== undefined,
    rows: [{ name: "find-again", keys: ["up"], help: "the search before", run: findAgain }],
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
        useful: isSelected,
        run: takeBack,
      },
      {
        name: "outbox-edit",
        keys: ["e"],
        help: "put a refused message back into the input",
        hint: "edit again",
        useful: isSelected,
        run: editAgain,
      },
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
      { name: "explain-setting", keys: ["i", "?"], help: "all about the setting", run: explainSelected },
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
    title: "Among the links of a message",
    when: hasLinks,
    rows: [
      {
        ...linkNumber,
        help: "open the link of that number",
        run: (chat, { settings }, key) =>
          openLinkNumber(chat, keysOf(linkNumber, settings.keys).indexOf(key)),
      },
    ],
  },
  {
    title: "In a list, with nothing typed but a query",
    when: (chat) => hasQuery(chat.panel) || hasOutbox(chat) || hasLinks(chat) || isFreeList(chat),
    rows: [
      {
        name: "choose",
        keys: ["enter"],
        help: "take what is selected",
        hint: "choose",
        useful: isSelected,
        run: choose,
      },
    ],
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
      {
        name: "switcher-if-empty",
        keys: ["ctrl+k"],
        help: "go anywhere, like Ctrl-G",
        run: switcherUnlessCut,
      },
      { name: "scroll-bottom-if-empty", keys: ["end"], help: "to the newest message", run: scrollToBottom },
    ],
  },
];
