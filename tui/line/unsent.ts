/** What is left over when a client ends that nobody sits at, so that a script or its reader knows where to go on. */
import { sanitizeLine } from "../text/sanitize.ts";
import { error, type Line } from "./line.ts";
import { excerpt } from "./own.ts";

export const nothingMore = "Stopped here: what comes after it isn't sent.";

/** `unanswered`: texts that were on their way; `unread`: lines of the input that nothing was done with. */
export function unsentLines(unanswered: readonly string[], unread: readonly string[]): Line[] {
  return [...named("Perhaps not stored", "message", unanswered), ...named("Not sent", "line", unread)];
}

function named(words: string, what: string, texts: readonly string[]): Line[] {
  const [first, ...rest] = texts;
  if (first === undefined) return [];
  const count = rest.length === 0 ? `1 ${what}` : `${texts.length} ${what}s, the first of them`;
  return [error(`${words}: ${count}: ${excerpt(sanitizeLine(first))}`)];
}
