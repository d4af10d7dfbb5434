/**
 * Which sequence is which key: xterm, VT220, rxvt, the Linux console and Kitty's numbers, as tables. Sources:
 * xterm's ctlseqs, rxvt's rxvtRef, console_codes(4), sw.kovidgoyal.net/kitty/keyboard-protocol.
 */

/** `CSI 1;m A` and `SS3 A`. */
export const BY_LETTER: Readonly<Record<string, string>> = {
  A: "up",
  B: "down",
  C: "right",
  D: "left",
  E: "begin",
  F: "end",
  H: "home",
  P: "f1",
  Q: "f2",
  R: "f3",
  S: "f4",
};

/** rxvt's arrows: lower case means shift after CSI, and ctrl after SS3. */
export const RXVT_ARROWS: Readonly<Record<string, string>> = { a: "up", b: "down", c: "right", d: "left" };

/** `CSI n;m ~`, and rxvt's `CSI n ^`, `CSI n $` and `CSI n @`. */
export const BY_NUMBER: Readonly<Record<number, string>> = {
  1: "home",
  2: "insert",
  3: "delete",
  4: "end",
  5: "pageup",
  6: "pagedown",
  7: "home",
  8: "end",
  11: "f1",
  12: "f2",
  13: "f3",
  14: "f4",
  15: "f5",
  17: "f6",
  18: "f7",
  19: "f8",
  20: "f9",
  21: "f10",
  23: "f11",
  24: "f12",
  25: "f13",
  26: "f14",
  28: "f15",
  29: "f16",
  31: "f17",
  32: "f18",
  33: "f19",
  34: "f20",
};

/** The Linux console's F1 to F5: `CSI [ A`. */
export const LINUX_FUNCTION: Readonly<Record<string, string>> = {
  A: "f1",
  B: "f2",
  C: "f3",
  D: "f4",
  E: "f5",
};

/** The application keypad, `SS3 j` to `SS3 y`, in the order of its letters. */
export const KEYPAD = "*+,-./0123456789";

/** Named keys in `CSI code;m u` and in xterm's `CSI 27;m;code ~`. */
export const BY_CODE: Readonly<Record<number, string>> = {
  8: "backspace",
  9: "tab",
  13: "enter",
  27: "escape",
  127: "backspace",
  57414: "enter",
  57417: "left",
  57418: "right",
  57419: "up",
  57420: "down",
  57421: "pageup",
  57422: "pagedown",
  57423: "home",
  57424: "end",
  57425: "insert",
  57426: "delete",
  57427: "begin",
};

/** Kitty's keypad characters, codes 57399 to 57416; 57414 is its Enter. */
export const KITTY_KEYPAD = "0123456789./*-+\r=,";
export const KITTY_KEYPAD_START = 57399;

/** Control characters that are keys of their own. Backspace sends DEL nearly everywhere and BS with Ctrl held. */
export const BY_CONTROL: Readonly<Record<string, string>> = {
  "\x00": "ctrl+space",
  "\x08": "ctrl+backspace",
  "\t": "tab",
  "\r": "enter",
  "\x1b": "escape",
  "\x1c": "ctrl+\\",
  "\x1d": "ctrl+]",
  "\x1e": "ctrl+^",
  "\x1f": "ctrl+_",
  "\x7f": "backspace",
};

/** The chord of a control character; Ctrl-J, a newline, is not Enter. */
export function controlKey(control: string): string {
  return BY_CONTROL[control] ?? `ctrl+${String.fromCharCode(control.charCodeAt(0) + 96)}`;
}
