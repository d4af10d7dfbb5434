/** The lines typed before, for Up and Down. Pure. */

const kept = 200;

export interface TypedBefore {
  /** Oldest first. */
  readonly lines: readonly string[];
  /** Which one is shown; as many as there are: none, but what is being typed. */
  readonly at: number;
  /** What was being typed before Up. */
  readonly typing: string;
}

export const nothingTyped: TypedBefore = { lines: [], at: 0, typing: "" };

export function remember({ lines }: TypedBefore, line: string): TypedBefore {
  const next = line === "" || line === lines.at(-1) ? lines : [...lines, line].slice(-kept);
  return { lines: next, at: next.length, typing: "" };
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
