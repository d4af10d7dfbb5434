import test from "ava";
import fc from "fast-check";
import * as editor from "../../../tui/text/editor.ts";
import { type EditorState, EMPTY_EDITOR, insert, replaceRange, setText } from "../../../tui/text/editor.ts";
import { down, layoutEditor, up } from "../../../tui/text/editor-layout.ts";
import { emptyKillRing, kill, type Range } from "../../../tui/text/kill-ring.ts";
import { redo, undo } from "../../../tui/text/undo.ts";
import { graphemes, textWidth } from "../../../tui/text/width.ts";
import { hardText } from "./samples.ts";

const cutting =
  (range: Range) =>
  (state: EditorState): EditorState =>
    kill(state, emptyKillRing, range)[0];

/** By their names, for the table below. */
const OPERATIONS = {
  newline: editor.newline,
  backspace: editor.backspace,
  deleteForward: editor.deleteForward,
  left: editor.left,
  right: editor.right,
  wordLeft: editor.wordLeft,
  wordRight: editor.wordRight,
  lineStart: editor.lineStart,
  lineEnd: editor.lineEnd,
  textStart: editor.textStart,
  textEnd: editor.textEnd,
  transposeCharacters: editor.transposeCharacters,
  transposeWords: editor.transposeWords,
  toLineEnd: cutting(editor.toLineEnd),
  fromLineStart: cutting(editor.fromLineStart),
  fromWordStart: cutting(editor.fromWordStart),
  fromBlank: cutting(editor.fromBlank),
  toWordEnd: cutting(editor.toWordEnd),
  clear: editor.clear,
  undo,
  redo,
};

type Name = keyof typeof OPERATIONS;

/** A state written down with the cursor as a bar. */
function state(marked: string): EditorState {
  return { ...EMPTY_EDITOR, text: marked.replace("|", ""), cursor: marked.indexOf("|") };
}

function marked({ text, cursor }: EditorState): string {
  return `${text.slice(0, cursor)}|${text.slice(cursor)}`;
}

const STEPS: ReadonlyArray<readonly [name: Name, before: string, after: string]> = [
  ["newline", "a|b", "a\n|b"],
  ["backspace", "ab|c", "a|c"],
  ["backspace", "|abc", "|abc"],
  ["backspace", "a👩‍👩‍👧|b", "a|b"],
  ["backspace", "e\u0301|", "|"],
  ["backspace", "a\n|b", "a|b"],
  ["backspace", "🇩🇪|🇫🇷", "|🇫🇷"],
  ["deleteForward", "a|👍🏽b", "a|b"],
  ["deleteForward", "ab|", "ab|"],
  ["deleteForward", "🇩 |x🇪", "🇩 |🇪"],
  ["left", "a🇩🇪|", "a|🇩🇪"],
  ["left", "|a", "|a"],
  ["right", "|👩‍👩‍👧a", "👩‍👩‍👧|a"],
  ["right", "a|", "a|"],
  ["wordLeft", "one two, |", "one |two, "],
  ["wordLeft", "one| two", "|one two"],
  ["wordLeft", "zwei Größen|", "zwei |Größen"],
  ["wordRight", "one| two, three", "one two|, three"],
  ["wordRight", "on|e two", "one| two"],
  ["wordRight", "e\u0301|e\u0301 x", "e\u0301e\u0301| x"],
  ["lineStart", "a\nbc|d\ne", "a\n|bcd\ne"],
  ["lineStart", "|\nb", "|\nb"],
  ["lineEnd", "a\nb|cd\ne", "a\nbcd|\ne"],
  ["textStart", "a\nb|", "|a\nb"],
  ["textEnd", "|a\nb", "a\nb|"],
  ["toLineEnd", "a\nb|cd\ne", "a\nb|\ne"],
  ["toLineEnd", "a|\nb", "a|b"],
  ["toLineEnd", "a|", "a|"],
  ["fromLineStart", "a\nbc|d", "a\n|d"],
  ["fromLineStart", "a\n|b", "a|b"],
  ["fromWordStart", "see https://a.org/b|", "see https://a.org/|"],
  ["fromWordStart", "one two  |", "one |"],
  ["fromBlank", "see https://a.org/b|", "see |"],
  ["fromBlank", "one 👩‍👩‍👧! |x", "one |x"],
  ["toWordEnd", "one| two three", "one| three"],
  ["transposeCharacters", "ab|c", "acb|"],
  ["transposeCharacters", "abc|", "acb|"],
  ["transposeCharacters", "a🇩🇪|👍🏽b", "a👍🏽🇩🇪|b"],
  ["transposeCharacters", "|ab", "|ab"],
  ["transposeCharacters", "ab\n|cd", "ab\n|cd"],
  ["transposeCharacters", "ab\nc|", "ab\nc|"],
  ["transposeWords", "one, tw|o three", "two, one| three"],
  ["transposeWords", "one two|", "two one|"],
  ["transposeWords", "one |two", "two one|"],
  ["transposeWords", "one| ", "one| "],
  ["transposeWords", "|", "|"],
  ["clear", "a|b", "|"],
];

for (const [name, before, after] of STEPS) {
  test(`${name}: ${JSON.stringify(before)}`, (t) => {
    t.is(marked(OPERATIONS[name](state(before))), after);
  });
}

test("an operation without effect returns the very same state", (t) => {
  const names: readonly Name[] = [
    "backspace",
    "left",
    "wordLeft",
    "lineStart",
    "fromLineStart",
    "fromWordStart",
  ];
  const start = state("|abc");
  for (const name of names) t.is(OPERATIONS[name](start), start, name);
  t.is(insert(start, ""), start);
});

