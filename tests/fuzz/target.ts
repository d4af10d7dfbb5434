/** Something that is fuzzed: what is said to it, and what must hold whatever is said. */
import type fc from "fast-check";
import type { Script } from "./script.ts";

export interface Target {
  readonly name: string;
  readonly scripts: fc.Arbitrary<Script>;
  /** How many runs a test makes of it. */
  readonly runs: number;
  open(): Promise<Fuzzed>;
}

export interface Fuzzed {
  /** Rejects with what didn't hold. */
  run(script: Script): Promise<void>;
  close(): Promise<void>;
}
