/** A store with a long history, made by writing its pages: through the front door ten million messages would take an hour. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { documentVersion } from "../../data/migrations.ts";
import { messagesPerPage, pageKey, pagePath } from "../../data/pageFiles.ts";

/** A record of the journal that is older than any page: the pages say that they have it. */
const sequence = 1;

/** Gives `everyone` so many messages, rounded to whole pages, of a store that is closed and has none. Returns how many. */
export function writeHistory(folder: string, count: number, text: string): number {
  const conversation = join(folder, "conversations", "everyone");
  mkdirSync(conversation, { recursive: true, mode: 0o700 });
  const pages = Math.ceil(count / messagesPerPage);
  for (let page = 1; page <= pages; page++) {
    const messages = Array.from({ length: messagesPerPage }, (_, index) => {
      const number = (page - 1) * messagesPerPage + index + 1;
      const key = `${number}`.padStart(26, "0");
      return { number, from: "account0", text, time: number, key };
    });
    const path = pagePath(folder, pageKey("everyone", page * messagesPerPage));
    write(path, { conversation: "everyone", messages });
  }
  const last = pages * messagesPerPage;
  write(join(conversation, "latest.json"), { last, lastTime: last, removed: 0 });
  return last;
}

function write(path: string, fields: object): void {
  writeFileSync(path, JSON.stringify({ ...fields, version: documentVersion, sequence }), { mode: 0o600 });
}
