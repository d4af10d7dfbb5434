/**
 * The escape sequences that a full-screen program asks its terminal for, by name. Sources: xterm's ctlseqs and the
 * Kitty keyboard protocol; a terminal that doesn't know one ignores it.
 */
import { sanitizeLine } from "../text/sanitize.ts";
import { askGround } from "./ground.ts";

const ALTERNATE_SCREEN = 1049;
const BRACKETED_PASTE = 2004;
const FOCUS_REPORTS = 1004;
const MOUSE_BUTTONS = 1000;
const MOUSE_SGR = 1006;
const CURSOR = 25;
const AUTO_WRAP = 7;
const SYNCHRONIZED = 2026;

const on = (...modes: number[]): string => modes.map((mode) => `\x1b[?${mode}h`).join("");
const off = (...modes: number[]): string => modes.map((mode) => `\x1b[?${mode}l`).join("");

/** What the user may choose. */
export type ScreenOptions = {
  /** Wheel and clicks; takes selecting text away from the terminal. */
  readonly mouse?: boolean;
  /** Tells when the window gets or loses the keyboard. */
  readonly focus?: boolean;
  /** Kitty's keyboard protocol, which tells Shift-Enter from Enter; legacy sequences where it is unknown. */
  readonly keyboard?: boolean;
  /** Asks what is behind the text, which some terminals answer. */
  readonly ground?: boolean;
};

export const showCursor = on(CURSOR);
export const hideCursor = off(CURSOR);

/** Clicks, releases and the wheel, with cells as decimal numbers. */
export const mouseOn = on(MOUSE_BUTTONS, MOUSE_SGR);
export const mouseOff = off(MOUSE_SGR, MOUSE_BUTTONS);

/** Flags 1 (tell ambiguous keys apart) and 4 (tell the shifted and the US-layout key, too). */
const KEYBOARD_PUSH = "\x1b[>5u";
const KEYBOARD_POP = "\x1b[<u";

const TITLE_SAVE = "\x1b[22;0t";
/** None first, for a terminal that can't save one. */
const TITLE_RESTORE = "\x1b]0;\x1b\\\x1b[23;0t";
const CLEAR = "\x1b[2J\x1b[H";
const CLOSE_LINK = "\x1b]8;;\x1b\\";
const PLAIN_STYLE = "\x1b[m";

/** Sets the window's title; the text may come from anywhere. */
export function setTitle(title: string): string {
  return `\x1b]0;${sanitizeLine(title)}\x1b\\`;
}

/** Hears all that a terminal can tell, and asks whether it knows the keyboard protocol. */
export const listenSequence = `${on(BRACKETED_PASTE, FOCUS_REPORTS)}${mouseOn}${KEYBOARD_PUSH}\x1b[?u\x1b[c`;
export const unlistenSequence = KEYBOARD_POP + mouseOff + off(FOCUS_REPORTS, BRACKETED_PASTE);

/**
 * Into full screen: empty, cursor hidden, pastes marked; rows that a terminal takes for longer than they are don't run
 * into the next one. The keyboard comes last, as each screen has its own.
 */
export function enterSequence({
  mouse = false,
  focus = false,
  keyboard = false,
  ground = false,
}: ScreenOptions = {}): string {
  const always = TITLE_SAVE + on(ALTERNATE_SCREEN, BRACKETED_PASTE) + off(AUTO_WRAP) + hideCursor + CLEAR;
  const wanted = (focus ? on(FOCUS_REPORTS) : "") + (mouse ? mouseOn : "") + (ground ? askGround : "");
  return always + wanted + (keyboard ? KEYBOARD_PUSH : "");
}

/**
 * Out of it again from whatever state drawing was in, even in the middle of a frame. Ends with the alternate
 * screen, so that all before it happens there.
 */
export const restoreSequence: string =
  off(SYNCHRONIZED) +
  CLOSE_LINK +
  PLAIN_STYLE +
  KEYBOARD_POP +
  mouseOff +
  off(FOCUS_REPORTS, BRACKETED_PASTE) +
  on(AUTO_WRAP) +
  showCursor +
  TITLE_RESTORE +
  off(ALTERNATE_SCREEN);
