/**
 * Chords as people write them: `ctrl+p` is Ctrl-P, `pageup` is PgUp. Help shows them so, and settings are read so,
 * which is why the two are one file.
 */
import { characterChord, chord, type Modifiers, NO_MODIFIERS } from "./chord.ts";
import { BY_CODE, BY_LETTER, BY_NUMBER } from "./keys.ts";

const named = new Set([...Object.values({ ...BY_LETTER, ...BY_NUMBER, ...BY_CODE }), "space"]);

const written: Readonly<Record<string, string>> = {
  escape: "Esc",
  delete: "Del",
  insert: "Ins",
  pageup: "PgUp",
  pagedown: "PgDn",
};
const meant: Readonly<Record<string, string>> = {
  ...Object.fromEntries(Object.entries(written).map(([name, short]) => [short.toLowerCase(), name])),
  return: "enter",
};

/** `+` and `-` are keys, too, so only what stands before another character parts a modifier from it. */
const modifier = /^(ctrl|alt|shift|super)[+-](?=.)/i;

/** A sequence of chords is written with blanks. */
export function keyName(chords: string): string {
  return chords.split(" ").map(oneName).join(" ");
}

/** The chords that somebody means by `Ctrl-P`, `ctrl+p` or `Ctrl-X Ctrl-E`, undefined if there is no such key. */
export function parseKey(words: string): string | undefined {
  const chords = words.trim().split(/\s+/).map(oneChord);
  return chords.every((one) => one !== undefined) ? chords.join(" ") : undefined;
}

/** Whether this inserts itself where one types. */
export function isPlainCharacter(chords: string): boolean {
  return chords === "space" || isCharacter(chords);
}

function oneName(chords: string): string {
  const [held, key] = parts(chords);
  if (isCharacter(key) && held.length === 0) return key;
  const all = isCharacter(key) && key !== key.toLowerCase() ? [...held, "shift"] : held;
  return [...all.map(capitalized), written[key] ?? capitalized(key)].join("-");
}

function oneChord(words: string): string | undefined {
  const [held, key] = parts(words);
  const modifiers: Modifiers = {
    ...NO_MODIFIERS,
    ...Object.fromEntries(held.map((name) => [name, true])),
  };
  const name = meant[key.toLowerCase()] ?? key.toLowerCase();
  if (named.has(name)) return chord(name, modifiers);
  return isCharacter(key) ? character(key, modifiers) : undefined;
}

/** With a modifier the case of a letter means nothing: Alt-A is what the help shows for the key A with Alt. */
function character(key: string, held: Modifiers): string | undefined {
  const isLetter = key.toLowerCase() !== key.toUpperCase();
  if (held.shift && !isLetter) return undefined;
  const upper = held.shift && !held.ctrl;
  if (!held.ctrl && !held.alt && !held.super) return upper ? key.toUpperCase() : key;
  return characterChord(key.toLowerCase(), held);
}

function parts(words: string): [held: string[], key: string] {
  const held: string[] = [];
  let rest = words;
  for (let found = modifier.exec(rest); found; found = modifier.exec(rest)) {
    held.push((found[1] ?? "").toLowerCase());
    rest = rest.slice(found[0].length);
  }
  return [held, rest];
}

function isCharacter(text: string): boolean {
  return /^[^\p{C}\s]$/u.test(text);
}

function capitalized(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
