/** From the keys that settings ask for to those that hold: what can't be is said, and the rest of it still counts. */
import type { Bindable, KeyChanges } from "../state/bindings.ts";
import { keyGroups } from "../state/keys.ts";
import { loginKeys } from "../state/login-keys.ts";
import { isPlainCharacter, keyName, parseKey } from "../terminal/key-names.ts";
import { didYouMean, type Problem, quoted } from "./problems.ts";

/** Actions whose keys are looked at together, so that each key can mean one of them only. */
type Scope = readonly Bindable[];

/** A panel's keys may be the log's, too: where both could act, the panel's come first. */
const scopes: readonly Scope[] = [
  ...keyGroups.filter(({ when }) => when !== undefined).map(({ rows }) => rows),
  keyGroups.filter(({ when }) => when === undefined).flatMap(({ rows }) => rows),
  loginKeys,
];

const actions = new Set(scopes.flat().map(({ name }) => name));

type Wanted = Readonly<Record<string, readonly string[]>>;
/** By the names of actions, the keys that settings ask for; what isn't here has its own. */
type Asked = ReadonlyMap<string, readonly string[]>;
/** By keys, the names of those that have them. */
type Holders = ReadonlyMap<string, string>;

export interface ReadKeys {
  readonly changes: KeyChanges;
  readonly problems: readonly Problem[];
}

export function readKeys(wanted: Wanted): ReadKeys {
  const problems: Problem[] = [];
  for (const name of Object.keys(wanted)) {
    if (actions.has(name)) continue;
    const text = `There is no action called ${quoted(name)}.${didYouMean(name, actions)}`;
    problems.push({ path: ["keys", name], text });
  }
  const changes = scopes.flatMap((scope) => keysIn(scope, wanted, problems));
  return { changes: Object.fromEntries(changes), problems };
}

function keysIn(scope: Scope, wanted: Wanted, problems: Problem[]): [string, readonly string[]][] {
  const isWanted = ({ name }: Bindable): boolean => Object.hasOwn(wanted, name);
  const asked: Asked = new Map(
    scope
      .filter(isWanted)
      .map((row) => [row.name, wanted[row.name]?.flatMap((key) => readKey(scope, row, key, problems)) ?? []]),
  );
  const holders = share(scope, asked, problems);
  return scope.flatMap(({ name, keys }): [string, readonly string[]][] => {
    if (asked.has(name)) return [[name, keysOfHolder(name, holders)]];
    // A key that settings give to one action is gone from the one that had it before.
    const left = keys.filter((key) => (holderOf(key, holders) ?? name) === name);
    return left.length < keys.length ? [[name, left]] : [];
  });
}

/** Who gets which key. A needed action that would get none has its own back, and keys are shared anew around it. */
function share(scope: Scope, asked: Asked, problems: Problem[]): Holders {
  const holders = new Map<string, string>();
  const refused: Problem[] = [];
  for (const row of claimants(scope, asked)) {
    const others: Problem[] = [];
    const free = (asked.get(row.name) ?? row.keys).filter((key) => isFree(row, key, holders, others));
    if (row.needed && free.length === 0) {
      const text = `${row.name} needs a key, so it keeps its own.`;
      problems.push(...others, { path: ["keys", row.name], text });
      return share(scope, without(asked, row.name), problems);
    }
    refused.push(...others);
    for (const key of free) holders.set(key, row.name);
  }
  problems.push(...refused);
  return holders;
}
/** Who takes keys before the table's others get what is left: what is needed first, then in the table's order. */
function claimants(scope: Scope, asked: Asked): Scope {
  const needed = scope.filter((row) => row.needed);
  return [
    ...needed.filter(({ name }) => !asked.has(name)),
    ...needed.filter(({ name }) => asked.has(name)),
    ...scope.filter(({ name, needed }) => !needed && asked.has(name)),
  ];
}

function without(asked: Asked, name: string): Asked {
  return new Map([...asked].filter(([other]) => other !== name));
}

function keysOfHolder(name: string, holders: Holders): string[] {
  return [...holders].filter(([, holder]) => holder === name).map(([key]) => key);
}

function readKey(scope: Scope, { name }: Bindable, words: string, problems: Problem[]): string[] {
  const key = parseKey(words);
  const path = ["keys", name];
  if (key === undefined) {
    const text = `${name}: there is no key called ${quoted(words)}. "chat-tui keytest" shows how keys are called.`;
    problems.push({ path, text });
    return [];
  }
  if (isPlainCharacter(key) && !takesCharacters(scope)) {
    problems.push({ path, text: `${name}: ${quoted(words)} is what one types. Add Ctrl or Alt to it.` });
    return [];
  }
  return [key];
}

/** Where characters are keys already, as nothing is typed there. */
function takesCharacters(scope: Scope): boolean {
  return scope.some(({ keys }) => keys.some(isPlainCharacter));
}

function isFree({ name }: Bindable, key: string, holders: Holders, problems: Problem[]): boolean {
  const holder = holderOf(key, holders);
  if (holder === undefined || holder === name) return true;
  problems.push({ path: ["keys", name], text: `${name}: ${keyName(key)} belongs to ${holder}.` });
  return false;
}

/** Who has this key, or one that starts with it or is its start: a sequence and its first key can't both be. */
function holderOf(key: string, holders: Holders): string | undefined {
  const clashes = (other: string): boolean =>
    other === key || other.startsWith(`${key} `) || key.startsWith(`${other} `);
  return holders.get(key) ?? holders.entries().find(([other]) => clashes(other))?.[1];
}
