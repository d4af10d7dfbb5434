/** Reading a conversation either way: from where, how far that got, and how to go on from there. */
import type { PageQuery } from "../data/index.ts";
import { ChatError, type Message, type Params, type Result } from "../protocol/index.ts";

export type Range = PageQuery["range"];

/** Numbers that have been read, whether anything of them is shown or not; none where `last` is below `first`. */
export interface Run {
  readonly first: number;
  readonly last: number;
}

/** Throws `invalid` where both ways are asked for. No range begins beyond the latest message. */
export function rangeOf({ before, after }: Params<"history">, latest: number): Range {
  if (after === undefined) return { before: Math.min(before ?? Number.POSITIVE_INFINITY, latest + 1) };
  if (before !== undefined) throw new ChatError("invalid", { field: "after" });
  return { from: Math.min(after, latest) + 1 };
}

/** What a page has read of its range. */
export function runOf(range: Range, page: readonly Message[]): Run {
  if ("from" in range) return { first: range.from, last: page.at(-1)?.number ?? range.from - 1 };
  return { first: page[0]?.number ?? range.before, last: range.before - 1 };
}

/** Which messages there are at the time of asking: those after `removed`, up to `latest`. */
export interface Extent {
  readonly removed: number;
  readonly latest: number;
}

/** How to go on from either end. */
export function furtherFrom(
  { first, last }: Run,
  { removed, latest }: Extent,
): Pick<Result<"history">, "before" | "after"> {
  return { ...(first > removed + 1 && { before: first }), ...(last < latest && { after: last }) };
}

/** The mark for what retention has removed, on a run that reaches there. */
export function removedFrom({ first }: Run, { removed }: Extent): Pick<Result<"history">, "removed"> {
  return removed > 0 && first <= removed + 1 ? { removed } : {};
}
