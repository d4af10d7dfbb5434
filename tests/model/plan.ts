/** What happens in a random history: made from a seed alone, so that a seed tells all of it but the timing. */
import fc from "fast-check";

export const people = ["alice", "bob", "carol"] as const;
/** Two clients each: one account is never on both. */
export const devices: readonly { readonly name: string; readonly account: string }[] = people.flatMap(
  (account) => [1, 2].map((number) => ({ name: `${account}${number}`, account })),
);

const device = fc.nat(devices.length - 1);
const person = fc.constantFrom(...people);

const step = fc.oneof(
  {
    weight: 10,
    arbitrary: fc.record({
      do: fc.constant("say"),
      device,
      to: fc.constantFrom("everyone", "everyone", ...people),
      count: fc.integer({ min: 1, max: 4 }),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constantFrom("block", "unblock"), device, name: person }),
  },
  { weight: 5, arbitrary: fc.record({ do: fc.constant("login"), device, takeover: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("logout"), device }) },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constantFrom("cut", "hang", "stall", "release", "release"), device }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant("crash"),
      /** Calls of the file system, or ms for a process, until it happens. */
      after: fc.nat(40),
      /** How much of what was not synced is lost: nothing by a kill, anything by a power cut. */
      lost: fc.constantFrom(0, 0.5, 1),
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("wait"), ms: fc.nat(15) }) },
) as fc.Arbitrary<Step>;

export type Step =
  | { readonly do: "say"; readonly device: number; readonly to: string; readonly count: number }
  | { readonly do: "block" | "unblock"; readonly device: number; readonly name: string }
  | { readonly do: "login"; readonly device: number; readonly takeover: boolean }
  | { readonly do: "logout" | "cut" | "hang" | "stall" | "release"; readonly device: number }
  | { readonly do: "crash"; readonly after: number; readonly lost: number }
  | { readonly do: "wait"; readonly ms: number };

export interface Plan {
  readonly steps: readonly Step[];
  /** Bytes of journal after which the server writes documents. */
  readonly journalBytes: number;
}

const plan: fc.Arbitrary<Plan> = fc.record({
  steps: fc.array(step, { minLength: 20, maxLength: 70, size: "max" }),
  journalBytes: fc.constantFrom(500, 4000, 1_000_000),
});

export function planOf(seed: number): Plan {
  return fc.sample(plan, { seed, numRuns: 1 })[0] as Plan;
}

/** Numbers in [0, 1) that follow from a seed: mulberry32. */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
