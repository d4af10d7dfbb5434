/** A theme as the escape sequences of a terminal with so many colours. */
import type { Capabilities, Depth } from "./capabilities.ts";
import { type Colour, type Role, type Theme, type ThemeName, themes } from "./themes.ts";

export type Style = (text: string) => string;

/** How everything is to look. */
export interface Appearance extends Capabilities {
  readonly theme: ThemeName;
}

export interface Palette extends Appearance {
  readonly roles: Readonly<Record<Role, Style>>;
  /** Of people; none at all without colours. */
  readonly names: readonly Style[];
  /** What each row starts from. */
  readonly ground: string;
  /** How a piece of coloured text ends. */
  readonly textColour: string;
}

/** How Ink, too, ends a piece of coloured text: with the terminal's own colour. */
export const defaultColour = "\x1b[39m";

/** Text between two sets of parameters of SGR. */
export function sgr(on: string, off: string): Style {
  return (text) => `\x1b[${on}m${text}\x1b[${off}m`;
}

export const plain: Style = (text) => text;

export function paletteOf(appearance: Appearance): Palette {
  const { depth } = appearance;
  const { roles, names, namesOf16, painted }: Theme = themes[appearance.theme];
  const styles = Object.entries(roles).map(([role, colour]) => [role, coloured(foreground(colour, depth))]);
  const people = depth === "16" ? namesOf16.map((of16) => ({ of16 })) : names;
  const paints = painted !== undefined && depth !== "none";
  return {
    ...appearance,
    roles: Object.fromEntries(styles),
    names: depth === "none" ? [] : people.map((colour) => coloured(foreground(colour, depth))),
    ground: `\x1b[0m${paints ? `\x1b[${foreground(painted.text, depth)};${background(painted.background, depth)}m` : ""}`,
    textColour: paints ? `\x1b[${foreground(painted.text, depth)}m` : defaultColour,
  };
}

function coloured(parameters: string): Style {
  return parameters === "" ? plain : sgr(parameters, "39");
}

function foreground({ truecolor = "", of256, of16 }: Partial<Colour>, depth: Depth): string {
  switch (depth) {
    case "none":
      return "";
    case "16":
      return String(of16);
    case "256":
      return `38;5;${of256}`;
    case "truecolor":
      return `38;2;${[1, 3, 5].map((at) => Number.parseInt(truecolor.slice(at, at + 2), 16)).join(";")}`;
  }
}

/** The same colour behind the text: SGR's first number for that is ten higher. */
function background(colour: Colour, depth: Depth): string {
  return foreground(colour, depth).replace(/^\d+/, (first) => String(Number(first) + 10));
}
