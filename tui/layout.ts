/** How the screen is divided, from its size alone: the only place that knows. */

import { editorOf, promptOf } from "./state/focus.ts";
import type { ChatScreen, Size } from "./state/state.ts";
import { type EditorLayout, layoutEditor } from "./text/editor-layout.ts";
import { textWidth } from "./text/width.ts";
import { wrapWithin } from "./text/wrap.ts";

/** Below this the client only says that it needs more room. */
export const smallest: Size = { columns: 20, rows: 5 };

/** Narrower screens have no room for a sidebar. */
const sidebarFrom = 60;
/** At least for the longest name beside its presence, at most for all that may stand beside it, else a part of the screen. */
const sidebarColumns = { min: 23, max: 32, part: 1 / 5 };
/** Whoever is written to, there's room to write. */
const inputColumnsMin = 8;
const inputRowsMax = 5;

/** How rows are shared out: in a low window the prompt has to say what the header would. */
const roomy = { from: 8, header: 1, noticeMax: 3, digestMax: 3, logMin: 2 };
const tight = { header: 0, noticeMax: 2, digestMax: 1, logMin: 1 };

export interface Layout {
  readonly sidebar: number;
  /** Rows of the header, 0 where it has to go. */
  readonly header: number;
  /** Left edge and size of the log; nothing is to the right of it. */
  readonly log: {
    readonly left: number;
    readonly top: number;
    readonly columns: number;
    readonly rows: number;
  };
  /** The notice above the input or else the digest, wrapped; no rows if there is neither. */
  readonly notice: readonly string[];
  readonly prompt: string;
  readonly input: EditorLayout;
}

export function fits({ columns, rows }: Size): boolean {
  return columns >= smallest.columns && rows >= smallest.rows;
}

export function layoutChat(chat: ChatScreen, { columns, rows }: Size): Layout {
  const sidebar = hasSidebar(chat, columns) ? sidebarWidth(columns) : 0;
  const main = columns - sidebar;
  const { header, noticeMax, digestMax, logMin } = rows < roomy.from ? tight : roomy;
  const prompt = promptOf(chat, main - inputColumnsMin);
  // Besides these there is the status bar at the bottom.
  const inputRows = Math.min(inputRowsMax, rows - 1 - header - noticeMax - logMin);
  const input = layoutEditor(editorOf(chat), main - textWidth(prompt), inputRows);
  const notice = noticeRows(chat, main - 2, noticeMax, digestMax);
  const logRows = rows - 1 - header - input.rows.length - notice.length;
  return {
    sidebar,
    header,
    notice,
    prompt,
    input,
    log: { left: sidebar, top: header, columns: main, rows: logRows },
  };
}

function noticeRows(
  { notice, digest }: ChatScreen,
  columns: number,
  noticeMax: number,
  digestMax: number,
): readonly string[] {
  if (notice) return wrapWithin(notice.text, columns, noticeMax);
  return digest?.state === "told" ? wrapWithin(digest.text, columns, digestMax) : [];
}

/** Where contacts aren't shown, neither is what they have sent. */
export function hasSidebar(chat: ChatScreen, columns: number): boolean {
  return chat.sidebar && columns >= sidebarFrom;
}

function sidebarWidth(columns: number): number {
  const { min, max, part } = sidebarColumns;
  return Math.min(max, Math.max(min, Math.floor(columns * part)));
}
