/** The part of a check that reads every message. */
import { join } from "node:path";
import { canonical, type Message } from "../protocol/index.ts";
import type { Conversations, Ending } from "./checkMailboxes.ts";
import { everyoneKey, membersOf } from "./conversations.ts";
import { corruptDocument } from "./corrupt.ts";
import type { Findings } from "./findings.ts";
import type { Pages } from "./messages.ts";
import { conversationOn, lastBeside, lastOn, pageKey, pageOf, pagePath } from "./pageFiles.ts";

/** `paths`: of all files in the folder. */
export async function checkPages(
  findings: Findings,
  shelf: Pages,
  folder: string,
  conversations: Conversations,
  paths: readonly string[],
): Promise<void> {
  const expected = new Set<string>();
  for (const [conversation, ending] of conversations) {
    if (ending.last > 0) findings.counts.conversations++;
    for (const { first, last } of pagesOf(ending)) {
      const key = pageKey(conversation, last);
      expected.add(key);
      const page = await findings.attempt(() => shelf.get(key));
      findings.counts.messages += page?.length ?? 0;
      const what = page && wrongWith([...page], conversation, { first, last }, ending);
      if (what !== undefined) findings.problems.push(corruptDocument(pagePath(folder, key), what).message);
    }
  }
  for (const path of paths) {
    const key = pageOf(path);
    if (key !== undefined && !expected.has(key)) noteStray(findings, conversations, key, join(folder, path));
  }
}

/** The first and the last message of a page; none where `last` is below `first`. */
interface Span {
  readonly first: number;
  readonly last: number;
}

/** The page that new messages go to stays when all that was on it has been removed. */
function* pagesOf({ removed, last }: Ending): Generator<Span> {
  let first = removed + 1;
  for (; first <= last; first = lastBeside(first) + 1)
    yield { first, last: Math.min(last, lastBeside(first)) };
  if (removed === last && last < lastBeside(last)) yield { first, last };
}

function wrongWith(
  page: readonly Message[],
  conversation: string,
  { first, last }: Span,
  ending: Ending,
): string | undefined {
  const [begins, ends] = [page[0], page.at(-1)];
  if ((begins?.number ?? first) !== first)
    return `begins with message ${begins?.number}, where ${first} belongs`;
  if ((ends?.number ?? first - 1) !== last)
    return `ends with message ${ends?.number ?? 0}, where ${last} belongs`;
  if (ends?.number === ending.last && ends.time !== ending.lastTime)
    return "ends at another time than is known elsewhere";
  const stranger = page.find(({ from }) => !maySend(conversation, from));
  return stranger && `has a message by ${stranger.from}`;
}

/** A power cut may bring back the name of a page that has just been removed. */
function noteStray(findings: Findings, conversations: Conversations, key: string, path: string): void {
  if (lastOn(key) <= (conversations.get(conversationOn(key))?.removed ?? 0)) {
    findings.notes.push(`${path} holds messages that retention has removed. Remove it while no server runs.`);
  } else findings.problems.push(corruptDocument(path, "belongs to no conversation").message);
}

function maySend(conversation: string, from: string): boolean {
  return conversation === everyoneKey || membersOf(conversation).includes(canonical(from));
}
