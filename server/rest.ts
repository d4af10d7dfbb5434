/**
 * Gives memory back after a burst. A thousand logins make V8 take room for what is new and soon forgotten, and it gives
 * that back only some seconds after it has collected all garbage: a server at rest has to be told to.
 */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

const lookMs = 10_000;
/** Of one core, between two looks. Where people talk it's between these, and nobody has to wait for a collection. */
const busyShare = 0.05;
const restShare = 0.02;

export interface RestParts {
  /** Milliseconds of a core that the process has used so far. */
  readonly cpu?: () => number;
  readonly collect?: () => void;
  readonly everyMs?: number;
}

export class Rest {
  readonly #timer: NodeJS.Timeout;

  constructor({ cpu = cpuMs, collect = collectGarbage, everyMs = lookMs }: RestParts = {}) {
    let used = 0;
    let wasBusy = false;
    this.#timer = setInterval(() => {
      const before = used;
      used = cpu();
      const share = (used - before) / everyMs;
      if (share > busyShare) wasBusy = true;
      if (!wasBusy || share > restShare) return;
      wasBusy = false;
      collect();
    }, everyMs).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Everything stands still for it, for some 90 ms where 5,000 are logged in. */
export function collectGarbage(): void {
  setFlagsFromString("--expose-gc");
  const collect: (how: object) => void = runInNewContext("gc");
  // As V8 does when memory runs out: it takes twice as long, but what is free goes back to the system at once.
  collect({ type: "major", execution: "sync", flavor: "last-resort" });
}
