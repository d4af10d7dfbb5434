/**
 * What in a message's text looks different: `code`, **bold**, links, and one's own name where somebody calls it. The
 * text itself stays as it was written, marks included: what is copied is what was sent.
 */
import { findMentions, isMentioned } from "../../protocol/index.ts";
import { bold, code, dim, hyperlink, mention, type Style } from "../style.ts";
import { findLinks } from "./links.ts";

/** What nearly all messages have nothing of. */
const special = /[`@]|\*\*|:\/\/|mailto:/i;
const codeSpan = /```[\s\S]+?```|`[^`\n]+`/g;
/** Marks inside words and paths are none: `2**8**2`, `src/**`. */
const boldSpan = /(?<![\w/*])\*\*[^\s*](?:[^*\n]*[^\s*])?\*\*(?![\w/*])/g;

/** How each UTF-16 unit of a text looks; where nothing is said, plain. */
export class Looks {
  readonly #styles: Style[] = [];
  readonly #bold: boolean[] = [];

  set(start: number, end: number, style: Style): void {
    for (let index = start; index < end; index++) this.#styles[index] = style;
  }

  setBold(start: number, end: number): void {
    for (let index = start; index < end; index++) this.#bold[index] = true;
  }

  /** Whether two places look the same. */
  isSame(one: number, other: number): boolean {
    return this.#styles[one] === this.#styles[other] && this.#bold[one] === this.#bold[other];
  }

  /** A piece of the text in the looks of this place. */
  paint(piece: string, at: number): string {
    const styled = this.#styles[at]?.(piece) ?? piece;
    return this.#bold[at] ? bold(styled) : styled;
  }
}

/**
 * Undefined for a text in which nothing looks different. Each step leaves to the next what it hasn't understood itself.
 * `me`: whose name stands out, "" for nobody's. `id` tells this text's links from those of others.
 */
export function looksOf(text: string, me: string, id: string): Looks | undefined {
  if (!special.test(text) && !isMentioned(text, me)) return undefined;
  const looks = new Looks();
  const afterCode = setCode(text, looks);
  const afterBold = setBold(afterCode, looks);
  const afterLinks = setLinks(afterBold, looks, id);
  for (const [start, end] of findMentions(afterLinks, me)) looks.set(start, end, mention);
  return looks;
}

function setCode(text: string, looks: Looks): string {
  return text.replace(codeSpan, (span, start) => {
    const end = start + span.length;
    const mark = span.startsWith("```") ? 3 : 1;
    looks.set(start, end, dim);
    looks.set(start + mark, end - mark, code);
    return "`".repeat(span.length);
  });
}

function setBold(text: string, looks: Looks): string {
  return text.replace(boldSpan, (span, start) => {
    const end = start + span.length;
    looks.setBold(start + 2, end - 2);
    for (const mark of [start, end - 2]) looks.set(mark, mark + 2, dim);
    return `  ${span.slice(2, -2)}  `;
  });
}

function setLinks(text: string, looks: Looks, id: string): string {
  let rest = text;
  for (const { start, end, target } of findLinks(text)) {
    looks.set(start, end, hyperlink(target, `${id}.${start}`));
    rest = rest.slice(0, start) + "-".repeat(end - start) + rest.slice(end);
  }
  return rest;
}
