/** The decoder's tables, whole, byte by byte and split anywhere. */
import test from "ava";
import fc from "fast-check";
import { PASTE_LIMIT } from "../../../tui/terminal/paste.ts";
import {
  byteByByte,
  decode,
  decoder,
  escapeKey,
  focus,
  ground,
  key,
  type Merged,
  mouse,
  paste,
  split,
  text,
} from "./decode.ts";
import { KEYS } from "./key-table.ts";

const STREAMS: ReadonlyArray<readonly [title: string, bytes: string, ...events: Merged]> = [
  ["a burst is cut at Enter", "hello\rworld", text("hello"), key("enter"), text("world")],
  ["a newline is Ctrl-J, not Enter", "a\nb", text("a"), key("ctrl+j"), text("b")],
  ["graphemes of several code points are text", "e\u0301👩‍👩‍👧🇩🇪", text("e\u0301👩‍👩‍👧🇩🇪")],
  ["spaces are text", "a b", text("a b")],
  ["arrows one after the other", "\x1b[A\x1b[B", key("up"), key("down")],
  ["Escape and then Alt", "\x1b\x1ba", escapeKey, key("alt+a")],
  ["three escapes and an arrow", "\x1b\x1b\x1b[D", escapeKey, key("alt+left")],
  ["Escape and then the mouse", "\x1b\x1b[<0;1;1M", escapeKey, mouse("press", 0, 0, 0)],
  ["Escape and then a paste", "\x1b\x1b[200~x\x1b[201~", escapeKey, paste("x")],
  ["Escape and then a reply", "\x1b\x1b[?1;2c", escapeKey],
  ["Escape and then an OSC reply", "\x1b\x1b]10;rgb:0/0/0\x07a", escapeKey, text("a")],
  [
    "Alt with what introduces replies",
    "\x1b_\x1b_\x1b]x\x1bP\x1b]",
    key("alt+_"),
    key("alt+_"),
    key("alt+]"),
    text("x"),
    key("alt+P"),
  ],
  ["Alt-[ before another escape", "\x1b[\x1b[A", key("alt+["), key("up")],
  ["a paste", "\x1b[200~a b\x1b[201~c", paste("a b"), text("c")],
  ["every line end of a paste is a newline", "\x1b[200~a\r\nb\rc\nd\x1b[201~", paste("a\nb\nc\nd")],
  [
    "a paste loses its controls, tabs are spaces",
    "\x1b[200~\x03a\tb\x1b[31mc\x00\u202e\x1b[201~",
    paste("a    bc"),
  ],
  ["an empty paste is none", "\x1b[200~\x1b[201~a", text("a")],
  ["a paste holds what looks like its end", "\x1b[200~x\x1b[201ay\x1b[20\x1b[201~", paste("xy")],
  ["the end of no paste is nothing", "\x1b[201~a", text("a")],
  ["a click", "\x1b[<0;1;1M\x1b[<0;300;200m", mouse("press", 0, 0, 0), mouse("release", 0, 299, 199)],
  [
    "other buttons with modifiers",
    "\x1b[<6;2;3M\x1b[<9;2;3M\x1b[<16;2;3M",
    mouse("press", 2, 1, 2, { shift: true }),
    mouse("press", 1, 1, 2, { alt: true }),
    mouse("press", 0, 1, 2, { ctrl: true }),
  ],
  ["the wheel", "\x1b[<64;5;6M\x1b[<65;5;6M", mouse("wheelup", 3, 4, 5), mouse("wheeldown", 3, 4, 5)],
  ["motion", "\x1b[<35;5;6M\x1b[<32;5;6M", mouse("move", 3, 4, 5), mouse("move", 0, 4, 5)],
  [
    "sideways wheels, side buttons and wheel releases are nothing",
    "\x1b[<66;1;1M\x1b[<67;1;1M\x1b[<128;1;1M\x1b[<64;1;1m",
  ],
  ["the old mouse report is nothing", "\x1b[M !!a\x1b[Mab\x1b[A", text("a"), key("up")],
  ["focus", "\x1b[I\x1b[O", focus(true), focus(false)],
  [
    "device attributes and mode reports",
    "\x1b[?64;1;2c\x1b[>0;276;0c\x1b[?2026;2$y\x1b[?1u\x1b[4;1$ya",
    text("a"),
  ],
  ["cursor and size reports", "\x1b[12;40R\x1b[1;40R\x1b[8;24;80t\x1b[?1;1Ra", text("a")],
  [
    "OSC replies with either end",
    "\x1b]11;rgb:1e1e/1e1e/1e1e\x1b\\\x1b]10;rgb:0/0/0\x07a",
    ground(false),
    text("a"),
  ],
  ["DCS and APC replies", "\x1bP>|xterm(390)\x1b\\\x1b_Gi=1;OK\x1b\\\x1bP1+r544e=78\x1b\\a", text("a")],
  [
    "a reply without end gives way to the next key",
    "\x1b]11;rgb\x1b[Aa\x1b]11;rgb\rb",
    key("up"),
    text("ab"),
  ],
  ["unknown sequences", "\x1b[99~\x1b[5X\x1b[1;5y\x1bOz\x1b[<1M\x1b[0~a", text("a")],
  ["a broken sequence goes, what broke it stays", "\x1b[1;5\ra\x1b[1;5éb", key("enter"), text("aéb")],
  ["an overlong sequence", `\x1b[${"1;".repeat(500)}Aa`, text("a")],
  ["an overlong reply", `\x1b]52;c;${"A".repeat(100_000)}\x1b\\a`, text("a")],
  ["C1 controls", "a\u0085b\u009bc", text("abc")],
  [
    "Kitty: key releases are ignored",
    "\x1b[97;1:1u\x1b[97;1:2u\x1b[97;1:3u\x1b[1;1:3A\x1b[3;5:3~",
    text("aa"),
  ],
  [
    "Kitty: Shift, Alt and Caps Lock alone are nothing",
    "\x1b[57441;2u\x1b[57443;3u\x1b[57358u\x1b[55555;5ua",
    text("a"),
  ],
  [
    "Kitty: text with shift, caps lock and shifted key",
    "\x1b[97;2u\x1b[97;65u\x1b[55:47;2u\x1b[97;2;65:776u",
    text("Aa/A\u0308"),
  ],
  [
    "Kitty: codes that are no characters",
    "\x1b[133u\x1b[144;5u\x1b[1114112u\x1b[99999999999;3u\x1b[55296ua",
    text("a"),
  ],
  ["Kitty: keypad", "\x1b[57400u\x1b[57409u\x1b[57415u\x1b[57416u\x1b[57414u", text("1.=,"), key("enter")],
  ["application keypad", "\x1bOp\x1bOy\x1bOk\x1bOM", text("09+"), key("enter")],
];

