/** What an account may be called, and what a message may say. Both ends apply the same rules. */
import { limits } from "./limits.ts";

/** A regular expression in the subset that all languages share. */
export const nameGrammar = `^[A-Za-z][A-Za-z0-9_-]{${limits.nameMin - 1},${limits.nameMax - 1}}$`;

const grammar = new RegExp(nameGrammar);

/** Names that would be mistaken for the room, the server or a person in charge. */
export const reservedNames = [
  "everyone",
  "everybody",
  "all",
  "here",
  "channel",
  "server",
  "system",
  "admin",
  "administrator",
  "root",
  "operator",
  "moderator",
  "support",
  "help",
  "me",
  "you",
  "nobody",
  "anonymous",
] as const;

const reserved: ReadonlySet<string> = new Set(reservedNames);

/** The form under which names are compared and stored: two spellings of one canonical name are one account. */
export function canonical(name: string): string {
  return name.toLowerCase();
}

export function isName(name: string): boolean {
  return grammar.test(name) && !reserved.has(canonical(name));
}

export function isPassword(password: string): boolean {
  return (
    countCharacters(password) >= limits.passwordMin &&
    new TextEncoder().encode(password).length <= limits.passwordMaxBytes
  );
}

// Controls (C0 but for newline, DEL, C1), the bidi embeddings, overrides and isolates, and lone surrogates.
const forbidden = /(?!\n)\p{Cc}|[\u202a-\u202e\u2066-\u2069]|\p{Surrogate}/u;

// Nearly all that people write, which needs no closer look.
const ascii = /^[\n\x20-\x7e]+$/;

export function isText(text: string): boolean {
  if (ascii.test(text)) return text.length <= limits.textMax;
  return text !== "" && countCharacters(text) <= limits.textMax && !forbidden.test(text);
}

/** Code points, which is what most languages count; UTF-16 units would count an emoji twice. */
export function countCharacters(text: string): number {
  let count = text.length;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit >= 0xd800 && unit <= 0xdbff) count--;
  }
  return count;
}
