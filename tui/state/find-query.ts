/** What somebody searches for, read from one line: words, words together in quotes, and operators such as `from:bob`. */
import { limits, type Params } from "../../protocol/index.ts";
import { contactNamed } from "./contacts.ts";
import type { ChatScreen } from "./state.ts";

export type FindQuery = Omit<Params<"search">, "conversation" | "before" | "after" | "count">;

type Read = (value: string, chat: ChatScreen, now: number) => FindQuery | string;

const has: Readonly<Record<string, FindQuery>> = { link: { link: true }, mention: { mentions: true } };

/** Each gives a part of the query, or words for what is wrong. */
const operators: Readonly<Record<string, Read>> = {
  from(value, chat) {
    if (value.toLowerCase() === "me") return { from: chat.me };
    const contact = contactNamed(chat, value);
    return typeof contact === "string" ? contact : { from: contact.name };
  },
  before: (value, _chat, now) => read(startOf(value, now), (until) => ({ until })),
  after: (value, _chat, now) => read(startOf(value, now), (since) => ({ since })),
  has: (value) =>
    has[value.toLowerCase()] ?? `There is no has:${value}. There are ${list(has, (name) => `has:${name}`)}.`,
};

/** What of a line the operators can say, for where nothing is typed yet. */
export const findHelp: readonly string[] = [
  "Words that all occur in a message, “words together” in quotes, and:",
  "from:bob  from:me",
  "before:2026-11-01  after:2026-11-01 (that day on)  after:yesterday",
  "has:link  has:mention",
];

/** A query, or a sentence that says what to type instead. */
export function parseFind(line: string, chat: ChatScreen, now: number): FindQuery | string {
  const words: string[] = [];
  let query: FindQuery = {};
  for (const [, quoted, operator, value, word] of line.matchAll(
    /"([^"]*)"?|([a-z]+):(?!\/\/)(\S*)|(\S+)/gi,
  )) {
    if (operator === undefined) {
      words.push(quoted ?? word ?? "");
      continue;
    }
    const part = operated(operator, value ?? "", chat, now);
    if (typeof part === "string") return part;
    query = { ...query, ...part };
  }
  const sought = words.filter((word) => word.trim() !== "");
  if (sought.length > limits.searchWords) return `A search takes ${limits.searchWords} words at most.`;
  if (sought.some((word) => word.length > limits.searchWordMax)) return "One of these words is too long.";
  return sought.length > 0 ? { ...query, words: sought } : query;
}

function operated(operator: string, value: string, chat: ChatScreen, now: number): FindQuery | string {
  const name = operator.toLowerCase();
  const run = Object.hasOwn(operators, name) ? operators[name] : undefined;
  if (run === undefined) {
    return `There is no ${name}:. There are ${list(operators, (known) => `${known}:`)}. In quotes it is a word: "${operator}:${value}"`;
  }
  return value === "" ? `Something has to follow ${name}:, without a blank.` : run(value, chat, now);
}

function read(time: number | string, part: (time: number) => FindQuery): FindQuery | string {
  return typeof time === "string" ? time : part(time);
}

/** The local time at which a day begins. */
function startOf(day: string, now: number): number | string {
  const today = new Date(now);
  const days = { today: 0, yesterday: 1 }[day.toLowerCase()];
  if (days !== undefined)
    return new Date(today.getFullYear(), today.getMonth(), today.getDate() - days).getTime();
  const [, year, month, date] = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(day)?.map(Number) ?? [];
  const wrong = `“${day}” is no day. Write it like 2026-11-01, or today or yesterday.`;
  if (year === undefined || month === undefined || date === undefined) return wrong;
  const start = new Date(year, month - 1, date);
  return start.getMonth() === month - 1 && start.getDate() === date ? Math.max(0, start.getTime()) : wrong;
}

function list(table: object, shown: (name: string) => string): string {
  return Object.keys(table)
    .map(shown)
    .join(", ")
    .replace(/, (?=[^,]*$)/, " and ");
}
