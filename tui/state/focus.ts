/**
 * Where typing goes: into the query of a panel that has one, else into the draft of the current conversation. All
 * editing works on whichever it is.
 */
import type { EditorState } from "../text/editor.ts";
import { textWidth, truncate } from "../text/width.ts";
import { currentConversation, everyone, withConversation } from "./conversations.ts";
import { formQuestion, hasForm, shownInput } from "./form.ts";
import type { ChatScreen, Panel, QueryPanel } from "./state.ts";

/** What stands before a query, in the place of the words that say who reads a message. */
const queryPrompts: Readonly<Record<QueryPanel["kind"], string>> = {
  switcher: "go to> ",
  lines: "(search)> ",
  find: "find> ",
};

export function hasQuery(panel: Panel | undefined): panel is QueryPanel {
  return panel !== undefined && "query" in panel;
}

export function editorOf(chat: ChatScreen): EditorState {
  if (hasForm(chat)) return shownInput(chat.panel);
  return hasQuery(chat.panel) ? chat.panel.query : currentConversation(chat).draft;
}

/** Another query finds other rows: the first of them is selected. */
export function withEditor(chat: ChatScreen, editor: EditorState): ChatScreen {
  const { panel } = chat;
  if (!hasQuery(panel)) return withConversation(chat, { ...currentConversation(chat), draft: editor });
  if (panel.query === editor) return chat;
  const selected = panel.query.text === editor.text ? panel.selected : 0;
  return { ...chat, panel: { ...panel, query: editor, selected } };
}

/**
 * Says in words who will read what is being typed, in no more than so many cells: a name is cut, never what it is for.
 */
export function promptOf(chat: ChatScreen, cells = Number.POSITIVE_INFINITY): string {
  if (hasQuery(chat.panel)) return queryPrompts[chat.panel.kind];
  if (hasForm(chat)) return formQuestion(chat.panel).prompt;
  if (chat.browse)
    return chat.browse.marked.size === 0 ? "messages> " : `${chat.browse.marked.size} marked> `;
  const { name } = currentConversation(chat);
  const ending = chat.current === everyone ? "> " : " only> ";
  const whole = `to ${name}${ending}`;
  return textWidth(whole) <= cells ? whole : truncate(name, cells - ending.length) + ending;
}

/** Whether nothing is typed where typing goes. */
export function isEmpty(chat: ChatScreen): boolean {
  return editorOf(chat).text === "";
}
