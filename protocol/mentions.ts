/** What it means that a message mentions someone: one rule for both ends, so that counts and marks agree. */
import { canonical, isName } from "./names.ts";

const patterns = new Map<string, RegExp>();
/** A client asks about one name, a server about everyone's: forgetting some costs a compilation. */
const patternsMax = 10_000;

/** `@name` as a word of its own, or the name at the start of a line with a colon or comma behind it. */
function patternOf(name: string): RegExp {
  const id = canonical(name);
  const pattern = patterns.get(id) ?? compile(id);
  // A pattern remembers where its last test ended.
  pattern.lastIndex = 0;
  return pattern;
}

function compile(id: string): RegExp {
  if (patterns.size >= patternsMax) patterns.clear();
  const pattern = new RegExp(`(?<![\\w@.-])@${id}(?![\\w-])|^[ \\t]*${id}(?=[:,])`, "gim");
  patterns.set(id, pattern);
  return pattern;
}

/** Where the text mentions this account: start and end in UTF-16 units, in order. None for what is no account's name. */
export function findMentions(text: string, name: string): readonly (readonly [start: number, end: number])[] {
  if (!isName(name)) return [];
  return Array.from(text.matchAll(patternOf(name)), ({ 0: found, index }) => [
    index + found.length - found.trimStart().length,
    index + found.length,
  ]);
}

export function isMentioned(text: string, name: string): boolean {
  return isName(name) && patternOf(name).test(text);
}
