/**
 * The input line's editing, apart from keys and from drawing: each operation takes a state and returns the next
 * one, or the same object when nothing changed. Text may hold newlines, no other control characters.
 */
import {
  blankWordStart,
  lineEnd as endOfLine,
  nextBoundary,
  previousBoundary,
  snap,
  lineStart as startOfLine,
  wordEnd,
  wordStart,
} from "./boundaries.ts";
import { changed, type Run, type Undoable } from "./undo.ts";

/** What is typed so far, and what it was before. */
export type EditorState = Undoable;

export const EMPTY_EDITOR: EditorState = { text: "", cursor: 0, past: [], future: [], run: undefined };

/** A text that was there already: nothing to undo. */
export function editorWith(text: string): EditorState {
  return { ...EMPTY_EDITOR, text, cursor: text.length };
}

/** One editing step without parameters, as a key table binds it. */
export type EditorOperation = (state: EditorState) => EditorState;

/** The cursor at this index, which must be on a grapheme boundary. */
export function moveTo(state: EditorState, index: number): EditorState {
  return index === state.cursor ? state : { ...state, cursor: index, run: undefined };
}

/** Replaces `start` to `end`. New neighbours may join into one grapheme: the cursor goes behind it then. */
function replace(
  state: EditorState,
  start: number,
  end: number,
  by: string,
  run?: Run,
  joins?: boolean,
): EditorState {
  if (start === end && by === "") return state;
  const text = state.text.slice(0, start) + by + state.text.slice(end);
  return changed(state, { text, cursor: snap(text, start + by.length) }, run, joins);
}

/** Inserts at the cursor what was typed: undone word by word. */
export function insert(state: EditorState, text: string): EditorState {
  const startsWord = /^\S/.test(text) && !/\S/.test(state.text.charAt(state.cursor - 1));
  return replace(state, state.cursor, state.cursor, text, "typing", !startsWord);
}

/** Inserts at the cursor what was not typed: undone as a whole. */
export function paste(state: EditorState, text: string): EditorState {
  return replace(state, state.cursor, state.cursor, text);
}

/** Replaces the text between two indexes, which completion does; they are moved to grapheme boundaries. */
export function replaceRange(state: EditorState, start: number, end: number, by: string): EditorState {
  const from = snap(state.text, start);
  return replace(state, from, Math.max(from, snap(state.text, end)), by);
}

/** Without what is between two boundaries. */
export function remove(state: EditorState, start: number, end: number): EditorState {
  return replace(state, start, end, "");
}

/** A text with the cursor at its end, or at the boundary nearest to `cursor`; undone as a whole. */
export function setText(state: EditorState, text: string, cursor = text.length): EditorState {
  const place = snap(text, cursor);
  return text === state.text ? moveTo(state, place) : changed(state, { text, cursor: place });
}

export const clear: EditorOperation = (state) => setText(state, "");
export const newline: EditorOperation = (state) => paste(state, "\n");

export const backspace: EditorOperation = (state) =>
  replace(state, previousBoundary(state.text, state.cursor), state.cursor, "", "backspace");
export const deleteForward: EditorOperation = (state) =>
  replace(state, state.cursor, nextBoundary(state.text, state.cursor), "", "delete");

export const left: EditorOperation = (state) => moveTo(state, previousBoundary(state.text, state.cursor));
export const right: EditorOperation = (state) => moveTo(state, nextBoundary(state.text, state.cursor));
export const wordLeft: EditorOperation = (state) => moveTo(state, wordStart(state.text, state.cursor));
export const wordRight: EditorOperation = (state) => moveTo(state, wordEnd(state.text, state.cursor));
export const lineStart: EditorOperation = (state) => moveTo(state, startOfLine(state.text, state.cursor));
export const lineEnd: EditorOperation = (state) => moveTo(state, endOfLine(state.text, state.cursor));
export const textStart: EditorOperation = (state) => moveTo(state, 0);
export const textEnd: EditorOperation = (state) => moveTo(state, state.text.length);

/** Swaps the characters around the cursor, or at the end of a line the two before it. */
export const transposeCharacters: EditorOperation = (state) => {
  const { text, cursor } = state;
  const middle = endOfLine(text, cursor) === cursor ? previousBoundary(text, cursor) : cursor;
  if (middle <= startOfLine(text, cursor)) return state;
  return swap(state, previousBoundary(text, middle), middle, middle, nextBoundary(text, middle));
};

/** Swaps the word at or after the cursor with the one before it; behind the last word, the last two. */
export const transposeWords: EditorOperation = (state) => {
  const { text, cursor } = state;
  const second = wordStart(text, wordEnd(text, cursor));
  const first = wordStart(text, second);
  if (first === second) return state;
  return swap(state, first, wordEnd(text, first), second, wordEnd(text, second));
};

function swap(state: EditorState, start: number, end: number, from: number, to: number): EditorState {
  const { text } = state;
  if (end > from) return state;
  return replace(state, start, to, text.slice(from, to) + text.slice(end, from) + text.slice(start, end));
}

/** To the end of the line, or the newline when the cursor is there already. */
export function toLineEnd({ text, cursor }: EditorState): readonly [number, number] {
  const end = endOfLine(text, cursor);
  return [cursor, end === cursor ? nextBoundary(text, end) : end];
}

/** From the start of the line, or the newline before it when the cursor is there already. */
export function fromLineStart({ text, cursor }: EditorState): readonly [number, number] {
  const start = startOfLine(text, cursor);
  return [start === cursor ? previousBoundary(text, start) : start, cursor];
}

/** Alt-Backspace: back to the start of a word of letters and digits. */
export function fromWordStart({ text, cursor }: EditorState): readonly [number, number] {
  return [wordStart(text, cursor), cursor];
}

/** Ctrl-W: back to the last blank. */
export function fromBlank({ text, cursor }: EditorState): readonly [number, number] {
  return [blankWordStart(text, cursor), cursor];
}

/** Alt-D: on to the end of a word. */
export function toWordEnd({ text, cursor }: EditorState): readonly [number, number] {
  return [cursor, wordEnd(text, cursor)];
}
