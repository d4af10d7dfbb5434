/**
 * `npm run bench`: prints how fast this is here; `npm run bench -- client` measures a part. Ratios within one run are
 * what to compare; machines differ.
 */
import { writeFileSync } from "node:fs";
import { availableParallelism, cpus } from "node:os";
import { Argument, Command, InvalidArgumentError, Option } from "commander";
import { benchClient } from "./client.ts";
import { benchDelivery } from "./delivery.ts";
import { printed, type Row } from "./row.ts";
import { benchServer } from "./server.ts";
import { benchSize } from "./size.ts";
import { benchStore } from "./store.ts";

interface Options {
  readonly json?: string;
  readonly stored: number;
}

interface Suite {
  readonly title: string;
  readonly run: (options: Options) => Promise<Row[]>;
}

const suites: Readonly<Record<string, Suite>> = {
  store: { title: "The store", run: ({ stored }) => benchStore(stored) },
  server: { title: "The server, end to end", run: benchServer },
  delivery: { title: "Delivery", run: benchDelivery },
  size: { title: "Connections, accounts, start", run: ({ stored }) => benchSize(stored) },
  client: { title: "The client, on a terminal of 120x40", run: benchClient },
};

const command = new Command("npm run bench --")
  .addArgument(new Argument("[parts...]", "what to measure").choices(Object.keys(suites)))
  .addOption(new Option("--json <file>", "write the figures there too"))
  .addOption(
    new Option("--stored <messages>", "how many messages the large store holds")
      .default(1_000_000)
      .argParser(countOf),
  )
  .parse();
const options = command.opts<Options>();
const parts = command.processedArgs[0] as string[];

const machine = {
  date: new Date().toISOString(),
  node: process.versions.node,
  cores: availableParallelism(),
};
process.stdout.write(`Node.js ${machine.node}, ${machine.cores} cores, ${cpus()[0]?.model ?? "unknown"}\n`);
const measured: Record<string, Row[]> = {};
for (const [part, { title, run }] of Object.entries(suites)) {
  if (parts.length > 0 && !parts.includes(part)) continue;
  process.stdout.write(`\n${title}\n`);
  const rows = await run(options);
  measured[part] = rows;
  for (const row of rows) process.stdout.write(`${printed(row)}\n`);
}
if (options.json !== undefined)
  writeFileSync(options.json, `${JSON.stringify({ ...machine, measured }, null, 2)}\n`);

function countOf(text: string): number {
  const count = Number(text);
  if (!Number.isSafeInteger(count) || count < 1)
    throw new InvalidArgumentError("It's a number of messages, such as 10000000.");
  return count;
}
