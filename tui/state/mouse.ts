/** The mouse on the main screen: the wheel scrolls what is under it, a click does what a key would. */
import { type Cell, type Target, targetAt } from "../hit.ts";
import type { MouseEvent } from "../terminal/events.ts";
import { placedAt } from "../text/editor-layout.ts";
import { keysOf } from "./bindings.ts";
import { scrollBrowsing, select, startBrowsing, stopBrowsing } from "./browsing.ts";
import { choose, movePanel } from "./choosing.ts";
import { takeChoice } from "./completion.ts";
import type { Update } from "./effects.ts";
import { editorOf, withEditor } from "./focus.ts";
import { activeRows, isBrowsing } from "./keys.ts";
import { open, scrollSidebar } from "./navigation.ts";
import { scrollRows } from "./scrolling.ts";
import { changeSelected } from "./settings-panel.ts";
import type { ChatScreen, State } from "./state.ts";
import { say } from "./talk.ts";

const wheelRows = 3;
/** How soon a second click on the same message makes a double click. */
const doubleMs = 500;

export function mouseInput(chat: ChatScreen, event: MouseEvent, state: State): Update<ChatScreen> {
  const [changed, effects] = acted(chat, event, state);
  // A notice lasts until something else is done; a click isn't, before the button is up.
  const isOver = changed.notice === chat.notice && event.action !== "press" && event.action !== "move";
  return [isOver ? { ...changed, notice: undefined } : changed, effects];
}

function acted(chat: ChatScreen, event: MouseEvent, state: State): Update<ChatScreen> {
  switch (event.action) {
    case "wheelup":
      return wheel(chat, event, state, wheelRows);
    case "wheeldown":
      return wheel(chat, event, state, -wheelRows);
    case "press":
      return [event.button === 0 ? { ...chat, pressed: { x: event.x, y: event.y } } : chat, []];
    case "release":
      return chat.pressed
        ? released({ ...chat, pressed: undefined }, chat.pressed, event, state)
        : [chat, []];
    case "move":
      return [chat, []];
  }
}

function wheel(chat: ChatScreen, cell: Cell, state: State, rows: number): Update<ChatScreen> {
  const { kind } = targetAt(state, chat, cell);
  if (kind === "contact" || kind === "sidebar") return [scrollSidebar(chat, state.size, -rows), []];
  if (chat.panel) return movePanel(chat, "top" in chat.panel ? -rows : -Math.sign(rows));
  return chat.browse ? [scrollBrowsing(chat, state.size, rows), []] : scrollRows(chat, state, rows);
}

/** Whoever drags wants to select text, which only the terminal can do. */
function released(chat: ChatScreen, from: Cell, cell: Cell, state: State): Update<ChatScreen> {
  if (from.x === cell.x && from.y === cell.y) return click(chat, targetAt(state, chat, cell), state);
  return say(
    chat,
    "info",
    "Shift and drag selects text (Option on macOS). Alt-M or /mouse leaves the mouse to the terminal.",
  );
}

function click(chat: ChatScreen, target: Target, state: State): Update<ChatScreen> {
  switch (target.kind) {
    case "contact": {
      const [opened, effects] = open(chat, target.name);
      // The list stays where it is: a row that moves away under the pointer is a nuisance.
      return [{ ...opened, sidebarTop: target.top }, effects];
    }
    case "row":
      return clickRow(chat, target.index, state);
    case "value":
      return changeSelected(selectRow(chat, target.index), state, 1);
    case "choice":
      return takeChoice(chat, target.index);
    case "input":
      return [clickInput(chat, target, state), []];
    case "message":
      return clickMessage(chat, target.index, state);
    case "hint": {
      const row = activeRows(chat).find(({ name }) => name === target.action);
      return row?.run(chat, state, keysOf(row, state.settings.keys)[0] ?? "") ?? [chat, []];
    }
    default:
      return [chat, []];
  }
}

/** The first click selects, one on what is selected takes it. */
function clickRow(chat: ChatScreen, index: number, state: State): Update<ChatScreen> {
  const { panel } = chat;
  if (panel === undefined || !("selected" in panel)) return [chat, []];
  if (panel.selected !== index) return [selectRow(chat, index), []];
  return panel.kind === "settings" ? changeSelected(chat, state, 1) : choose(chat, state);
}

function selectRow(chat: ChatScreen, index: number): ChatScreen {
  const { panel } = chat;
  return panel && "selected" in panel ? { ...chat, panel: { ...panel, selected: index } } : chat;
}

/** Like a key that moves the cursor; among the messages it's the way back to typing. */
function clickInput(
  chat: ChatScreen,
  { row, column, width }: Extract<Target, { kind: "input" }>,
  state: State,
): ChatScreen {
  if (isBrowsing(chat)) return chat.panel ? chat : stopBrowsing(chat, state)[0];
  return withEditor(chat, placedAt(editorOf(chat), width, row, column));
}

/** A double click begins to choose messages: a single one is too easily made by whoever only wants the window. */
function clickMessage(chat: ChatScreen, index: number, state: State): Update<ChatScreen> {
  if (chat.browse) return [select(chat, index), []];
  const { clicked } = chat;
  const isDouble = clicked?.index === index && state.now - clicked.at < doubleMs;
  if (!isDouble) return [{ ...chat, clicked: { index, at: state.now } }, []];
  const [browsing, effects] = startBrowsing({ ...chat, clicked: undefined }, state);
  return [select(browsing, index), effects];
}
