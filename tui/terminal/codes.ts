/**
 * Keys that are sent as the number of their character: Kitty's `CSI code:shifted:base;modifiers:event;text u` and
 * xterm's modifyOtherKeys, `CSI 27;modifiers;code ~`.
 */
import { characterChord, chord, type Modifiers } from "./chord.ts";
import type { InputEvent } from "./events.ts";
import { BY_CODE, KITTY_KEYPAD, KITTY_KEYPAD_START } from "./keys.ts";

/** Kitty numbers keys without a character (Caps Lock, media keys, Shift alone) in this private-use range. */
const isFunctional = (code: number): boolean => code >= 57344 && code <= 63743;

const isCharacter = (code: number): boolean =>
  code >= 0x20 && code <= 0x10ffff && !(code >= 0x7f && code <= 0x9f) && !(code >= 0xd800 && code <= 0xdfff);

function characterOf(code: number | undefined): string | undefined {
  if (code === undefined) return undefined;
  const keypad = KITTY_KEYPAD[code - KITTY_KEYPAD_START];
  if (keypad !== undefined) return keypad;
  return isCharacter(code) && !isFunctional(code) ? String.fromCodePoint(code) : undefined;
}

/** What the terminal says about one such key. */
export type CodedKey = {
  readonly code: number;
  /** The character with Shift, when the terminal tells. */
  readonly shifted: number | undefined;
  /** The key's place on a US keyboard, so that Ctrl-P works on a Cyrillic one. */
  readonly base: number | undefined;
  /** The characters it inserts, when the terminal tells. */
  readonly text: ReadonlyArray<number | undefined>;
  readonly held: Modifiers;
};

function typed({ shifted, text, held }: CodedKey, character: string): InputEvent {
  const told = text.map((code) => characterOf(code) ?? "").join("");
  if (told !== "") return { type: "text", text: told };
  const upper = characterOf(shifted) ?? character.toUpperCase();
  return { type: "text", text: held.shift ? upper : character };
}

/** The event of a key given by its code; undefined for keys that mean nothing here. */
export function codedKey(key: CodedKey): InputEvent | undefined {
  const { code, shifted, base, held } = key;
  const name = BY_CODE[code];
  if (name !== undefined) return { type: "key", key: chord(name, held) };
  const character = characterOf(code);
  if (character === undefined) return undefined;
  if (!held.ctrl && !held.alt && !held.super) return typed(key, character);
  const onAnyLayout = code > 0x7f ? characterOf(base) : held.shift ? characterOf(shifted) : undefined;
  return { type: "key", key: characterChord(onAnyLayout ?? character, held) };
}
