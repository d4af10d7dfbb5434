/**
 * The lines that were sent or run, and going back to them: with Up one by one, with Ctrl-R by a piece of them. What
 * was being typed is below the newest.
 */
import { EMPTY_EDITOR, editorWith } from "../text/editor.ts";
import { currentConversation, withConversation } from "./conversations.ts";
import type { Update } from "./effects.ts";
import { closePanel } from "./panels.ts";
import type { ChatScreen, Panel } from "./state.ts";
import { fillDraft } from "./talk.ts";

export const linesMax = 1000;

/** Oldest first, none twice in a row. */
export function withLine(lines: readonly string[], line: string): readonly string[] {
  return line === lines.at(-1) ? lines : [...lines.slice(1 - linesMax), line];
}

/** The line before (-1) or after (1) the one in the input. Each stays as it was edited until something is sent. */
export function recallLine(chat: ChatScreen, step: 1 | -1): ChatScreen {
  const conversation = currentConversation(chat);
  const { recall, draft } = conversation;
  const { lines, index, left } = recall ?? { lines: chat.lines, index: chat.lines.length, left: new Map() };
  const next = index + step;
  if (next < 0 || next > lines.length) return chat;
  return withConversation(chat, {
    ...conversation,
    draft: left.get(next) ?? editorWith(lines[next] ?? ""),
    recall: { lines, index: next, left: new Map(left).set(index, draft) },
  });
}

export function openSearch(chat: ChatScreen): Update<ChatScreen> {
  return [{ ...chat, panel: { kind: "lines", query: EMPTY_EDITOR, selected: 0 } }, []];
}

/** The newest first, each once: those that hold all of the query, whatever the case. */
export function foundLines({ lines }: ChatScreen, query: string): readonly string[] {
  const wanted = query.toLowerCase();
  return [...new Set(lines.toReversed())].filter((line) => line.toLowerCase().includes(wanted));
}

/** Puts the selected line into the input; it isn't sent. */
export function chooseLine(chat: ChatScreen, panel: Panel & { kind: "lines" }): Update<ChatScreen> {
  const line = foundLines(chat, panel.query.text)[panel.selected];
  const [closed] = closePanel(chat);
  return [line === undefined ? chat : fillDraft(closed, line), []];
}
