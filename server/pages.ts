/** Cuts lists into pages. Tokens are opaque to clients: here they hold the place after which the next page starts. */
import { limits } from "../protocol/index.ts";

/** Text bytes per page of messages: with names, times and keys a frame stays below `limits.serverFrameBytes`. */
export const pageBytes = limits.serverFrameBytes / 2;

export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly next?: string;
}

/**
 * The page after `token` of rows that are ordered by `place`: compares places as `isAfter` says and needs no
 * row of the page before to exist still.
 */
export function pageOf<Row>(
  rows: readonly Row[],
  place: (row: NoInfer<Row>) => string,
  isAfter: (row: NoInfer<Row>, token: string) => boolean,
  token: string | undefined,
): Page<Row> {
  const start = token === undefined ? 0 : rows.findIndex((row) => isAfter(row, token));
  if (start < 0) return { rows: [] };
  const page = rows.slice(start, start + limits.pageNames);
  const last = page.at(-1);
  return last !== undefined && start + page.length < rows.length
    ? { rows: page, next: place(last) }
    : { rows: page };
}

/** A page of rows in the order of their ids. */
export function pageById<Row extends { readonly id: string }>(
  rows: readonly Row[],
  token: string | undefined,
): Page<Row> {
  return pageOf(
    rows,
    (row) => row.id,
    (row, after) => row.id > after,
    token,
  );
}
