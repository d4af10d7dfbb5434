/**
 * `npm run soak -- --minutes 10`: random histories first, and then thousands of connections with faults, each for half
 * of the time. `npm run soak -- histories --seed 7 --runs 1` plays one history again.
 */
import { Argument, Command, InvalidArgumentError, Option } from "commander";
import type { Crash } from "../model/history.ts";
import { soakConnections } from "./connections.ts";
import { soakHistories } from "./histories.ts";

interface Options {
  readonly minutes: number;
  readonly seed: number;
  readonly runs: number;
  readonly crash: Crash;
  readonly connections: number;
}

const parts = ["histories", "connections"];
const command = new Command("npm run soak --")
  .addArgument(new Argument("[parts...]", "what to run").choices(parts))
  .addOption(new Option("--minutes <number>", "how long in all").default(10).argParser(numberOf))
  .addOption(
    new Option("--seed <number>", "of the first history, and of what connections do")
      .default(Date.now() % 2 ** 31, "the time")
      .argParser(numberOf),
  )
  .addOption(
    new Option("--runs <number>", "histories at most")
      .default(Number.POSITIVE_INFINITY, "as many as the time allows")
      .argParser(numberOf),
  )
  .addOption(
    new Option("--crash <kind>", "how servers of histories end")
      .choices(["power cut", "kill -9"])
      .default("power cut"),
  )
  .addOption(new Option("--connections <number>", "how many there are").default(2000).argParser(numberOf))
  .parse();
const options = command.opts<Options>();
const asked = command.processedArgs[0] as string[];
const chosen = parts.filter((part) => asked.length === 0 || asked.includes(part));
const minutes = options.minutes / chosen.length;

process.stdout.write(`From seed ${options.seed} on.\n`);
let isRight = true;
if (chosen.includes("histories")) isRight = (await soakHistories({ ...options, minutes })) === 0;
if (chosen.includes("connections")) isRight = (await soakConnections({ ...options, minutes })) && isRight;
process.exit(isRight ? 0 : 1);

function numberOf(text: string): number {
  const number = Number(text);
  if (text.trim() === "" || !(number >= 0)) throw new InvalidArgumentError("It is a number from 0 on.");
  return number;
}
