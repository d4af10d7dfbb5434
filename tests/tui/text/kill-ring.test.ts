import test from "ava";
import fc from "fast-check";
import * as editor from "../../../tui/text/editor.ts";
import { EMPTY_EDITOR } from "../../../tui/text/editor.ts";
import { emptyKillRing, kill, type Range, yank, yankOlder } from "../../../tui/text/kill-ring.ts";
import { undo } from "../../../tui/text/undo.ts";
import { asciiText, hardText } from "./samples.ts";

type Hand = ReturnType<typeof yank>;

const holding = (text: string, cursor = text.length): Hand => [
  { ...EMPTY_EDITOR, text, cursor },
  emptyKillRing,
];
const cut = ([state, ring]: Hand, range: Range): Hand => kill(state, ring, range);
const put = ([state, ring]: Hand): Hand => yank(state, ring);
const older = ([state, ring]: Hand): Hand => yankOlder(state, ring);
const edited = ([state, ring]: Hand, operation: editor.EditorOperation): Hand => [operation(state), ring];

test("kills that follow each other join, in the order of the text", (t) => {
  const back = cut(cut(holding("one two three"), editor.fromWordStart), editor.fromWordStart);
  t.is(put(back)[0].text, "one two three");
  t.deepEqual(back[1].entries, ["two three"]);
  const around = cut(cut(holding("one two three", 4), editor.toWordEnd), editor.fromWordStart);
  t.deepEqual(around[1].entries, ["one two"]);
});

test("anything between two kills keeps them apart", (t) => {
  const moved = edited(cut(holding("one two"), editor.fromWordStart), editor.left);
  t.deepEqual(cut(moved, editor.fromWordStart)[1].entries, ["two", "one"]);
});

test("a kill of nothing changes nothing", (t) => {
  const hand = holding("abc");
  t.deepEqual(cut(hand, editor.toLineEnd), hand);
});

test("after a yank the older ones take its place, round and round", (t) => {
  let hand = holding("a b c");
  for (let count = 0; count < 3; count++) hand = edited(cut(hand, editor.fromWordStart), editor.backspace);
  t.deepEqual(hand[1].entries, ["c", "b", "a"]);
  const texts = [put, older, older, older].map((step) => {
    hand = step(hand);
    return hand[0].text;
  });
  t.deepEqual(texts, ["a", "b", "c", "a"]);
  t.is(undo(hand[0]).text, "");
});

test("without a yank right before it there is nothing older to take", (t) => {
  const hand = cut(holding("a b"), editor.fromWordStart);
  t.is(older(hand)[0], hand[0]);
  const typedOn = edited(put(hand), (state) => editor.insert(state, "x"));
  t.is(older(typedOn)[0], typedOn[0]);
});

test("the ring is shared by all inputs, and bounded", (t) => {
  let [, ring] = cut(holding("from one"), editor.fromLineStart);
  t.is(yank(EMPTY_EDITOR, ring)[0].text, "from one");
  for (let count = 0; count < 200; count++) {
    [, ring] = kill({ ...EMPTY_EDITOR, text: `n${count}`, cursor: 0 }, ring, editor.toLineEnd);
  }
  t.is(ring.entries.length, 60);
  t.is(ring.entries.at(-1), "n199");
});

const ranges = [
  editor.toLineEnd,
  editor.fromLineStart,
  editor.fromBlank,
  editor.fromWordStart,
  editor.toWordEnd,
];
const kills = fc.array(fc.constantFrom(...ranges), { minLength: 1, maxLength: 8 });

test("what was killed comes back by a yank where it was", (t) => {
  fc.assert(
    fc.property(asciiText, fc.nat(60), kills, (text, index, steps) => {
      const start = editor.setText(EMPTY_EDITOR, text, index);
      const end = steps.reduce<Hand>(cut, [start, emptyKillRing]);
      t.is(put(end)[0].text, text);
    }),
  );
});

test("nothing that was killed is lost, also where what is left joins", (t) => {
  fc.assert(
    fc.property(hardText, fc.nat(60), kills, (text, index, steps) => {
      const start = editor.setText(EMPTY_EDITOR, text, index);
      const [{ text: left }, ring] = steps.reduce<Hand>(cut, [start, emptyKillRing]);
      const letters = Array.from(left + ring.entries.join("")).toSorted();
      t.deepEqual(letters, Array.from(text).toSorted());
    }),
  );
});
