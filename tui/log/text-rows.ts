/** A message's text as rows for the terminal, each complete in itself: what a row opens, it closes. */
import { isolate } from "../text/direction.ts";
import { graphemes } from "../text/width.ts";
import { type Range, wrapText } from "../text/wrap.ts";
import { type Looks, looksOf } from "./markup.ts";

export interface TextRows {
  readonly rows: readonly string[];
  /** The last row without styles. */
  readonly last: string;
}

/** Rows of at most so many cells; for `me` and `id` see `looksOf`. */
export function textRows(text: string, columns: number, me: string, id: string): TextRows {
  const { text: shown, rows } = wrapText(text, columns);
  const looks = looksOf(shown, me, id);
  const isolated = isolate(shown);
  const last = rows.at(-1);
  return {
    rows: rows.map((row) => isolated(looks ? paint(shown, row, looks) : shown.slice(row.start, row.end))),
    last: shown.slice(last?.start, last?.end),
  };
}

/** A grapheme looks like its first character: styles never come between it and its marks. */
function paint(text: string, { start, end }: Range, looks: Looks): string {
  let row = "";
  let from = start;
  let at = start;
  for (const grapheme of graphemes(text.slice(start, end))) {
    if (!looks.isSame(from, at)) {
      row += looks.paint(text.slice(from, at), from);
      from = at;
    }
    at += grapheme.length;
  }
  return row + looks.paint(text.slice(from, end), from);
}
