/**
 * `npm run bench`: prints how fast this is here; `npm run bench -- client` measures a part. Ratios within one run are
 * what to compare; machines differ.
 */
import { availableParallelism } from "node:os";
import { benchClient } from "./client.ts";
import { benchDelivery } from "./delivery.ts";
import type { Row } from "./row.ts";
import { benchServer } from "./server.ts";
import { benchSize } from "./size.ts";
import { benchStore } from "./store.ts";

interface Suite {
  readonly title: string;
  readonly run: () => Promise<Row[]>;
}

const suites: Readonly<Record<string, Suite>> = {
  store: { title: "The store", run: benchStore },
  server: { title: "The server, end to end", run: benchServer },
  delivery: { title: "Delivery", run: benchDelivery },
  size: { title: "Connections, accounts, start", run: benchSize },
  client: { title: "The client, on a terminal of 120x40", run: benchClient },
};

const asked = process.argv.slice(2);
const unknown = asked.find((name) => suites[name] === undefined);
if (unknown !== undefined) {
  process.stderr.write(`There is no part called ${unknown}. There are: ${Object.keys(suites).join(", ")}.\n`);
  process.exit(1);
}

process.stdout.write(`Node.js ${process.versions.node}, ${availableParallelism()} cores\n`);
for (const [name, { title, run }] of Object.entries(suites)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  process.stdout.write(`\n${title}\n`);
  for (const { name, value, note = "" } of await run()) {
    process.stdout.write(`  ${name.padEnd(52)} ${value.padStart(14)}  ${note}\n`);
  }
}
