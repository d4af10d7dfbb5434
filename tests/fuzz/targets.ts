/** All that is fuzzed, and how a run of it is made and remembered. */
import fc from "fast-check";
import { client } from "./client.ts";
import { decoder } from "./frames.ts";
import { server } from "./requests.ts";
import { load, print, type Script } from "./script.ts";
import type { Target } from "./target.ts";

export const targets: readonly Target[] = [decoder, server, client];

/** An input for which something didn't hold. */
export interface Failure {
  readonly script: Script;
  readonly why: string;
}

/** Everything in the target's corpus once more. */
export async function replay(target: Target): Promise<Failure[]> {
  const fuzzed = await target.open();
  const failures: Failure[] = [];
  for (const { name, script } of load(target.name)) {
    await fuzzed.run(script).catch((error: unknown) => failures.push({ script, why: `${name}: ${error}` }));
  }
  await fuzzed.close();
  return failures;
}

/** So many inputs made from a seed; resolves to the smallest that was found to fail. */
export async function fuzz(target: Target, seed: number, runs: number): Promise<Failure | undefined> {
  const fuzzed = await target.open();
  const property = fc.asyncProperty(target.scripts, (script) => fuzzed.run(script));
  const { failed, counterexample, errorInstance } = await fc.check(property, { seed, numRuns: runs });
  await fuzzed.close();
  if (!failed || counterexample === null) return undefined;
  const why = errorInstance instanceof Error ? (errorInstance.stack ?? errorInstance.message) : "";
  return { script: counterexample[0], why };
}

export function words({ script, why }: Failure): string {
  return `${why}\n${print(script)}`;
}
