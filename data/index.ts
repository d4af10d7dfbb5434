/** The store as the server sees it: the verbs of store.ts, the way to open the embedded one, and the care of its folder. */
export { backUp } from "./backup.ts";
export { checkFolder } from "./check.ts";
export type { Findings } from "./findings.ts";
export { type OpenOptions, openStore } from "./open.ts";
export * from "./store.ts";
