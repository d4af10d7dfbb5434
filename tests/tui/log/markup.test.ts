/** What in a text looks different, as rows that are painted: see `seen` for how they are written down here. */
import test from "ava";
import fc from "fast-check";
import { textRows } from "../../../tui/log/text-rows.ts";
import { graphemes } from "../../../tui/text/width.ts";
import { wrap } from "../../../tui/text/wrap.ts";
import { themes } from "../../../tui/theme/themes.ts";
import { asciiText, hardText } from "../text/samples.ts";
import { plain } from "./rows.ts";

const sgr = (colour: string): string =>
  `\x1b[38;2;${[1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16)).join(";")}m`;

const { dim, code, link, mention } = themes.dark.roles;

/** What an escape sequence means, in a letter. */
const letters: ReadonlyArray<readonly [RegExp | string, string]> = [
  [sgr(dim.truecolor), "{d "],
  [sgr(code.truecolor), "{c "],
  [sgr(link.truecolor), "{l "],
  [sgr(mention.truecolor), "{m "],
  ["\x1b[39m", "}"],
  ["\x1b[1m", "{b "],
  ["\x1b[22m", "}"],
  ["\x1b[4m", "{u "],
  ["\x1b[24m", "}"],
  ["\x1b[7m", "{i "],
  ["\x1b[27m", "}"],
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a link
  [/\x1b\]8;id=1\.(\d+);([^\x1b]+)\x1b\\/g, "{$1 $2 "],
  ["\x1b]8;;\x1b\\", "}"],
];

const seen = (text: string, columns = 80): string[] =>
  textRows(text, columns, "alice", "1").rows.map((row) =>
    letters.reduce((all, [sequence, letter]) => all.replaceAll(sequence, letter), row),
  );

test("text without markup stays as it is", (t) => {
  for (const text of [
    "hello there",
    "2 * 3 ** 4 = 2**3**4",
    "src/** and /** and **/*.ts",
    "it`s **not closed\nhere** nor `here\nso`",
    "`` **** ** **",
    "bob: alice isn't called",
  ]) {
    t.deepEqual(seen(text), text.split("\n"), text);
  }
});

test("code is in a colour between its marks, and nothing in it is anything else", (t) => {
  t.deepEqual(seen("run `a **b** https://x.example @alice` now"), [
    "run {d `}{c a **b** https://x.example @alice}{d `} now",
  ]);
  t.deepEqual(seen("```\nlet x = `y`\n```"), ["{d ```}", "{c let x = `y`}", "{d ```}"]);
});

test("bold is bold between its marks, around code and links too", (t) => {
  t.deepEqual(seen("**very** (**much so**)."), ["{d **}{b very}{d **} ({d **}{b much so}{d **})."]);
  t.deepEqual(seen("**see `x` at https://x.example/**"), [
    "{d **}{b see }{b {d `}}{b {c x}}{b {d `}}{b  at }{b {13 https://x.example/ {u {l https://x.example/}}}}{d **}",
  ]);
  t.deepEqual(seen("这是**重点**内容"), ["这是{d **}{b 重点}{d **}内容"]);
});

test("a link opens its target, on each row that it covers", (t) => {
  t.deepEqual(seen("see https://x.example/abcdefghij", 20), [
    "see",
    "{4 https://x.example/abcdefghij {u {l https://x.example/ab}}}",
    "{4 https://x.example/abcdefghij {u {l cdefghij}}}",
  ]);
});

test("one's own name stands out where it's called", (t) => {
  t.deepEqual(seen("Alice: ask @alice or @bob, not alice"), [
    "{i {m Alice}}: ask {i {m @alice}} or @bob, not alice",
  ]);
  t.deepEqual(textRows("@alice", 80, "", "1").rows, ["@alice"]);
  t.deepEqual(seen("https://x.example/@alice"), [
    "{0 https://x.example/@alice {u {l https://x.example/@alice}}}",
  ]);
});

test("markup changes no text and no wrapping; every row closes what it opens", (t) => {
  fc.assert(
    fc.property(fc.oneof(hardText, asciiText), fc.integer({ min: 1, max: 40 }), (random, columns) => {
      const text = random.replace(/[{}]/g, "");
      const { rows, last } = textRows(text, columns, "alice", "1");
      t.deepEqual(rows.map(plain), wrap(text, columns));
      t.is(last, wrap(text, columns).at(-1) ?? "");
      for (const row of rows) {
        const drawn = letters.reduce((all, [sequence, letter]) => all.replaceAll(sequence, letter), row);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: what would be left
        t.notRegex(drawn, /\x1b/);
        t.is(drawn.split("{").length, drawn.split("}").length);
      }
    }),
    { numRuns: 1500 },
  );
});

test("no style comes between a character and its marks", (t) => {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: an escape sequence
  const sequences = /\x1b\[[\d;]*m|\x1b\]8;[^\x1b]*\x1b\\|[\u2066\u2067\u2069]/;
  fc.assert(
    fc.property(hardText, (text) => {
      for (const row of textRows(text, 30, "alice", "1").rows) {
        const pieces = row.split(sequences).filter((piece) => piece !== "");
        t.deepEqual(pieces.flatMap(graphemes), graphemes(plain(row)));
      }
    }),
    { numRuns: 1000 },
  );
});
