/** The lines typed before, for Up and Down. Pure. */

export interface TypedBefore {
  /** As they were when it began, oldest first. */
  readonly lines: readonly string[];
  /** Which one is shown; as many as there are: none, but what is being typed. */
  readonly at: number;
  /** What was being typed before Up. */
  readonly typing: string;
}

export function typedBefore(lines: readonly string[]): TypedBefore {
  return { lines, at: lines.length, typing: "" };
}

/** Undefined where there is nothing further. */
export function recall(
  { lines, at, typing }: TypedBefore,
  step: 1 | -1,
  shown: string,
): readonly [TypedBefore, string] | undefined {
  const next = at + step;
  if (next < 0 || next > lines.length) return undefined;
  const before = at === lines.length ? shown : typing;
  return [{ lines, at: next, typing: before }, lines[next] ?? before];
}
