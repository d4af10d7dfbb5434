/** Where words that were searched for stand in a text, by the rule by which the server found them. */
import { fold } from "../../protocol/index.ts";
import { graphemes } from "./width.ts";

/** Longer texts are cut around the first match before they are looked at closely. */
const lengthMax = 600;

export interface Piece {
  readonly text: string;
  readonly matches: boolean;
}

/** The text's graphemes, each with whether it belongs to one of the words; a long text only around the first of them. */
export function matched(text: string, words: readonly string[]): Piece[] {
  const folded = words.map(fold);
  const pieces = [...graphemes(nearFirst(text, folded))];
  const { whole, owner } = foldedPieces(pieces);
  const hits = new Set<number>();
  for (const word of folded) {
    for (let at = whole.indexOf(word); word !== "" && at >= 0; at = whole.indexOf(word, at + word.length)) {
      for (let index = at; index < at + word.length; index++) hits.add(owner[index] ?? -1);
    }
  }
  return pieces.map((piece, index) => ({ text: piece, matches: hits.has(index) }));
}

/** All of them folded as one text, and for each unit of it the grapheme that it came from. */
function foldedPieces(pieces: readonly string[]): { whole: string; owner: number[] } {
  const owner: number[] = [];
  let whole = "";
  for (const [index, piece] of pieces.entries()) {
    const part = fold(piece);
    whole += part;
    for (let unit = 0; unit < part.length; unit++) owner.push(index);
  }
  return { whole, owner };
}

function nearFirst(text: string, folded: readonly string[]): string {
  if (text.length <= lengthMax) return text;
  const all = fold(text);
  const first = Math.min(...folded.map((word) => all.indexOf(word)).filter((at) => at >= 0), text.length);
  const start = Math.max(0, first - lengthMax / 4);
  return `${start > 0 ? "…" : ""}${text.slice(start, start + lengthMax)}`;
}