for (const [title, bytes, ...events] of STREAMS) {
  test(`${title}: whole and byte by byte`, (t) => {
    t.deepEqual(decode([Buffer.from(bytes)]), events);
    t.deepEqual(decode(byteByByte(Buffer.from(bytes))), events);
  });
}

for (const [name, sequences] of Object.entries(KEYS)) {
  test(`${name}: whole and byte by byte`, (t) => {
    for (const bytes of sequences) {
      const message = JSON.stringify(bytes);
      t.deepEqual(decode([Buffer.from(bytes)]), [key(name)], message);
      t.deepEqual(decode(byteByByte(Buffer.from(bytes))), [key(name)], message);
    }
  });
}

test("an overlong reply may be cut before the last character of its end", (t) => {
  for (let length = 50; length < 80; length++) {
    const start = Buffer.from(`\x1b]52;c;${"A".repeat(length)}\x1b`);
    t.deepEqual(decode([start, Buffer.from("\\a")]), [text("a")], `${length} characters`);
  }
});

test("invalid UTF-8 is dropped from a paste, too", (t) => {
  const bytes = [Buffer.from("\x1b[200~a"), Buffer.of(0xff, 0xc3), Buffer.from("b\x1b[201~")];
  t.deepEqual(decode(bytes), [paste("ab")]);
});

