/**
 * Options that don't come from the command line: from the environment, which counts less than that, and from a file,
 * which counts less than both. The table of options is the command's; a mistake is said as for the command line.
 */
import { readFileSync } from "node:fs";
import { type Command, InvalidArgumentError, type Option } from "commander";
import { type Node, type ParseError, parseTree, printParseErrorCode } from "jsonc-parser";
import { closestMatch } from "leven";
import { failedWith, reasonOf } from "../data/files.ts";

/** One value, and where it stands, for whoever has to mend it. */
interface Given {
  readonly option: Option;
  readonly value: unknown;
  readonly place: string;
}

const prefix = "CHAT_SERVER_";
/** More letters apart, and it's another word. */
const lettersMax = 3;

/** `CHAT_SERVER_ALLOW_PLAIN` for `--allow-plain`. */
export function variableOf(option: Option): string {
  return prefix + option.name().toUpperCase().replaceAll("-", "_");
}

/** Sets what wasn't given on the command line. `defaultFile` is read if it's there and no other is named. */
export function configure(command: Command, environment: NodeJS.ProcessEnv, defaultFile: string): void {
  const options = command.options.filter((option) => option.name() !== "version");
  const variables = variablesIn(command, options, environment);
  const set = new Set(options.filter((option) => sourceOf(command, option) === "cli"));
  apply(command, variables, set, "env");
  apply(command, entriesIn(command, options, defaultFile), set, "config");
}

/** All are checked, also those that something else outweighs. */
function apply(command: Command, givens: readonly Given[], set: Set<Option>, source: "env" | "config"): void {
  for (const given of givens) {
    const value = readValue(command, given);
    if (set.has(given.option)) continue;
    set.add(given.option);
    command.setOptionValueWithSource(given.option.attributeName(), value, source);
  }
}

function sourceOf(command: Command, option: Option): string | undefined {
  return command.getOptionValueSource(option.attributeName());
}

/** Others' variables may begin alike, so only a near miss is a mistake. */
function variablesIn(command: Command, options: readonly Option[], environment: NodeJS.ProcessEnv): Given[] {
  const known = new Map(options.map((option) => [variableOf(option), option]));
  return Object.entries(environment).flatMap(([name, value]) => {
    const option = known.get(name);
    if (option) return value ? [{ option, value, place: name }] : [];
    const meant = name.startsWith(prefix) && didYouMean(name, known.keys());
    if (meant) command.error(`error: ${name} sets no option.${meant}`);
    return [];
  });
}

function entriesIn(command: Command, options: readonly Option[], defaultFile: string): Given[] {
  const named: string | undefined = command.opts().config;
  const path = named ?? defaultFile;
  const text = textOf(command, path, named !== undefined);
  const known = new Map(
    options.flatMap((option) => (option.name() === "config" ? [] : [[option.name(), option]])),
  );
  return properties(command, path, text).map(({ key, value, offset }) => {
    const place = `${path}, line ${text.slice(0, offset).split("\n").length}`;
    const option = known.get(key);
    if (option) return { option, value, place: `${place}: ${JSON.stringify(key)}` };
    return command.error(
      `error: ${place}: There is no option ${JSON.stringify(key)}.${didYouMean(key, known.keys())}`,
    );
  });
}

/** Empty where nobody asked for the file and there is none. */
function textOf(command: Command, path: string, isWanted: boolean): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (!isWanted && failedWith(error, "ENOENT")) return "";
    return command.error(`error: ${path} can't be read: ${reasonOf(error)}.`);
  }
}

interface Property {
  readonly key: string;
  readonly value: unknown;
  readonly offset: number;
}

function properties(command: Command, path: string, text: string): Property[] {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true, allowEmptyContent: true });
  const [error] = errors;
  if (error) {
    const line = text.slice(0, error.offset).split("\n").length;
    command.error(`error: ${path}, line ${line}: ${printParseErrorCode(error.error)}.`);
  }
  if (root && root.type !== "object")
    command.error(`error: ${path}: Options are in braces: { "port": 2000 }`);
  return (root?.children ?? []).flatMap(({ children: [key, value] = [] }: Node) =>
    key && value ? [{ key: key.value, value: value.value, offset: key.offset }] : [],
  );
}

/** What the command line makes of the same text; flags are true or false. */
function readValue(command: Command, { option, value, place }: Given): unknown {
  try {
    if (option.isBoolean()) return flagOf(value);
    if (typeof value !== "string" && typeof value !== "number") {
      throw new InvalidArgumentError(`It takes ${option.flags.replace(/.*</, "<")}.`);
    }
    return option.parseArg ? option.parseArg(`${value}`, option.defaultValue) : `${value}`;
  } catch (error) {
    if (!(error instanceof InvalidArgumentError)) throw error;
    return command.error(
      `error: ${place} is ${JSON.stringify(value) ?? "a list or an object"}. ${error.message}`,
    );
  }
}

function flagOf(value: unknown): boolean {
  const flag = new Map<unknown, boolean>([
    [true, true],
    ["true", true],
    ["1", true],
    [false, false],
    ["false", false],
    ["0", false],
  ]).get(value);
  if (flag === undefined) throw new InvalidArgumentError("It is true or false.");
  return flag;
}

function didYouMean(name: string, known: Iterable<string>): string {
  const nearest = closestMatch(name, [...known], { maxDistance: lettersMax });
  return nearest === undefined ? "" : ` Did you mean ${nearest}?`;
}
