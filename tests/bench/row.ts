/** One figure of a benchmark, as it's printed. */
export interface Row {
  readonly name: string;
  readonly value: string;
  readonly note?: string;
}