test("invalid UTF-8 is dropped, what is around it stays", (t) => {
  const bytes = Buffer.from([0x61, 0xff, 0xc3, 0x62, 0xe2, 0x82, 0x1b, 0x5b, 0x41, 0x1b, 0xff, 0x63]);
  const events = [text("ab"), key("up"), text("c")];
  t.deepEqual(decode([bytes]), events);
  t.deepEqual(decode(byteByByte(bytes)), events);
});

const FLUSHED: ReadonlyArray<readonly [bytes: string, ...keys: string[]]> = [
  ["\x1b", "escape"],
  ["\x1b\x1b", "escape", "escape"],
  ["\x1b[", "alt+["],
  ["\x1bO", "alt+O"],
  ["\x1b]", "alt+]"],
  ["\x1bP", "alt+P"],
  ["\x1b_", "alt+_"],
  ["\x1b\x1b[", "escape", "alt+["],
];

test("after the wait an escape is a key", (t) => {
  for (const [bytes, ...keys] of FLUSHED) {
    const input = decoder();
    t.deepEqual(input.push(Buffer.from(bytes)), []);
    t.true(input.pending, JSON.stringify(bytes));
    t.deepEqual(input.flush(), keys.map(key), JSON.stringify(bytes));
    t.false(input.pending);
    t.deepEqual(input.push(Buffer.from("[Aa")), [text("[Aa")], "nothing is left of it");
  }
});

test("a sequence or a paste that is under way outlasts the wait", (t) => {
  for (const [first, second, ...events] of [
    ["\x1b[1;", "5C", key("ctrl+right")],
    ["\x1b]11;rgb:", "0/0/0\x07a", ground(false), text("a")],
    ["\x1b[200~a\x1b", "b\x1b[201~", paste("a")],
    ["\xc3", "", ...[]],
  ] as const) {
    const input = decoder();
    input.push(Buffer.from(first));
    t.false(input.pending, JSON.stringify(first));
    t.deepEqual(input.flush(), []);
    t.deepEqual(input.push(Buffer.from(second)), [...events]);
  }
});

test("a paste without end is bounded, and ends all the same", (t) => {
  const input = decoder();
  input.push(Buffer.from("\x1b[200~"));
  for (let count = 0; count < 3; count++) input.push(Buffer.alloc(PASTE_LIMIT / 2 + 7, "a"));
  t.deepEqual(input.push(Buffer.from("\x1b[201~b")), [paste("a".repeat(PASTE_LIMIT)), text("b")]);
});

const sequences = fc.constantFrom(
  ...STREAMS.map(([, bytes]) => bytes).filter((bytes) => bytes.length < 1000),
  ...Object.values(KEYS).flat(),
);

/** Terminal input as it comes, broken anywhere and with garbage between. */
const streams = fc
  .array(
    fc.oneof(
      sequences.map((bytes) => Buffer.from(bytes)),
      fc.tuple(sequences, fc.nat(12)).map(([bytes, length]) => Buffer.from(bytes).subarray(0, length)),
      fc.uint8Array({ maxLength: 8 }).map((bytes) => Buffer.from(bytes)),
      fc.string({ unit: "grapheme", maxLength: 5 }).map((bytes) => Buffer.from(bytes)),
    ),
    { maxLength: 8 },
  )
  .map((parts) => Buffer.concat(parts));

test("the same bytes give the same events however they are split", (t) => {
  fc.assert(
    fc.property(streams, fc.array(fc.nat(60), { maxLength: 12 }), (bytes, cuts) => {
      const whole = decode([bytes]);
      t.deepEqual(decode(split(bytes, cuts)), whole);
      t.deepEqual(decode(byteByByte(bytes)), whole);
    }),
    { numRuns: 2000 },
  );
});

test("no bytes ever throw or put a control character into text", (t) => {
  const control = /\p{Cc}/u;
  const bytes = fc.oneof(fc.uint8Array({ maxLength: 200 }), streams);
  fc.assert(
    fc.property(bytes, (input) => {
      for (const event of decode([Buffer.from(input)])) {
        if (event.type === "text") t.notRegex(event.text, control);
        if (event.type === "paste") t.notRegex(event.text.replaceAll("\n", ""), control);
        if (event.type === "key") t.notRegex(event.key, control);
      }
    }),
    { numRuns: 2000 },
  );
  t.pass();
});
