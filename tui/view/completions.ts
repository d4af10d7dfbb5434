/** Completions over the log's last rows, above the word that they are for. */
import type { Layout } from "../layout.ts";
import { shownCompletion } from "../state/completion.ts";
import type { ChatScreen, Choice } from "../state/state.ts";
import { accent, dim, inverse } from "../style.ts";
import { columnOf } from "../text/editor-layout.ts";
import { padEnd, textWidth, truncate } from "../text/width.ts";
import type { Overlay } from "./painter.ts";

const rowsMax = 6;
/** Words in fewer columns than this say nothing. */
const wordsMin = 8;

export function completionRows(chat: ChatScreen, { log, prompt }: Layout): Overlay[] {
  const completion = shownCompletion(chat);
  if (completion === undefined) return [];
  const { choices, selected = 0, shown, start } = completion;
  const height = Math.max(0, Math.min(rowsMax, choices.length, log.rows));
  const top = Math.max(0, Math.min(selected - (height >> 1), choices.length - height));
  const visible = choices.slice(top, top + height);
  const labels = Math.max(...visible.map(({ label }) => textWidth(label)));
  const widest = Math.max(...visible.map(({ words }) => textWidth(words)));
  const before = textWidth(prompt);
  const word = before + columnOf(shown, Math.max(1, log.columns - before), start);
  // Two cells for the edge and the mark; further left where the words need the room.
  const left = Math.max(0, Math.min(word - 2, log.columns - labels - Math.min(widest, log.columns) - 5));
  const columns = log.columns - left;
  return visible.map((choice, index) => ({
    row: log.top + log.rows - height + index,
    column: log.left + left,
    text: line(choice, completion.selected === top + index, labels, columns),
  }));
}

/** An edge, then a mark on the one that is chosen, so that it shows without colours. */
function line({ label, words }: Choice, isSelected: boolean, labels: number, columns: number): string {
  const room = columns - labels - 5;
  const name = padEnd(truncate(label, columns - 3), Math.min(labels, columns - 3));
  const rest = room >= Math.min(wordsMin, textWidth(words)) ? `  ${truncate(words, room)}` : "";
  return isSelected ? `${accent("│")}${inverse(`▸${name}${rest} `)}` : `${accent("│")} ${name}${dim(rest)}`;
}
