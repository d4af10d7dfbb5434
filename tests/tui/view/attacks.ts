/** What somebody sends who wants to reach the terminal and not the person before it. */
import fc from "fast-check";

export const attacks = [
  "\x1b]0;owned\x07",
  "\x1b]2;owned\x1b\\",
  "\x1b]52;c;ZXZpbA==\x07",
  "\x1b]8;;http://evil\x1b\\link\x1b]8;;\x1b\\",
  "\x1b]8;id=1.2;https://evil.example/\x1b\\link",
  "https://evil.example/\x1b]8;;\x1b\\\x07",
  "https://evil.example/\u202egpj.exe https://x.example/\u009d52;c;x\u009c mailto:a@b.example?\x1b\\",
  "https://[::1]/;a;b `\x1b[1m` **\x1b]0;x\x07** @alice\x1b[7m",
  "שלום\u2069\u2067 \u202e عالم \u2066",
  "\x1b]9;notify\x07",
  "\x1b]777;notify;a;b\x1b\\",
  "\x1b[2J\x1b[H",
  "\x1b[?1049l",
  "\x1b[?1000h",
  "\x1b[95mpink",
  "\x1b[48;5;200;5mon pink",
  "\x1b[38;2;1;2;3mrgb",
  "\x1b[6n",
  "\x1b[c",
  "\x1b[5i",
  "\x1b[20t",
  "\x1bc",
  "\x1b(0",
  "\x1bP$qm\x1b\\",
  "\x1b_G...\x1b\\",
  "\x1b^x\x1b\\",
  "\u009b31m",
  "\u009d0;owned\u009c",
  "\u0090q\u009c",
  "\x07\x07\x08\x08\x0e\x0f\x05",
  "\r\x0b\x0c\x7f\x00\x1a",
  "\u202eesrever\u202c",
  "\u2066\u2067\u2068\u2069",
  "\u200b\u2028\u2029\ufeff",
  "a\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308\u0309\u030a\u030b",
  "\ud800",
  "\x1b",
  "\x1b[",
  "\x1b]0;without end",
  "x".repeat(64),
  "你".repeat(64),
];

const piece = fc.oneof(
  fc.constantFrom(...attacks),
  fc.string({ maxLength: 10 }),
  fc.string({ unit: "binary", maxLength: 6 }),
);
/** Attacks, whole and in pieces, and whatever else there is. */
export const hostileText = fc.array(piece, { minLength: 1, maxLength: 5 }).map((parts) => parts.join(""));
