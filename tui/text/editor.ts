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

/** What is typed so far. */
export type EditorState = {
  readonly text: string;
  /** A UTF-16 index, always on a grapheme boundary. */
  readonly cursor: number;
  /** What the last kill took, for yank. */
  readonly killed: string;
};

export const EMPTY_EDITOR: EditorState = { text: "", cursor: 0, killed: "" };

/** One editing step without parameters, as a key table binds it. */
export type EditorOperation = (state: EditorState) => EditorState;

function moveTo(state: EditorState, index: number): EditorState {
  return index === state.cursor ? state : { ...state, cursor: index };
}

/** Replaces `start` to `end`. New neighbours may join into one grapheme: the cursor goes behind it then. */
function replace(state: EditorState, start: number, end: number, by: string): EditorState {
  if (start === end && by === "") return state;
  const text = state.text.slice(0, start) + by + state.text.slice(end);
  return { ...state, text, cursor: snap(text, start + by.length) };
}

function kill(state: EditorState, start: number, end: number): EditorState {
  if (start === end) return state;
  return { ...replace(state, start, end, ""), killed: state.text.slice(start, end) };
}

/** Inserts at the cursor. */
export function insert(state: EditorState, text: string): EditorState {
  return replace(state, state.cursor, state.cursor, text);
}

/** Replaces the text between two indexes, which completion does; they are moved to grapheme boundaries. */
export function replaceRange(state: EditorState, start: number, end: number, by: string): EditorState {
  const from = snap(state.text, start);
  return replace(state, from, Math.max(from, snap(state.text, end)), by);
}

/** A text with the cursor at its end, or at the boundary nearest to `cursor`; the kill buffer stays. */
export function setText(state: EditorState, text: string, cursor = text.length): EditorState {
  return { ...state, text, cursor: snap(text, cursor) };
}

export const clear: EditorOperation = (state) => setText(state, "");
export const newline: EditorOperation = (state) => insert(state, "\n");
export const yank: EditorOperation = (state) => insert(state, state.killed);

export const backspace: EditorOperation = (state) =>
  replace(state, previousBoundary(state.text, state.cursor), state.cursor, "");
export const deleteForward: EditorOperation = (state) =>
  replace(state, state.cursor, nextBoundary(state.text, state.cursor), "");

export const left: EditorOperation = (state) => moveTo(state, previousBoundary(state.text, state.cursor));
export const right: EditorOperation = (state) => moveTo(state, nextBoundary(state.text, state.cursor));
export const wordLeft: EditorOperation = (state) => moveTo(state, wordStart(state.text, state.cursor));
export const wordRight: EditorOperation = (state) => moveTo(state, wordEnd(state.text, state.cursor));
export const lineStart: EditorOperation = (state) => moveTo(state, startOfLine(state.text, state.cursor));
export const lineEnd: EditorOperation = (state) => moveTo(state, endOfLine(state.text, state.cursor));
export const textStart: EditorOperation = (state) => moveTo(state, 0);
export const textEnd: EditorOperation = (state) => moveTo(state, state.text.length);

/** Kills to the end of the line, or the newline when the cursor is there already. */
export const killToEnd: EditorOperation = (state) => {
  const end = endOfLine(state.text, state.cursor);
  return kill(state, state.cursor, end === state.cursor ? nextBoundary(state.text, end) : end);
};

/** Kills to the start of the line, or the newline before it when the cursor is there already. */
export const killToStart: EditorOperation = (state) => {
  const start = startOfLine(state.text, state.cursor);
  return kill(state, start === state.cursor ? previousBoundary(state.text, start) : start, state.cursor);
};

/** Alt-Backspace: back to the start of a word of letters and digits. */
export const killWordBack: EditorOperation = (state) =>
  kill(state, wordStart(state.text, state.cursor), state.cursor);

/** Ctrl-W: back to the last blank. */
export const killBlankWordBack: EditorOperation = (state) =>
  kill(state, blankWordStart(state.text, state.cursor), state.cursor);

/** Alt-D: on to the end of a word. */
export const killWordForward: EditorOperation = (state) =>
  kill(state, state.cursor, wordEnd(state.text, state.cursor));
