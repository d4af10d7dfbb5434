/**
 * All that the server has of one account, as JSON lines in a new file: who one is, whom one blocks, and every message of
 * every conversation. The last line counts them, so that a file that was cut short can be told.
 */
import { type FileHandle, open, rm } from "node:fs/promises";
import { type ChatClient, ChatError, Disconnected, type Result } from "../protocol/index.ts";
import { jsonLine } from "./cli/json.ts";
import { reasonOf } from "./storage/disk.ts";
import { fileMode } from "./storage/private.ts";
import { sanitizeLine } from "./text/sanitize.ts";

type Asking = Pick<ChatClient, "request" | "name">;
type Row = { readonly kind: string; readonly [field: string]: unknown };

/** Resolves to how many messages there are. Rejects where the file is there already; what fails leaves no file. */
export async function exportAll(client: Asking, file: string): Promise<number> {
  const handle = await open(file, "wx", fileMode);
  try {
    const messages = await writeAll(client, handle);
    await handle.sync();
    return messages;
  } catch (error) {
    await rm(file, { force: true });
    throw error;
  } finally {
    await handle.close();
  }
}

/** Why there is no file, for a person. */
export function exportProblem(error: unknown): string {
  if (error instanceof ChatError || error instanceof Disconnected)
    return `Nothing was written: ${sanitizeLine(error.message)}`;
  if (error instanceof Error && "code" in error && error.code === "EEXIST")
    return "There is a file of that name already. Nothing was written; name another one.";
  return `The file can't be written: ${sanitizeLine(reasonOf(error))}.`;
}

async function writeAll(client: Asking, handle: FileHandle): Promise<number> {
  const write = (rows: readonly Row[]): Promise<unknown> => handle.write(rows.map(jsonLine).join(""));
  await write([{ kind: "profile", name: client.name, exported: Date.now() }]);
  for await (const page of pages(client, "blocked"))
    await write(page.accounts.map((account) => ({ kind: "block", ...account })));
  let messages = 0;
  for await (const page of pages(client, "conversations")) {
    for (const conversation of page.conversations) {
      await write([{ kind: "conversation", ...conversation }]);
      for await (const rows of history(client, conversation.conversation)) {
        await write(rows);
        messages += rows.length;
      }
    }
  }
  await write([{ kind: "end", messages }]);
  return messages;
}

async function* pages<List extends "blocked" | "conversations">(
  client: Asking,
  list: List,
): AsyncGenerator<Result<List>> {
  let page: string | undefined;
  do {
    const result: Result<List> = await client.request(list, page === undefined ? {} : { page });
    yield result;
    page = result.next;
  } while (page !== undefined);
}

async function* history(client: Asking, conversation: string): AsyncGenerator<Row[]> {
  for (let after: number | undefined = 0; after !== undefined; ) {
    const page: Result<"history"> = await client.request("history", { conversation, after });
    yield page.messages.map((message) => ({ kind: "message", conversation, ...message }));
    after = page.after;
  }
}
