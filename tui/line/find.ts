/** /search and what follows: the screen's find panel, told as lines as its pages come, ten messages at a time. */
import { currentConversation, everyone } from "../state/conversations.ts";
import type { Context, Effect, Update } from "../state/effects.ts";
import { pursueFind } from "../state/find.ts";
import { findHelp } from "../state/find-query.ts";
import type { ChatScreen, FindPanel, Finds, LogMessage, Panel } from "../state/state.ts";
import { say } from "../state/talk.ts";
import { error, type Line, note, said } from "./line.ts";
import { numberedRows } from "./message.ts";

const atOnce = 10;

/** /more: the next of what was found last in this conversation. */
export function more(chat: ChatScreen): Update<ChatScreen> {
  const last = chat.lastFind?.conversation === chat.current ? chat.lastFind : undefined;
  if (last?.finds === undefined)
    return say(chat, "info", "There is nothing found here that could go on. /search WORDS finds something.");
  if (last.finds.failed) return [{ ...chat, panel: { ...last, finds: undefined, selected: 0 } }, []];
  const selected = last.selected + atOnce;
  if (last.finds.rows.length <= selected) return say(chat, "info", "That was all.");
  return [{ ...chat, panel: { ...last, selected } }, []];
}

/** What has been found in this conversation, as far as it's known. */
export function foundBefore({ lastFind, current }: ChatScreen): readonly LogMessage[] {
  return lastFind?.conversation === current ? (lastFind.finds?.rows ?? []) : [];
}

export interface Pursued {
  readonly chat: ChatScreen;
  readonly effects: readonly Effect[];
  readonly lines: readonly Line[];
}

/** Asks for what is lacking, and tells what has come. A search that is done leaves nothing open. */
export function pursued(before: Panel | undefined, chat: ChatScreen, context: Context): Pursued {
  if (chat.panel?.kind !== "find") return { chat, effects: [], lines: [] };
  const closed = { ...chat, panel: undefined };
  if (chat.panel.query.text.trim() === "")
    return { chat: closed, effects: [], lines: ["/search finds:", ...findHelp].map(said) };
  if (!chat.live) return { chat: closed, effects: [], lines: [error("Searching needs a connection.")] };
  const [next, effects] = pursueFind(chat, { ...context, size: { columns: 0, rows: atOnce } });
  const panel = next.panel?.kind === "find" ? next.panel : chat.panel;
  const { finds } = panel;
  const lines = finds === undefined ? [] : foundLines(before, chat, panel, finds, context.now);
  if (finds?.page !== undefined) return { chat: next, effects, lines };
  // With nothing to go on from, /search alone says how to search.
  const lastFind = finds?.failed || finds?.rows.length ? panel : undefined;
  return { chat: { ...next, panel: undefined, lastFind }, effects, lines };
}

function foundLines(
  before: Panel | undefined,
  chat: ChatScreen,
  panel: FindPanel,
  finds: Finds,
  now: number,
): Line[] {
  const fresh = finds.rows.slice(toldBefore(before, panel), panel.selected + atOnce);
  const isFirst = fresh.length > 0 && fresh[0] === finds.rows[0];
  const { id, name } = currentConversation(chat);
  const where = id === everyone ? "what was said to everyone" : `the whispers with ${name}`;
  return [
    ...(isFirst ? [said(`Found in ${where}, the newest first:`)] : []),
    ...fresh.flatMap((message) => numberedRows(message, chat.me, now).map(said)),
    ...(finds.page === undefined ? [ending(panel, finds, where)] : []),
  ];
}

/** How many of the rows have been told. */
function toldBefore(before: Panel | undefined, { query, selected }: FindPanel): number {
  const isSame = before?.kind === "find" && before.query === query && before.selected === selected;
  return Math.max(selected, isSame ? (before.finds?.rows.length ?? 0) : 0);
}

function ending({ selected }: FindPanel, { problem, rows }: Finds, where: string): Line {
  if (problem !== undefined) return error(problem);
  if (rows.length === 0) return note(`Nothing was found in ${where}.`);
  if (rows.length > selected + atOnce)
    return note("/more tells more of it, /around NUMBER what was said before and after one.");
  return note("That is all. /around NUMBER tells what was said before and after one.");
}
