/** One figure of a benchmark, and how it's printed. */
export interface Row {
  readonly name: string;
  readonly value: number;
  /** What the value counts: `ms`, `/s`, `KB` … */
  readonly unit: string;
  /** What to compare it with. */
  readonly note?: string;
  /** Of the floor, or of what the note names, in the same run. */
  readonly ratio?: number;
  /** What it's meant to reach. */
  readonly aim?: string;
}

export function printed({ name, value, unit, note, ratio, aim }: Row): string {
  const beside = [
    ratio === undefined ? undefined : `${ratio.toFixed(2)} of ${note}`,
    ratio === undefined ? note : undefined,
    aim === undefined ? undefined : `aim: ${aim}`,
  ];
  const amount = `${figure(value)} ${unit}`;
  return `  ${name.padEnd(56)} ${amount.padStart(16)}  ${beside.filter((part) => part !== undefined).join("; ")}`;
}

/** Three digits, or all before the point. */
export function figure(value: number): string {
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return value.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** The value below which so large a part of them lies. */
export function quantile(measured: readonly number[], part: number): number {
  const sorted = measured.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
}
