/** How long a connection may leave something undone before it is ended. */
import { limits } from "../protocol/index.ts";

/** Milliseconds. */
export interface Deadlines {
  /** From connecting to a greeting. */
  readonly hello: number;
  /** From the first bytes of a request to its last. */
  readonly frame: number;
  /** Without anything heard. */
  readonly idle: number;
  /** Without any progress in taking what waits, once that is much. */
  readonly stall: number;
  /** From `probed` to a sign of life. */
  readonly probe: number;
}

export const defaultDeadlines: Deadlines = {
  hello: limits.helloSeconds * 1000,
  frame: limits.frameSeconds * 1000,
  idle: limits.idleSeconds * 1000,
  stall: limits.stallSeconds * 1000,
  probe: limits.probeSeconds * 1000,
};
