/**
 * What was cut from any input, to be put back: as in readline, kills that follow each other join, and after a yank
 * the older ones take its place in turn. "Follows" means that the editor is still the one that the last one left.
 */
import { type EditorState, paste, remove } from "./editor.ts";

export type KillRing = {
  /** Latest last. */
  readonly entries: readonly string[];
  /** The editor as the last kill left it. */
  readonly killed: EditorState | undefined;
  readonly yanked: Yank | undefined;
};

type Yank = {
  /** Of what was put in. */
  readonly index: number;
  readonly before: EditorState;
  readonly after: EditorState;
};

export const emptyKillRing: KillRing = { entries: [], killed: undefined, yanked: undefined };

const entriesMax = 60;

/** From where to where something is cut; the same index twice for nothing. */
export type Range = (state: EditorState) => readonly [start: number, end: number];

type Changed = readonly [state: EditorState, ring: KillRing];

export function kill(state: EditorState, ring: KillRing, range: Range): Changed {
  const [start, end] = range(state);
  if (start === end) return [state, ring];
  const text = state.text.slice(start, end);
  const killed = remove(state, start, end);
  const joined = ring.killed === state ? ring.entries.at(-1) : undefined;
  const kept = joined === undefined ? ring.entries.slice(1 - entriesMax) : ring.entries.slice(0, -1);
  const entry = start < state.cursor ? text + (joined ?? "") : (joined ?? "") + text;
  return [killed, { entries: [...kept, entry], killed, yanked: undefined }];
}

/** Puts in what was cut last. */
export function yank(state: EditorState, ring: KillRing): Changed {
  return put(state, ring, ring.entries.length - 1);
}

/** Right after a yank: what was cut before that, instead. */
export function yankOlder(state: EditorState, ring: KillRing): Changed {
  const { yanked, entries } = ring;
  if (yanked?.after !== state) return [state, ring];
  return put(yanked.before, ring, (yanked.index - 1 + entries.length) % entries.length);
}

function put(before: EditorState, ring: KillRing, index: number): Changed {
  const text = ring.entries[index];
  if (text === undefined) return [before, ring];
  const after = paste(before, text);
  return [after, { ...ring, killed: undefined, yanked: { index, before, after } }];
}
