/** Names, passwords and texts on either side of each rule. No lone surrogates: many JSON parsers refuse them. */
import { limits } from "../../protocol/limits.ts";

interface Words {
  readonly valid: readonly string[];
  readonly invalid: readonly string[];
}

export const names: Words = {
  valid: [
    "al",
    "Alice",
    "a1",
    "a_",
    "a-",
    "Z9_-z",
    "x".repeat(limits.nameMax),
    "everyone1",
    "constructor",
    "proto__",
  ],
  invalid: [
    "",
    "a",
    "1a",
    "_a",
    "-a",
    "a b",
    " alice",
    "alice ",
    "alice\n",
    "a.b",
    "alicé",
    "аlice",
    "ａｌｉｃｅ",
    "__proto__",
    "x".repeat(limits.nameMax + 1),
    "everyone",
    "Everyone",
    "SYSTEM",
  ],
};

export const passwords: Words = {
  valid: [
    "x".repeat(limits.passwordMin),
    " ".repeat(limits.passwordMin),
    "🍜".repeat(limits.passwordMin),
    "pass\u0000\tword",
    "x".repeat(limits.passwordMaxBytes),
    "é".repeat(limits.passwordMaxBytes / 2),
  ],
  invalid: [
    "",
    "x".repeat(limits.passwordMin - 1),
    "🍜".repeat(limits.passwordMin - 1),
    "x".repeat(limits.passwordMaxBytes + 1),
    "é".repeat(limits.passwordMaxBytes / 2 + 1),
  ],
};

export const texts: Words = {
  valid: [
    "a",
    " ",
    "\n",
    "two\nlines",
    "é€🍜",
    "👩‍🚀",
    "e\u0301",
    "\u00a0",
    "\u200b",
    "\u200e",
    "\u2028",
    "\ufeff",
    "שלום",
    "x".repeat(limits.textMax),
    "🍜".repeat(limits.textMax),
  ],
  invalid: [
    "",
    "x".repeat(limits.textMax + 1),
    "🍜".repeat(limits.textMax + 1),
    "\u0000",
    "tab\there",
    "\r\n",
    "bell\u0007",
    "\u001b[31mred",
    "\u007f",
    "\u0080",
    "\u009b31m",
    "\u009f",
    "\u202a",
    "\u202eright to left",
    "\u2066",
    "\u2069",
  ],
};