test("what joins its neighbour takes the cursor with it", (t) => {
  t.is(marked(insert(state("a|b"), "x👍")), "ax👍|b");
  t.is(marked(insert(state("👩|"), "\u200d")), "👩\u200d|");
  t.is(marked(insert(state("|\u0301b"), "e")), "e\u0301|b");
  t.is(marked(editor.deleteForward(state("🇩|x🇪"))), "🇩🇪|");
});

test("completion replaces a range", (t) => {
  t.is(marked(replaceRange(state("hi @bo| there"), 3, 6, "@bob")), "hi @bob| there");
  t.is(marked(replaceRange(state("ab|"), 5, 1, "c")), "abc|");
});

test("a text that is set gets the cursor at its end, or nearest to where asked", (t) => {
  t.is(marked(setText(EMPTY_EDITOR, "a👍")), "a👍|");
  t.is(marked(setText(EMPTY_EDITOR, "a👍b", 2)), "a👍|b");
  t.is(marked(setText(EMPTY_EDITOR, "ab", -1)), "|ab");
});

const LAYOUTS: ReadonlyArray<
  readonly [what: string, marked: string, width: number, maxRows: number, ...shown: string[]]
> = [
  ["an empty text is a row", "|", 5, 3, "|"],
  ["a text that fits", "ab|c", 5, 3, "ab|c"],
  ["a row that is full is followed by one for the cursor", "abc|", 3, 3, "abc", "|"],
  ["rows are cut at the width", "abcd|e", 3, 3, "abc", "d|e"],
  ["a cursor between two rows is on the second", "abc|de", 3, 3, "abc", "|de"],
  ["newlines", "a\n|\nb", 3, 3, "a", "|", "b"],
  ["a wide character does not straddle the edge", "ab|你", 3, 3, "ab", "|你"],
  ["columns are cells", "你好|x", 9, 3, "你好|x"],
  ["what is too wide is replaced", "你|", 1, 2, "?", "|"],
  ["what takes no cell does not push the cursor off the edge", "abc|\u200b", 3, 3, "abc", "|\u200b"],
  ["rows above the cursor scroll out", "a\nb\nc|", 3, 2, "b", "c|"],
  ["rows below the cursor scroll out", "a|\nb\nc", 3, 2, "a|", "b"],
];

for (const [what, text, width, maxRows, ...shown] of LAYOUTS) {
  test(`layout: ${what}`, (t) => {
    const { rows, cursorRow, cursorColumn } = layoutEditor(state(text), width, maxRows);
    const drawn = rows.map((row, y) => {
      if (y !== cursorRow) return row;
      const parts = graphemes(row);
      let column = 0;
      const before = parts.findIndex((part) => {
        const here = column === cursorColumn;
        column += textWidth(part);
        return here;
      });
      const at = before === -1 ? parts.length : before;
      return `${parts.slice(0, at).join("")}|${parts.slice(at).join("")}`;
    });
    t.deepEqual(drawn, shown);
  });
}

test("what is scrolled out is counted", (t) => {
  t.like(layoutEditor(state("a\nb|\nc\nd"), 3, 2), { hiddenAbove: 0, hiddenBelow: 2 });
  t.like(layoutEditor(state("a\nb\nc|\nd"), 3, 2), { hiddenAbove: 1, hiddenBelow: 1 });
});

test("up and down keep to the column as shown, and end at the first and last row", (t) => {
  const move = (to: typeof up, from: string, width = 10): string | undefined => {
    const next = to(state(from), width);
    return next && marked(next);
  };
  t.is(move(up, "abc\nde|f"), "ab|c\ndef");
  t.is(move(down, "ab|c\ndef"), "abc\nde|f");
  t.is(move(down, "abc|\nd"), "abc\nd|");
  t.is(move(up, "你好\nabc|"), "你|好\nabc");
  t.is(move(up, "abcd|e", 3), "a|bcde");
  t.is(move(down, "a|bcde", 3), "abcd|e");
  t.is(move(up, "ab你|", 3), "a|b你");
  t.is(move(up, "ab|c\ndef"), undefined);
  t.is(move(down, "abc\nde|f"), undefined);
});

const operations: ReadonlyArray<(state: EditorState, text: string, index: number) => EditorState> = [
  ...Object.values(OPERATIONS),
  editor.paste,
  insert,
  insert,
  insert,
  (before, text, index) => replaceRange(before, index, index + 3, text),
  (before, text, index) => setText(before, text, index),
  (before, _text, index) => up(before, index) ?? before,
  (before, _text, index) => down(before, index) ?? before,
];

const script = fc.array(fc.tuple(fc.constantFrom(...operations), hardText, fc.nat(20)), { maxLength: 25 });

function onBoundary({ text, cursor }: EditorState): boolean {
  let index = 0;
  const starts = graphemes(text).map((part) => {
    index += part.length;
    return index;
  });
  return cursor === 0 || starts.includes(cursor);
}

test("whatever is done, the cursor is between graphemes and inside the layout", (t) => {
  const size = fc.tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 5 }));
  fc.assert(
    fc.property(script, size, (steps, [width, maxRows]) => {
      let current = EMPTY_EDITOR;
      for (const [operation, text, index] of steps) {
        current = operation(current, text, index);
        t.true(onBoundary(current), JSON.stringify(current));
      }
      const { rows, cursorRow, cursorColumn } = layoutEditor(current, width, maxRows);
      t.true(rows.length >= 1 && rows.length <= maxRows);
      t.true(cursorRow >= 0 && cursorRow < rows.length);
      t.true(cursorColumn >= 0 && cursorColumn < width, `column ${cursorColumn} of ${width}`);
      for (const row of rows) t.true(textWidth(row) <= width);
    }),
    { numRuns: 1000 },
  );
});
