/**
 * The one spelling of a key with its modifiers, which the key table and the decoder share: `a`, `?`, `enter`,
 * `ctrl+p`, `alt+A`, `ctrl+alt+shift+left`. Modifiers come in the order ctrl, alt, shift, super.
 */

/** Which modifiers were held. */
export type Modifiers = {
  readonly ctrl: boolean;
  readonly alt: boolean;
  readonly shift: boolean;
  readonly super: boolean;
};

export const NO_MODIFIERS: Modifiers = { ctrl: false, alt: false, shift: false, super: false };

/**
 * Decodes the parameter of xterm and Kitty: one more than the sum of 1 shift, 2 alt, 4 ctrl and, from 8 on, super,
 * hyper and meta, which count as super here. Caps lock (64) and num lock (128) are no modifiers.
 */
export function modifiersOf(parameter: number): Modifiers {
  const bits = Math.max(0, parameter - 1);
  return {
    shift: (bits & 1) !== 0,
    alt: (bits & 2) !== 0,
    ctrl: (bits & 4) !== 0,
    super: (bits & 56) !== 0,
  };
}

/** The chord of a named key. */
export function chord(name: string, held: Modifiers): string {
  const prefix = `${held.ctrl ? "ctrl+" : ""}${held.alt ? "alt+" : ""}${held.shift ? "shift+" : ""}`;
  return `${prefix}${held.super ? "super+" : ""}${name}`;
}

/**
 * The chord of a character key with at least ctrl, alt or super. Shift is part of the character (`alt+A`, `ctrl+_`)
 * except for letters with ctrl, whose control codes know no case (`ctrl+shift+p`).
 */
export function characterChord(character: string, held: Modifiers): string {
  if (character === " ") return chord("space", held);
  const lower = character.toLowerCase();
  const isLetter = lower !== character.toUpperCase();
  if (isLetter && held.ctrl) return chord(lower, held);
  const shifted = isLetter && held.shift ? character.toUpperCase() : character;
  return chord(shifted, { ...held, shift: false });
}

/** The chord that the same key gives with Alt held, which is also what Esc followed by that key means. */
export function withAlt(key: string): string {
  const ctrl = key.startsWith("ctrl+") ? "ctrl+" : "";
  const rest = key.slice(ctrl.length);
  return rest.startsWith("alt+") ? key : `${ctrl}alt+${rest}`;
}
