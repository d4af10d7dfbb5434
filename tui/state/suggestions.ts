/** What the word before the cursor can become: one row for each kind of word, the first that has something wins. */

import fuzzysort from "fuzzysort";
import { canonical } from "../../protocol/index.ts";
import { type ArgumentKind, type CommandWords, commands, findCommand } from "./commands.ts";
import { currentConversation } from "./conversations.ts";
import { sidebarRows } from "./navigation.ts";
import { choicesOf, notifyLevels, type SettingName, settingRows } from "./settings.ts";
import type { ChatScreen, Choice, Completion } from "./state.ts";

/** As many as anyone looks through before typing another letter. */
const choicesMax = 50;
/** Who has spoken within so many messages comes first. */
const speakersWithin = 200;

interface Source {
  /** Matches the text up to the cursor; its first group is the word that a choice replaces. */
  readonly pattern: RegExp;
  /** Not shown by itself: text like any other until Tab is pressed. */
  readonly asked?: true;
  choices(chat: ChatScreen, word: string, before: string): readonly Choice[];
}

const sources: readonly Source[] = [
  { pattern: /^\s*(\/(?!\/)\S*)$/, choices: (_chat, word) => ranked(word, commandChoices) },
  { pattern: /^\s*\/(?!\/)\S+\s+(?:\S+\s+)*(\S*)$/, choices: argumentChoices },
  {
    pattern: /(?:^|[\s(])(@[\w-]*)$/,
    choices: (chat, word) =>
      ranked(
        word,
        people(chat, (name) => ({ label: `@${name}`, text: `@${name} ` })),
      ),
  },
  {
    pattern: /(?:^|[^\p{L}\p{N}:/])(:[a-z0-9_+-]{2,})$/u,
    choices: ({ emoji }, word) => (typeof emoji === "object" ? ranked(word, emojiChoices(emoji)) : []),
  },
  { pattern: /(?:^|\s)([\w-]+)$/, asked: true, choices: nameChoices },
];

/** Undefined where there is nothing to suggest, or just what is there already. */
export function suggestionsAt(chat: ChatScreen, when: "typing" | "asked"): Completion | undefined {
  const { draft } = currentConversation(chat);
  const before = draft.text.slice(0, draft.cursor);
  for (const { pattern, asked, choices } of sources) {
    const word = asked && when === "typing" ? undefined : pattern.exec(before)?.[1];
    if (word === undefined) continue;
    const found = choices(chat, word, before).slice(0, choicesMax);
    if (found.length === 0 || (found.length === 1 && found[0]?.text.trimEnd() === word)) continue;
    const start = before.length - word.length;
    return { typed: draft, shown: draft, start, choices: found, selected: undefined };
  }
  return undefined;
}

/** Those that begin like it in the order given, then what is near it. */
function ranked(word: string, all: readonly Choice[]): readonly Choice[] {
  const wanted = word.toLowerCase();
  const [begin, rest] = [all.filter(startsWith), all.filter((choice) => !startsWith(choice))];
  function startsWith({ label, also = [] }: Choice): boolean {
    return [label, ...also].some((name) => name.toLowerCase().startsWith(wanted));
  }
  const letters = wanted.replace(/^[/@:]/, "");
  const near = fuzzysort.go(letters, rest, { key: "label", limit: choicesMax, threshold: 0.2 });
  return [...begin, ...near.map(({ obj }) => obj)];
}

/** A command as what the word that begins a line can become. */
export function commandChoice({ name, aliases, usage, help }: CommandWords): Choice {
  const text = usage === "" ? `/${name}` : `/${name} `;
  return { label: `/${name}`, also: aliases.map((alias) => `/${alias}`), words: help, text };
}

const commandChoices: readonly Choice[] = commands.map(commandChoice);

function argumentChoices(chat: ChatScreen, word: string, before: string): readonly Choice[] {
  const [, name = "", given = ""] = /^\s*\/(\S+)\s+(.*)$/s.exec(before) ?? [];
  const earlier = given.split(/\s+/).slice(0, -1);
  const kind = findCommand(name)?.arguments?.[earlier.length];
  return kind === undefined ? [] : ranked(word, argumentSources[kind](chat, earlier));
}

const plain = (value: string): Choice => ({ label: value, words: "", text: value });

const argumentSources: Readonly<
  Record<ArgumentKind, (chat: ChatScreen, earlier: readonly string[]) => readonly Choice[]>
> = {
  person: (chat) => people(chat, (name) => ({ label: name, text: `${name} `, also: [`@${name}`] })),
  setting: () =>
    Object.entries(settingRows)
      .filter(([, { check }]) => choicesOf(check) !== undefined)
      .map(([label, { help }]) => ({ label, words: help, text: `${label} ` })),
  value: (_chat, [name = ""]) => {
    const row = Object.hasOwn(settingRows, name) ? settingRows[name as SettingName] : undefined;
    const values = row && choicesOf(row.check)?.map(String);
    return (values ?? []).map(plain);
  },
  level: () => notifyLevels.map(plain),
  yes: () => [plain("yes")],
};

/** As in IRC: at the start of a message a name calls someone. */
function nameChoices(chat: ChatScreen, word: string, before: string): readonly Choice[] {
  const tail = before === word ? ": " : " ";
  const all = people(chat, (name) => ({ label: name, text: name + tail }));
  return all.filter(({ label }) => label.toLowerCase().startsWith(word.toLowerCase()));
}

/** Who spoke last in this conversation first, then all others in the sidebar's order. */
function people(chat: ChatScreen, choice: (name: string) => Omit<Choice, "words">): Choice[] {
  const names = new Map<string, string>();
  for (const { from } of currentConversation(chat).messages.slice(-speakersWithin).toReversed())
    names.set(canonical(from), from);
  for (const { contact } of sidebarRows(chat)) if (contact) names.set(canonical(contact.name), contact.name);
  names.delete(canonical(chat.me));
  return [...names].map(([id, name]) => ({
    ...choice(name),
    words: chat.contacts.get(id)?.online ? "online" : "offline",
  }));
}

const choicesOfEmoji = new WeakMap<ReadonlyMap<string, string>, readonly Choice[]>();

function emojiChoices(emoji: ReadonlyMap<string, string>): readonly Choice[] {
  const known = choicesOfEmoji.get(emoji);
  if (known) return known;
  const choices = [...emoji].map(([name, text]) => ({ label: `:${name}:`, words: text, text }));
  choicesOfEmoji.set(emoji, choices);
  return choices;
}
