/** Whether there is a terminal that a full screen can be drawn on. Pure. */

export interface Surroundings {
  readonly input: boolean;
  readonly output: boolean;
  readonly term: string | undefined;
  readonly platform: NodeJS.Platform;
}

/** Why there can't be a full screen, in a few words; undefined where there can. */
export function whyNoScreen({ input, output, term, platform }: Surroundings): string | undefined {
  if (!input) return "standard input is no terminal";
  if (!output) return "standard output is no terminal";
  if (term === "dumb") return "TERM is dumb";
  // Windows knows no TERM.
  return term || platform === "win32" ? undefined : "TERM is not set";
}
