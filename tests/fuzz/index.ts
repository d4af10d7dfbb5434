/** `npm run fuzz -- --minutes 10`: random input from a seed that it prints; what fails goes into the corpus. */
import { Argument, Command, InvalidArgumentError, Option } from "commander";
import { save } from "./script.ts";
import { fuzz, replay, targets, words } from "./targets.ts";

interface Options {
  readonly minutes: number;
  readonly seed: number;
}

const command = new Command("npm run fuzz --")
  .addArgument(new Argument("[targets...]", "what to fuzz").choices(targets.map(({ name }) => name)))
  .addOption(new Option("--minutes <number>", "how long").default(1).argParser(numberOf))
  .addOption(
    new Option("--seed <number>", "where random numbers begin")
      .default(Date.now() % 2 ** 31, "the time")
      .argParser(numberOf),
  )
  .parse();
const { minutes, seed } = command.opts<Options>();
const asked = command.processedArgs[0] as string[];
const chosen = targets.filter(({ name }) => asked.length === 0 || asked.includes(name));

process.stdout.write(`From seed ${seed} on, for ${minutes} min.\n`);
const end = performance.now() + minutes * 60_000;
let failures = 0;
for (const target of chosen) {
  for (const failure of await replay(target)) {
    failures++;
    process.stdout.write(`${target.name}, corpus: ${words(failure)}\n`);
  }
}
let rounds = 0;
// The first round in any case, so that a seed that failed is tried.
for (; rounds === 0 || performance.now() < end; rounds++) {
  for (const target of chosen) {
    const failure = await fuzz(target, seed + rounds, target.runs);
    if (failure === undefined) continue;
    failures++;
    const path = save(target.name, failure.script);
    process.stdout.write(`${target.name}, seed ${seed + rounds}, kept as ${path}: ${words(failure)}\n`);
  }
}
const runs = chosen.map(({ name, runs: each }) => `${rounds * each} of ${name}`).join(", ");
process.stdout.write(`Inputs: ${runs}; ${failures} failed.\n`);
process.exit(failures === 0 ? 0 : 1);

function numberOf(text: string): number {
  const number = Number(text);
  if (text.trim() === "" || !(number >= 0)) throw new InvalidArgumentError("It is a number from 0 on.");
  return number;
}
