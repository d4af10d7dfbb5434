/** The store as the server sees it: the verbs of store.ts, and the way to open the embedded one. */
export { type OpenOptions, openStore } from "./open.ts";
export * from "./store.ts";
