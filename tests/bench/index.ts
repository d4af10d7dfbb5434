/** `npm run bench`: prints how fast this is here. Ratios within one run are what to compare; machines differ. */
import { availableParallelism } from "node:os";
import type { Row } from "./row.ts";
import { benchServer } from "./server.ts";
import { benchStore } from "./store.ts";

const suites: readonly [title: string, run: () => Promise<Row[]>][] = [
  ["The store", benchStore],
  ["The server, end to end", benchServer],
];

process.stdout.write(`Node.js ${process.versions.node}, ${availableParallelism()} cores\n`);
for (const [title, run] of suites) {
  process.stdout.write(`\n${title}\n`);
  for (const { name, value, note = "" } of await run()) {
    process.stdout.write(`  ${name.padEnd(52)} ${value.padStart(14)}  ${note}\n`);
  }
}
