/**
 * Colours, emphasis and links as escape sequences, in one place. What the colours are is the process's palette:
 * chosen by the edge, read by whoever draws.
 */
import { canonical } from "../protocol/index.ts";
import { type Appearance, defaultColour, paletteOf, plain, type Style, sgr } from "./theme/palette.ts";
import { People } from "./theme/people.ts";
import type { Role } from "./theme/themes.ts";

export type { Style } from "./theme/palette.ts";

let palette = paletteOf({ theme: "dark", depth: "truecolor", hyperlinks: true });
let people = new People(palette.names.length);
let known: readonly string[] = [];
let revision = 0;

const role =
  (name: Role): Style =>
  (text) =>
    palette.roles[name](text);

export const bold = sgr("1", "22");
export const inverse = sgr("7", "27");
export const underline = sgr("4", "24");
export const good = role("good");
export const warning = role("warning");
export const bad = role("bad");
export const accent = role("accent");
/** A colour of its own rather than SGR 2, which some terminals make unreadable and others ignore. */
export const dim = role("dim");
export const code = role("code");

const link = role("link");
const ownColour = role("own");
const mentionColour = role("mention");

/** One's own name, above one's own messages. */
export const own: Style = (text) => bold(ownColour(text));
/** One's own name where somebody calls it; it stands out without colours, too. */
export const mention: Style = (text) => inverse(mentionColour(text));

/** Underlined; opens `target`, printable ASCII only. Pieces with one id are one link, also over several rows. */
export function hyperlink(target: string, id: string): Style {
  return (text) => {
    const shown = underline(link(text));
    return palette.hyperlinks ? `\x1b]8;id=${id};${target}\x1b\\${shown}\x1b]8;;\x1b\\` : shown;
  };
}

/** The colour of a person. */
export function nameStyle(name: string): Style {
  return palette.names[people.colourOf(canonical(name))] ?? plain;
}

/** From now on everything is styled like this. */
export function setPalette(appearance: Appearance): void {
  const { theme, depth, hyperlinks } = palette;
  if (appearance.theme === theme && appearance.depth === depth && appearance.hyperlinks === hyperlinks)
    return;
  palette = paletteOf(appearance);
  people = new People(palette.names.length);
  people.add(known);
  revision++;
}

/** People who are seen together, by canonical name: their colours differ as long as there are enough. */
export function introduce(names: readonly string[]): void {
  known = names;
  people.add(names);
  revision++;
}

/** Another number after every change: what was styled before is out of date. */
export function styleRevision(): number {
  return revision;
}

/** What each row starts from: nothing set, or the colours of a theme that paints the screen. */
export function ground(): string {
  return palette.ground;
}

/** A row whose uncoloured text has the theme's colour instead of the terminal's. */
export function grounded(row: string): string {
  return palette.textColour === defaultColour ? row : row.replaceAll(defaultColour, palette.textColour);
}
