/** The part of a check that reads every message. */
import { canonical, type Message } from "../protocol/index.ts";
import type { Conversations, Ending } from "./checkMailboxes.ts";
import { everyoneKey, membersOf } from "./conversations.ts";
import { corruptDocument } from "./corrupt.ts";
import type { Findings } from "./findings.ts";
import { messagesPerPage, type Pages, pageKey, pages } from "./messages.ts";

/** `onDisk`: keys of the pages that there are. */
export async function checkPages(
  findings: Findings,
  shelf: Pages,
  folder: string,
  conversations: Conversations,
  onDisk: readonly string[],
): Promise<void> {
  const { path } = pages(folder);
  const expected = new Set<string>();
  for (const [conversation, ending] of conversations) {
    if (ending.last > 0) findings.counts.conversations++;
    for (let end = 0; end < ending.last; ) {
      end = Math.min(ending.last, end + messagesPerPage);
      const key = pageKey(conversation, end);
      expected.add(key);
      const page = await findings.attempt(() => shelf.get(key));
      findings.counts.messages += page?.length ?? 0;
      const what = page && wrongWith(page, conversation, end, ending);
      if (what !== undefined) findings.problems.push(corruptDocument(path(key), what).message);
    }
  }
  for (const key of onDisk) {
    if (!expected.has(key))
      findings.problems.push(corruptDocument(path(key), "belongs to no conversation").message);
  }
}

/** `end`: number of the message that should be the last on the page. */
function wrongWith(
  page: readonly Message[],
  conversation: string,
  end: number,
  { last, lastTime }: Ending,
): string | undefined {
  const found = page.at(-1);
  if (found?.number !== end) return `ends with message ${found?.number ?? 0}, where ${end} belongs`;
  if (end === last && found.time !== lastTime) return "ends at another time than is known elsewhere";
  const stranger = page.find(({ from }) => !maySend(conversation, from));
  return stranger && `has a message by ${stranger.from}`;
}

function maySend(conversation: string, from: string): boolean {
  return conversation === everyoneKey || membersOf(conversation).includes(canonical(from));
}
