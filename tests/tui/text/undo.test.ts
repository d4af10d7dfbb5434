import test from "ava";
import fc from "fast-check";
import * as editor from "../../../tui/text/editor.ts";
import { type EditorState, EMPTY_EDITOR } from "../../../tui/text/editor.ts";
import { redo, type Step, stepsMax, undo } from "../../../tui/text/undo.ts";
import { hardText } from "./samples.ts";

type Change = (state: EditorState) => EditorState;

const typed = (text: string, state = EMPTY_EDITOR): EditorState =>
  Array.from(text).reduce((before, character) => editor.insert(before, character), state);

const times = (count: number, change: Change, state: EditorState): EditorState =>
  Array.from({ length: count }).reduce<EditorState>((before) => change(before), state);

test("what was typed is undone word by word, and comes back in the same steps", (t) => {
  let state = typed("one two,  three");
  const texts = [];
  for (let step = 0; step < 4; step++) {
    state = undo(state);
    texts.push(state.text);
  }
  t.deepEqual(texts, ["one two,  ", "one ", "", ""]);
  t.is(redo(state).text, "one ");
  t.is(times(9, redo, state).text, "one two,  three");
});

test("a run of backspaces is one step, as is a run of deletes", (t) => {
  const erased = times(3, editor.backspace, typed("abcdef"));
  t.is(undo(erased).text, "abcdef");
  const eaten = times(2, editor.deleteForward, editor.lineStart(erased));
  t.is(undo(eaten).text, "abc");
});

test("moving the cursor starts another step", (t) => {
  const state = editor.insert(editor.left(typed("ab")), "x");
  t.is(undo(state).text, "ab");
  t.is(undo(undo(state)).text, "");
});

test("a paste, a newline and a clear are a step each", (t) => {
  const state = editor.clear(editor.newline(editor.paste(typed("a"), "b c\nd")));
  t.is(undo(state).text, "ab c\nd\n");
  t.is(undo(undo(state)).text, "ab c\nd");
  t.is(times(3, undo, state).text, "a");
});

test("the cursor is where it was before the change", (t) => {
  const state = editor.replaceRange(editor.left(typed("ab")), 0, 2, "something");
  t.is(undo(state).cursor, 1);
  t.is(redo(undo(state)).cursor, "something".length);
});

test("a change after an undo leaves nothing to redo", (t) => {
  const state = editor.insert(undo(typed("one two")), "x");
  t.is(redo(state), state);
});

test("the steps are bounded, the latest stay", (t) => {
  const state = times(3 * stepsMax, editor.newline, EMPTY_EDITOR);
  t.is(times(4 * stepsMax, undo, state).text.length, 2 * stepsMax);
  t.is(times(8 * stepsMax, redo, times(4 * stepsMax, undo, state)).text, state.text);
});

const change: fc.Arbitrary<Change> = fc.oneof(
  hardText.map((text) => (state: EditorState) => editor.insert(state, text)),
  hardText.map((text) => (state: EditorState) => editor.paste(state, text)),
  fc.tuple(fc.nat(20), fc.nat(20), hardText).map(
    ([start, length, by]) =>
      (state: EditorState) =>
        editor.replaceRange(state, start, start + length, by),
  ),
  fc.constantFrom(
    ...[editor.backspace, editor.deleteForward, editor.left, editor.right, editor.wordLeft, editor.newline],
    ...[editor.transposeCharacters, editor.transposeWords, editor.clear, editor.lineStart],
  ),
);
const changes = fc.array(change, { maxLength: 40 });

test("undo leads back to the start of anything, redo to its end", (t) => {
  fc.assert(
    fc.property(hardText, changes, (text, steps) => {
      const start = { ...EMPTY_EDITOR, text, cursor: text.length };
      const end = steps.reduce((state, step) => step(state), start);
      const begun = times(end.past.length, undo, end);
      t.is(begun.text, text);
      t.is(undo(begun), begun);
      t.is(times(end.past.length, redo, begun).text, end.text);
    }),
  );
});

test("redo takes back what undo did, text and cursor, wherever one is", (t) => {
  const place = ({ text, cursor }: Step): Step => ({ text, cursor });
  fc.assert(
    fc.property(changes, fc.nat(10), (steps, back) => {
      const state = times(
        back,
        undo,
        steps.reduce((before, step) => step(before), EMPTY_EDITOR),
      );
      const undone = undo(state);
      if (undone !== state) t.deepEqual(place(redo(undone)), place(state));
    }),
  );
});
