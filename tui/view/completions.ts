/** Completions over the log's last rows, above the word that they are for. */
import type { Layout } from "../layout.ts";
import { shownCompletion } from "../state/completion.ts";
import type { ChatScreen, Choice, Completion } from "../state/state.ts";
import { accent, dim, inverse } from "../style.ts";
import { columnOf } from "../text/editor-layout.ts";
import { padEnd, textWidth, truncate } from "../text/width.ts";
import { topRow } from "./around.ts";
import type { Overlay } from "./painter.ts";

const rowsMax = 6;
/** Words in fewer columns than this say nothing. */
const wordsMin = 8;

/** Where they are, in cells of the screen, and which of them. */
interface Popup {
  readonly row: number;
  readonly column: number;
  readonly columns: number;
  /** Of the widest label. */
  readonly labels: number;
  /** Index of the first choice that is shown. */
  readonly first: number;
  readonly visible: readonly Choice[];
}

export function completionRows(chat: ChatScreen, layout: Layout): Overlay[] {
  const completion = shownCompletion(chat);
  if (completion === undefined) return [];
  const { row, column, columns, labels, first, visible } = popupOf(completion, layout);
  return visible.map((choice, index) => ({
    row: row + index,
    column,
    text: line(choice, completion.selected === first + index, labels, columns),
  }));
}

/** The index of the choice at a cell. */
export function choiceAt(chat: ChatScreen, layout: Layout, x: number, y: number): number | undefined {
  const completion = shownCompletion(chat);
  if (completion === undefined) return undefined;
  const { row, column, first, visible } = popupOf(completion, layout);
  return x >= column && y >= row && y < row + visible.length ? first + y - row : undefined;
}

function popupOf({ choices, selected = 0, shown, start }: Completion, { log, prompt }: Layout): Popup {
  const height = Math.max(0, Math.min(rowsMax, choices.length, log.rows));
  const first = topRow(selected, choices.length, height);
  const visible = choices.slice(first, first + height);
  const labels = Math.max(...visible.map(({ label }) => textWidth(label)));
  const widest = Math.max(...visible.map(({ words }) => textWidth(words)));
  const before = textWidth(prompt);
  const word = before + columnOf(shown, Math.max(1, log.columns - before), start);
  // Two cells for the edge and the mark; further left where the words need the room.
  const left = Math.max(0, Math.min(word - 2, log.columns - labels - Math.min(widest, log.columns) - 5));
  return {
    row: log.top + log.rows - height,
    column: log.left + left,
    columns: log.columns - left,
    labels,
    first,
    visible,
  };
}

/** An edge, then a mark on the one that is chosen, so that it shows without colours. */
function line({ label, words }: Choice, isSelected: boolean, labels: number, columns: number): string {
  const room = columns - labels - 5;
  const name = padEnd(truncate(label, columns - 3), Math.min(labels, columns - 3));
  const rest = room >= Math.min(wordsMin, textWidth(words)) ? `  ${truncate(words, room)}` : "";
  return isSelected ? `${accent("│")}${inverse(`▸${name}${rest} `)}` : `${accent("│")} ${name}${dim(rest)}`;
}
