/** What is wrong in a settings file, in words that say what to do. */
import { closestMatch } from "leven";
import { sanitizeLine } from "../text/sanitize.ts";
import { truncate } from "../text/width.ts";

export interface Problem {
  /** Names from the top of the file down to what is wrong. */
  readonly path: readonly string[];
  readonly text: string;
}

/** Names from a file may be anything, also long. */
const shownColumns = 40;
/** More letters apart, and it's another word. */
const lettersMax = 3;

export function quoted(value: unknown): string {
  return truncate(sanitizeLine(JSON.stringify(value)), shownColumns);
}

/** A sentence for the end of one that says what there is not; empty where nothing comes near. */
export function didYouMean(word: string, known: Iterable<string>): string {
  const nearest = closestMatch(word, [...known], { maxDistance: lettersMax });
  return nearest === undefined ? "" : ` Did you mean ${nearest}?`;
}
