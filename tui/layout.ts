/** How the screen is divided, from its size alone: the only place that knows. */

import { editorOf, promptOf } from "./state/focus.ts";
import type { ChatScreen, Size } from "./state/state.ts";
import { type EditorLayout, layoutEditor } from "./text/editor-layout.ts";
import { textWidth } from "./text/width.ts";
import { wrap } from "./text/wrap.ts";

/** Below this the client only says that it needs more room. */
export const smallest: Size = { columns: 40, rows: 10 };

const sidebarColumns = 23;
/** Narrower screens have no room for a sidebar. */
const sidebarFrom = 60;
const inputRowsMax = 5;
const noticeRowsMax = 3;
const logRowsMin = 2;

export interface Layout {
  readonly sidebar: number;
  /** Left edge and size of the log; nothing is to the right of it. */
  readonly log: {
    readonly left: number;
    readonly top: number;
    readonly columns: number;
    readonly rows: number;
  };
  /** The notice above the input, wrapped; no rows if there is none. */
  readonly notice: readonly string[];
  readonly prompt: string;
  readonly input: EditorLayout;
}

export function fits({ columns, rows }: Size): boolean {
  return columns >= smallest.columns && rows >= smallest.rows;
}

export function layoutChat(chat: ChatScreen, { columns, rows }: Size): Layout {
  const sidebar = chat.sidebar && columns >= sidebarFrom ? sidebarColumns : 0;
  const prompt = promptOf(chat);
  const main = columns - sidebar;
  // Besides input, notice and log there are the header above and the status bar at the bottom.
  const inputRows = Math.min(inputRowsMax, rows - 2 - noticeRowsMax - logRowsMin);
  const input = layoutEditor(editorOf(chat), main - textWidth(prompt), inputRows);
  const notice = chat.notice ? wrap(chat.notice.text, main - 2).slice(0, noticeRowsMax) : [];
  const logRows = rows - 1 - input.rows.length - notice.length - 1;
  return {
    sidebar,
    notice,
    prompt,
    input,
    log: { left: sidebar, top: 1, columns: main, rows: logRows },
  };
}
