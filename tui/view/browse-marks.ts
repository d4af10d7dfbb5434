/** What stands left of each row of the log while messages are chosen from: by shape, so that it shows without colours. */
import { linesAbove } from "../log/blocks.ts";
import type { Viewport } from "../log/viewport.ts";
import { idAt, shownIn } from "../state/browsing.ts";
import { markColumns } from "../state/scrolling.ts";
import type { Browse, ChatScreen } from "../state/state.ts";
import { bold, inverse } from "../style.ts";

export function withMarks(chat: ChatScreen, browse: Browse, { rows, spans }: Viewport): string[] {
  const conversation = shownIn(chat);
  const marks = Array<string>(rows.length).fill(" ".repeat(markColumns));
  for (const { index, top, height } of spans) {
    const id = idAt(conversation, index);
    // Lines that part days stand above a message and are none of it.
    const first = Math.max(0, top + linesAbove(conversation, index, 0).length);
    for (let row = first; row < Math.min(rows.length, top + height); row++) {
      marks[row] = markOf(id === browse.at, browse.marked.has(id), row === first);
    }
  }
  return rows.map((row, index) => `${marks[index]}${row}`);
}

function markOf(isSelected: boolean, isMarked: boolean, isFirst: boolean): string {
  const bar = isFirst ? ">" : " ";
  return (isSelected ? inverse(bar) : " ") + (isMarked && isFirst ? bold("*") : " ");
}
