/** `chat-tui who`: who is online, or who logged in within the last hour. */
import process from "node:process";
import type { ChatClient, Result } from "../../protocol/index.ts";
import type { Place, WhoOptions } from "../options.ts";
import { rowOf } from "../state/panels.ts";
import { personWords } from "../words.ts";
import { jsonLine } from "./json.ts";
import { inSession } from "./session.ts";

type Account = Result<"online" | "recent">["accounts"][number];

export async function who(place: Place, { json, recent }: WhoOptions): Promise<void> {
  const list = recent ? "recent" : "online";
  await inSession(place, async (client) => {
    for await (const account of accounts(client, list)) {
      const row = rowOf(account);
      const line = `${row.name}, ${personWords(row, list, Date.now())}\n`;
      process.stdout.write(json ? jsonLine(account) : line);
    }
  });
}

async function* accounts(client: ChatClient, list: "online" | "recent"): AsyncGenerator<Account> {
  let page: string | undefined;
  do {
    const result: Result<"online" | "recent"> = await client.request(
      list,
      page === undefined ? {} : { page },
    );
    yield* result.accounts;
    page = result.next;
  } while (page !== undefined);
}
