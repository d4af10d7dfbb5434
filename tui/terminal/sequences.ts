/** What a CSI or SS3 sequence means: a key, the mouse, the focus, or a reply that nobody here waits for. */
import { chord, modifiersOf, NO_MODIFIERS } from "./chord.ts";
import { codedKey } from "./codes.ts";
import type { InputEvent } from "./events.ts";
import { BY_LETTER, BY_NUMBER, KEYPAD, LINUX_FUNCTION, RXVT_ARROWS } from "./keys.ts";
import { mouseEvent } from "./mouse.ts";
import { numberAt, type Parameters, parseParameters } from "./parameters.ts";

const RELEASED = 3;

/** The modifiers that rxvt spells with the final character. */
const RXVT_FINAL: Readonly<Record<string, number>> = { $: 2, "^": 5, "@": 6 };

function named(name: string | undefined, modifiers = 1): InputEvent | undefined {
  return name === undefined ? undefined : { type: "key", key: chord(name, modifiersOf(modifiers)) };
}

function byCode(parameters: Parameters): InputEvent | undefined {
  const [[code, shifted, base] = [], [modifiers] = [], text = []] = parameters;
  if (code === undefined) return undefined;
  return codedKey({ code, shifted, base, text, held: modifiersOf(modifiers ?? 1) });
}

function byNumber(parameters: Parameters): InputEvent | undefined {
  const number = numberAt(parameters, 0) ?? 0;
  const modifiers = numberAt(parameters, 1) ?? 1;
  if (number !== 27) return named(BY_NUMBER[number], modifiers);
  const code = numberAt(parameters, 2) ?? 0;
  return codedKey({ code, shifted: undefined, base: undefined, text: [], held: modifiersOf(modifiers) });
}

/** `CSI row;column R` is a cursor report; the same letter is F3 only in row 1 with a modifier for a column. */
function isCursorReport(parameters: Parameters, final: string): boolean {
  if (final !== "R" || parameters.length < 2) return false;
  return numberAt(parameters, 0) !== 1 || (numberAt(parameters, 1) ?? 0) > 16;
}

function byLetter(parameters: Parameters, final: string): InputEvent | undefined {
  if (isCursorReport(parameters, final)) return undefined;
  // Before xterm had `1;5 C` it sent the modifier alone, `5 C`.
  const modifiers = numberAt(parameters, parameters.length > 1 ? 1 : 0) ?? 1;
  if (final === "Z") return { type: "key", key: chord("tab", { ...modifiersOf(modifiers), shift: true }) };
  return named(BY_LETTER[final], modifiers) ?? named(RXVT_ARROWS[final], 2);
}

function csiKey(parameters: Parameters, final: string): InputEvent | undefined {
  if (parameters[1]?.[1] === RELEASED) return undefined;
  if (final === "u") return byCode(parameters);
  if (final === "~") return byNumber(parameters);
  const rxvt = RXVT_FINAL[final];
  if (rxvt !== undefined) return named(BY_NUMBER[numberAt(parameters, 0) ?? 0], rxvt);
  return byLetter(parameters, final);
}

/** The event of `CSI parameters final`, or undefined for what is none. */
export function csiEvent(parameters: string, final: string): InputEvent | undefined {
  if (parameters === "[") return named(LINUX_FUNCTION[final]);
  if (parameters === "" && final === "I") return { type: "focus", focused: true };
  if (parameters === "" && final === "O") return { type: "focus", focused: false };
  if (parameters.startsWith("<")) return mouseEvent(parameters, final);
  const numbers = parseParameters(parameters);
  return numbers && csiKey(numbers, final);
}

/** The event of `SS3 parameters final`: application mode's arrows, F1 to F4, the keypad, rxvt's Ctrl arrows. */
export function ss3Event(parameters: string, final: string): InputEvent | undefined {
  const text = KEYPAD[final.charCodeAt(0) - "j".charCodeAt(0)];
  if (text !== undefined) return { type: "text", text };
  if (final === "M") return { type: "key", key: chord("enter", NO_MODIFIERS) };
  const control = RXVT_ARROWS[final];
  if (control !== undefined) return named(control, 5);
  const numbers = parseParameters(parameters);
  return numbers && byLetter(numbers, final);
}
