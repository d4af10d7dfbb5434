/** Where a text has links, and what they open: only what a browser or a mail program is for. */
import { LinkifyIt } from "linkify-it";

export interface Link {
  readonly start: number;
  readonly end: number;
  /** Printable ASCII without blanks: nothing in it can end the escape sequence that it's put into. */
  readonly target: string;
}

/** Longer ones are no links to most terminals. */
const targetMax = 2000;
const printable = /^[\x21-\x7e]+$/;

/** Compiling its patterns takes as long as painting some frames: that waits for the first link. */
let linkify: LinkifyIt | undefined;

function finder(): LinkifyIt {
  linkify ??= new LinkifyIt({ maxLength: targetMax }).add("ftp:", null);
  return linkify;
}

/** In order; none overlaps another. */
export function findLinks(text: string): Link[] {
  return (finder().match(text) ?? []).flatMap(({ index, lastIndex, url }) => {
    const target = targetOf(url);
    return target === undefined ? [] : [{ start: index, end: lastIndex, target }];
  });
}

/** Everything outside ASCII encoded, hosts as Punycode; what has no scheme is no address. */
function targetOf(url: string): string | undefined {
  const target = URL.parse(url)?.href;
  return target !== undefined && target.length <= targetMax && printable.test(target) ? target : undefined;
}
