/**
 * What a terminal can tell the client, whatever bytes it used to say so. Pure types and one reading aid; the
 * decoder in input.ts makes these, the key table consumes them.
 */

/** A key that inserts nothing, or a printable one with ctrl, alt or super; `key` is spelled as in chord.ts. */
export type KeyEvent = { readonly type: "key"; readonly key: string };

/** Printable characters as typed, without line ends: one character mostly, a run in a burst. */
export type TextEvent = { readonly type: "text"; readonly text: string };

/**
 * A paste, whole and sanitised; may hold newlines. `marked` when the terminal said so (bracketed paste), else lines
 * that came faster than anyone types.
 */
export type PasteEvent = { readonly type: "paste"; readonly text: string; readonly marked: boolean };

/** A mouse report; `x` and `y` are cells from 0, `button` is 0 left, 1 middle, 2 right, 3 none. */
export type MouseEvent = {
  readonly type: "mouse";
  readonly action: "press" | "release" | "move" | "wheelup" | "wheeldown";
  readonly button: number;
  readonly x: number;
  readonly y: number;
  readonly ctrl: boolean;
  readonly alt: boolean;
  readonly shift: boolean;
};

/** The terminal window got or lost the keyboard. */
export type FocusEvent = { readonly type: "focus"; readonly focused: boolean };

/** What is behind the text, as the terminal answers when it's asked. */
export type GroundEvent = { readonly type: "ground"; readonly light: boolean };

export type InputEvent = KeyEvent | TextEvent | PasteEvent | MouseEvent | FocusEvent | GroundEvent;

/**
 * The chords of a key or text event, so that a binding such as `j` or `?` also finds typed text: each character of
 * a burst is a chord of its own, and a space is called `space`.
 */
export function chordsOf(event: KeyEvent | TextEvent): string[] {
  if (event.type === "key") return [event.key];
  return Array.from(event.text, (character) => (character === " " ? "space" : character));
}
