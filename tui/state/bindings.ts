/** Which keys an action has: those of its row in the table, unless settings give it others. */

export interface Bindable {
  /** What settings call it. */
  readonly name: string;
  /** Chords as the terminal's decoder spells them; the first is the one that hints show. */
  readonly keys: readonly string[];
  /** Something has to be bound to it, or a person can't get on. */
  readonly needed?: true;
}

/** By the names of actions; only those whose keys are not the table's. */
export type KeyChanges = Readonly<Record<string, readonly string[]>>;

export function keysOf({ name, keys }: Bindable, changes: KeyChanges): readonly string[] {
  return changes[name] ?? keys;
}
