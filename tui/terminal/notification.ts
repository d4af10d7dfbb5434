/**
 * Notifications as terminals take them: the bell, and the two sequences that desktops show. Sources: iTerm2's and
 * ConEmu's OSC 9, rxvt-unicode's OSC 777; a terminal that doesn't know one ignores it.
 */
import { sanitizeLine } from "../text/sanitize.ts";

export interface Notification {
  readonly how: "off" | "bell" | "osc9" | "osc777" | "all";
  readonly title: string;
  readonly text: string;
}

const BELL = "\x07";

/** `tmux`: whether it's between us and the terminal; it lets through only what is wrapped, and only where allowed to. */
export function notification({ how, title, text }: Notification, tmux: boolean): string {
  const wrap = tmux ? passThrough : (sequence: string): string => sequence;
  // A semicolon would end the title; a digit in front of one would be ConEmu's progress bar.
  const [head, body] = [sanitizeLine(title).replaceAll(";", ","), sanitizeLine(text)];
  const osc9 = wrap(`\x1b]9;${head}: ${body}\x1b\\`);
  const osc777 = wrap(`\x1b]777;notify;${head};${body}\x1b\\`);
  return { off: "", bell: BELL, osc9, osc777, all: BELL + osc9 + osc777 }[how];
}

function passThrough(sequence: string): string {
  return `\x1bPtmux;${sequence.replaceAll("\x1b", "\x1b\x1b")}\x1b\\`;
}
