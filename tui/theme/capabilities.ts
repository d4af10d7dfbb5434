/** What this terminal can show, as far as its environment tells. */
import { createSupportsColor } from "supports-color";

/** How many colours; `none` leaves bold, underline and inverse. */
export type Depth = "none" | "16" | "256" | "truecolor";

export interface Capabilities {
  readonly depth: Depth;
  /** OSC 8: text that opens something when it's clicked. */
  readonly hyperlinks: boolean;
}

const depths: readonly Depth[] = ["none", "16", "256", "truecolor"];

export function capabilities(): Capabilities {
  return { depth: depth(), hyperlinks: knowsHyperlinks() };
}

/** What no-color.org says comes first: anything but nothing means no. */
function depth(): Depth {
  if ((process.env.NO_COLOR ?? "") !== "") return "none";
  const support = createSupportsColor(undefined, { sniffFlags: false });
  return support === false ? "none" : (depths[support.level] ?? "none");
}

/** Who doesn't know OSC 8 ignores it, but for these. `screen` is also what tmux, which knows it, likes to be called. */
function knowsHyperlinks(): boolean {
  const { TERM = "dumb", TMUX } = process.env;
  if (TERM.startsWith("screen")) return TMUX !== undefined;
  return !/^(?:dumb|linux|vt\d|ansi|cygwin)/.test(TERM);
}
