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

interface Timed {
  readonly id: string;
  readonly time: number;
}

/** A page of rows with the latest first and, where times are equal, in the order of their ids. */
export function pageByTime<Row extends Timed>(rows: readonly Row[], token: string | undefined): Page<Row> {
  return pageOf(
    rows.toSorted(byTime),
    ({ time, id }) => `${time} ${id}`,
    (row, after) => {
      const [time = "", id = ""] = after.split(" ");
      return byTime(row, { time: Number(time), id }) > 0;
    },
    token,
  );
}

function byTime(one: Timed, other: Timed): number {
  if (one.time !== other.time) return one.time > other.time ? -1 : 1;
  if (one.id === other.id) return 0;
  return one.id < other.id ? -1 : 1;
}
