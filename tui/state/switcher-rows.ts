/** What the switcher finds: conversations, commands and settings, by a few letters of their names. */
import fuzzysort, { type Snapshot } from "fuzzysort";
import { type Command, commands } from "./commands.ts";
import { isUnlisted } from "./contacts.ts";
import { conversationOf, everyone } from "./conversations.ts";
import { type SidebarRow, sidebarRows } from "./navigation.ts";
import { type SettingName, settingRows } from "./settings.ts";
import type { ChatScreen, Conversation } from "./state.ts";

interface Place {
  readonly name: string;
  readonly goal: Goal;
  readonly words: string;
}

export type Goal =
  | { readonly kind: "conversation" }
  | { readonly kind: "command"; readonly command: Command }
  | { readonly kind: "setting"; readonly setting: SettingName };

export interface SwitcherRow extends Place {
  /** Indexes of the letters of its name that were typed. */
  readonly matched: readonly number[];
  /** How well it matches, from 0 to 1, and more for what is unread or recent. */
  readonly score: number;
}

/** As many as anyone looks through before typing another letter. */
const rowsMax = 100;
/** Worse matches have their letters all over the place. */
const scoreMin = 0.2;
const bonuses = { unread: 0.15, recent: 0.1 };
/** What a command does says less about what is meant than its name. */
const wordsWorth = 0.4;
/** Of a command and a setting that are called alike the command is meant. */
const settingWorth = 0.9;
/** So many of those talked with last are recent, each a little less than the one before. */
const recentMax = 20;

let latest: { readonly chat: ChatScreen; readonly query: string; readonly rows: SwitcherRow[] } | undefined;

/** The best match first. One key asks for them several times. */
export function switcherRows(chat: ChatScreen, query: string): readonly SwitcherRow[] {
  const isSame = latest?.chat.contacts === chat.contacts && latest.chat.conversations === chat.conversations;
  if (latest && isSame && latest.query === query) return latest.rows;
  const rows = find(chat, query.trim());
  latest = { chat, query, rows };
  return rows;
}

/** `/` and `>` at the start look for commands only, `@` for people. */
function find(chat: ChatScreen, query: string): SwitcherRow[] {
  const [, kind = "", text = ""] = /^([/>@]?)\s*(.*)$/s.exec(query) ?? [];
  const commandsFound = kind === "@" ? [] : text === "" ? allCommands : matching(text, commandPlaces);
  if (kind === "/" || kind === ">") return commandsFound;
  const settings = kind === "@" || text === "" ? [] : matching(text, settingPlaces, settingWorth);
  const places = text === "" ? allPlaces(chat) : matchingPlaces(chat, text);
  const wanted = kind === "@" ? places.filter(({ name }) => name !== everyone) : places;
  const rows = [...wanted, ...commandsFound, ...settings].sort((a, b) => b.score - a.score).slice(0, rowsMax);
  return [...rows, ...unlisted(chat, text)];
}

interface Described extends Place {
  /** Other words that find it. */
  readonly found: string;
}

const commandPlaces: readonly Described[] = commands.map((command) => ({
  name: `/${command.name}`,
  words: command.help,
  found: [...command.aliases, command.help].join(" "),
  goal: { kind: "command", command },
}));

const settingPlaces: readonly Described[] = (Object.keys(settingRows) as SettingName[]).map((setting) => ({
  name: setting,
  words: `setting: ${settingRows[setting].help}`,
  found: settingRows[setting].help,
  goal: { kind: "setting", setting },
}));

const allCommands = commandPlaces.map((place) => ({ ...place, matched: [], score: 0 }));

/** By their names, and less so by what they do. */
function matching(text: string, places: readonly Described[], worth = 1): SwitcherRow[] {
  return fuzzysort.go(text, places, { keys: ["name", "found"], threshold: scoreMin }).flatMap((result) => {
    const score = worth * Math.max(result[0]?.score ?? 0, result.score * wordsWorth);
    return score < scoreMin ? [] : [{ ...result.obj, matched: result[0]?.indexes ?? [], score }];
  });
}

/** All names are looked through, and only what was found is weighed by what is unread and recent. */
function matchingPlaces(chat: ChatScreen, text: string): SwitcherRow[] {
  const { conversations } = chat;
  const listed = fuzzysort.go(text, namesOf(chat.contacts), { limit: rowsMax, threshold: scoreMin });
  const known = fuzzysort.go(text, [...conversations.values()], { key: "name", threshold: scoreMin });
  const recent = [...conversations.values()].sort((a, b) => b.lastTime - a.lastTime);
  const rank = new Map(recent.slice(0, recentMax).map(({ id }, index) => [id, 1 - index / recentMax]));
  return [...new Map([...listed, ...known].map((result) => [result.target, result])).values()].map(
    (result) => {
      const conversation = conversationOf(chat, result.target);
      const { id, unread, lastTime } = conversation;
      const recency = lastTime === 0 ? 0 : (rank.get(id) ?? 0);
      const bonus = (unread > 0 ? bonuses.unread : 0) + recency * bonuses.recent;
      return { ...placeOf(conversation), matched: result.indexes, score: result.score + bonus };
    },
  );
}

const prepared = new WeakMap<ChatScreen["contacts"], Snapshot>();

function namesOf(contacts: ChatScreen["contacts"]): Snapshot {
  const names = prepared.get(contacts) ?? fuzzysort.snapshot([...contacts.values()].map(({ name }) => name));
  prepared.set(contacts, names);
  return names;
}

/** What is unread first, then where one came from, then those talked with last; where one is comes last. */
function allPlaces(chat: ChatScreen): SwitcherRow[] {
  const rank = ({ conversation: { id, unread } }: SidebarRow): number => {
    if (id === chat.current) return 3;
    return unread > 0 ? 0 : id === chat.previous ? 1 : 2;
  };
  return sidebarRows(chat)
    .toSorted((a, b) => rank(a) - rank(b))
    .map(({ conversation }) => ({ ...placeOf(conversation), matched: [], score: 0 }));
}

function placeOf({ name, unread, mentions }: Conversation): Place {
  const mentioned = mentions === 0 ? "" : mentions === 1 ? ", 1 mention" : `, ${mentions} mentions`;
  return { name, goal: { kind: "conversation" }, words: unread === 0 ? "" : `${unread} unread${mentioned}` };
}

/** On a server with more accounts than the client lists anyone can be reached by the whole name. */
function unlisted(chat: ChatScreen, name: string): SwitcherRow[] {
  if (!isUnlisted(chat, name)) return [];
  const words = "not in the list; goes by the whole name";
  return [{ name, goal: { kind: "conversation" }, words, matched: [], score: 0 }];
}
