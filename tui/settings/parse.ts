/** From the text of a settings file to settings. Whatever is wrong in it is said, and the rest of it still counts. */
import {
  findNodeAtLocation,
  getNodeValue,
  type Node,
  type ParseError,
  parseTree,
  printParseErrorCode,
} from "jsonc-parser";
import * as v from "valibot";
import { initialSettings, type SettingName, type Settings, settingRows, takes } from "../state/settings.ts";
import { readKeys } from "./key-changes.ts";
import { didYouMean, type Problem, quoted } from "./problems.ts";

export interface ParsedSettings {
  readonly settings: Settings;
  /** Full sentences, each with its line. */
  readonly problems: readonly string[];
}

/** What the file may say besides plain values: comments, and a comma after the last one. */
const options = { allowTrailingComma: true, allowEmptyContent: true };

export function parseSettings(text: string): ParsedSettings {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, options);
  const problems: Problem[] = [];
  const settings: Settings = { ...initialSettings, ...(root && readAll(root, problems)) };
  const { changes, problems: keyProblems } = readKeys(settings.keys);
  const found = [
    // One mistake in the writing makes a parser see others after it.
    ...errors.slice(0, 1).map((error) => ({ offset: error.offset, text: syntaxWords(error) })),
    ...[...problems, ...keyProblems].map((one) => ({ offset: offsetOf(root, one), text: one.text })),
  ];
  found.sort((a, b) => a.offset - b.offset);
  return {
    settings: { ...settings, keys: changes },
    problems: found.map((one) => `${place(text, one.offset)}: ${one.text}`),
  };
}

/** Whether a change can be written into the text without making it worse. */
export function isSound(text: string): boolean {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, options);
  return errors.length === 0 && (root === undefined || root.type === "object");
}

function readAll(root: Node, problems: Problem[]): Partial<Settings> {
  if (root.type !== "object") {
    problems.push({ path: [], text: 'Settings are in braces: { "sidebar": true }' });
    return {};
  }
  return Object.fromEntries(
    properties(root).flatMap(([name, node]) => {
      if (isSetting(name)) return readOne(name, node, problems);
      problems.push({ path: [name], text: `There is no setting ${quoted(name)}.${didYouMean(name, names)}` });
      return [];
    }),
  );
}

const names = Object.keys(settingRows);

function isSetting(name: string): name is SettingName {
  return Object.hasOwn(settingRows, name);
}

/** What is made of entries is read entry by entry, so that a bad one takes no other with it. */
function readOne(name: SettingName, node: Node, problems: Problem[]): [string, unknown][] {
  const { check } = settingRows[name];
  if (check.type !== "record" || node.type !== "object")
    return checked(check, [name], getNodeValue(node), problems).map(({ output }) => [name, output]);
  const entries = properties(node).flatMap(([key, value]) => {
    const path = [name, key];
    const [known] = checked(check.key, path, key, problems);
    const [read] = checked(check.value, path, getNodeValue(value), problems);
    return known === undefined || read === undefined ? [] : [[known.output, read.output]];
  });
  return [[name, Object.fromEntries(entries)]];
}

/** What the check makes of a value, or nothing, which is a problem. */
function checked<Check extends v.GenericSchema>(
  check: Check,
  path: readonly string[],
  value: unknown,
  problems: Problem[],
): { readonly output: v.InferOutput<Check> }[] {
  const result = v.safeParse(check, value);
  const label = path.join(".");
  if (result.success) return [{ output: result.output }];
  const expected = takes(check);
  const text =
    expected === undefined
      ? `${quoted(label)}: ${result.issues[0].message}.`
      : `${quoted(label)} takes ${expected}, not ${quoted(value)}.`;
  problems.push({ path, text });
  return [];
}

function properties({ children = [] }: Node): (readonly [string, Node])[] {
  return children.flatMap(({ children: [key, value] = [] }) =>
    key === undefined || value === undefined ? [] : [[String(key.value), value] as const],
  );
}

function offsetOf(root: Node | undefined, { path }: Problem): number {
  return (root && findNodeAtLocation(root, [...path])?.offset) ?? 0;
}

function place(text: string, offset: number): string {
  const before = text.slice(0, offset).split("\n");
  return `Line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
}

/** The parser's names for what it found, `CommaExpected` and the like, are words already. */
function syntaxWords({ error }: ParseError): string {
  return `${printParseErrorCode(error).replace(/(?!^)[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)}.`;
}
