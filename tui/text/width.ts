/**
 * How many terminal cells text takes, grapheme by grapheme, by the same measure as Ink's (string-width), so that
 * our rows and its layout agree. Expects sanitised text.
 */
import stringWidth from "string-width";
import { segments } from "./segments.ts";
import { isSimple } from "./simple.ts";

const ELLIPSIS = "…";

/** A cache must not become a leak: a grapheme longer than this is rare, and measured each time. */
const CACHED_LENGTH = 24;
const CACHED_GRAPHEMES = 8192;

const widths = new Map<string, number>();

/** The user-perceived characters of a text. */
export function graphemes(text: string): string[] {
  if (isSimple(text)) return text.split("");
  return Array.from(segments(text), ({ segment }) => segment);
}

/** The cells of one grapheme: mostly 0, 1 or 2, more for some Indic and Hangul clusters. */
export function graphemeWidth(grapheme: string): number {
  if (grapheme.length === 1 && isSimple(grapheme)) return 1;
  const known = widths.get(grapheme);
  if (known !== undefined) return known;
  const width = stringWidth(grapheme);
  if (grapheme.length <= CACHED_LENGTH) {
    if (widths.size >= CACHED_GRAPHEMES) widths.clear();
    widths.set(grapheme, width);
  }
  return width;
}

/** The cells of a text on one row. */
export function textWidth(text: string): number {
  if (isSimple(text)) return text.length;
  let width = 0;
  for (const { segment } of segments(text)) width += graphemeWidth(segment);
  return width;
}

/** The longest start of the text that takes at most `width` cells. */
export function fitting(text: string, width: number): string {
  let used = 0;
  let end = 0;
  for (const { segment } of segments(text)) {
    used += graphemeWidth(segment);
    if (used > width) break;
    end += segment.length;
  }
  return text.slice(0, end);
}

/** The text in at most `width` cells; what is cut off is replaced by an ellipsis. */
export function truncate(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  if (width < 1) return "";
  return fitting(text, width - 1) + ELLIPSIS;
}

/** As many of the parts as fit whole into `width` cells, the first ones. */
export function joinFitting(parts: readonly string[], between: string, width: number): string {
  let line = "";
  for (const part of parts) {
    const longer = line === "" ? part : line + between + part;
    if (textWidth(longer) > width) break;
    line = longer;
  }
  return line;
}

/** The text in exactly `width` cells: filled up with spaces, or truncated. */
export function padEnd(text: string, width: number): string {
  const cut = truncate(text, width);
  return cut + " ".repeat(Math.max(0, width - textWidth(cut)));
}
