/**
 * Undo and redo as part of an editor's state: every change of the text leaves a step to go back to, and what was
 * typed in one go is one step.
 */

/** A text with the cursor in it, as it was. */
export type Step = {
  readonly text: string;
  /** A UTF-16 index, always on a grapheme boundary. */
  readonly cursor: number;
};

/** Changes that belong together while nothing else comes between. */
export type Run = "typing" | "backspace" | "delete";

export type Undoable = Step & {
  /** What undo goes back to, latest last. */
  readonly past: readonly Step[];
  /** What redo goes forward to, latest last. */
  readonly future: readonly Step[];
  /** What the last change belongs to, until the cursor is moved. */
  readonly run: Run | undefined;
};

/** Enough for any message; a step holds the whole text. */
export const stepsMax = 200;

const stepOf = ({ text, cursor }: Step): Step => ({ text, cursor });

/** The next state; `joins` makes one step of this change and the one before. */
export function changed(state: Undoable, to: Step, run?: Run, joins = run !== undefined): Undoable {
  if (joins && run === state.run) return { ...state, ...to, future: [] };
  const past = [...state.past.slice(1 - stepsMax), stepOf(state)];
  return { ...to, past, future: [], run };
}

export function undo(state: Undoable): Undoable {
  const before = state.past.at(-1);
  if (before === undefined) return state;
  const future = [...state.future, stepOf(state)];
  return { ...before, past: state.past.slice(0, -1), future, run: undefined };
}

export function redo(state: Undoable): Undoable {
  const after = state.future.at(-1);
  if (after === undefined) return state;
  const past = [...state.past, stepOf(state)];
  return { ...after, past, future: state.future.slice(0, -1), run: undefined };
}
