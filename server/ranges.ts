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

/** How to go on from either end; `latest` is the number of the newest message at the time of asking. */
export function furtherFrom(
  { first, last }: Run,
  latest: number,
): Pick<Result<"history">, "before" | "after"> {
  return { ...(first > 1 && { before: first }), ...(last < latest && { after: last }) };
}
