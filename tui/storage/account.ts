/**
 * The files of one account on one server: drafts, messages that wait, and what was typed before. Only this file knows
 * what they are called.
 */
import { rm } from "node:fs/promises";
import { basename, join } from "node:path";
import type { KeptMessage } from "../state/state.ts";
import type { Disk, Told } from "./disk.ts";
import { Damaged, listPrivate, readPrivate, replaceFile, setAside, tightenFolders } from "./private.ts";
import { draftsFrom, draftsText, historyFrom, historyText, messageFrom, messageText } from "./stored.ts";

/** What the files held when they were read. */
export interface Contents {
  /** By the conversation's id. */
  readonly drafts: ReadonlyMap<string, string>;
  /** By key, which is the order in which they were written. */
  readonly outbox: readonly KeptMessage[];
  /** Oldest first. */
  readonly history: readonly string[];
  /** Names of files that were damaged, and have been set aside. */
  readonly damaged: readonly string[];
}

/** How long the latest draft may be in memory only. */
const draftMs = 500;
const historyMax = 1000;
/** A ULID. */
const messageName = /^([0-7][0-9A-HJKMNP-TV-Z]{25})\.json$/;

export class AccountFiles {
  readonly #disk: Disk;
  readonly #folder: string;
  readonly #drafts: Map<string, string>;

  constructor(disk: Disk, folder: string, drafts: ReadonlyMap<string, string>) {
    this.#disk = disk;
    this.#folder = folder;
    this.#drafts = new Map(drafts);
  }

  keep(message: KeptMessage, told?: Told): void {
    this.#disk.change(
      this.#messageFile(message.key),
      { kind: "write", text: () => messageText(message) },
      told,
    );
  }

  drop(key: string, told?: Told): void {
    this.#disk.change(this.#messageFile(key), { kind: "remove" }, told);
  }

  keepDraft(conversation: string, text: string): void {
    if (text === "") this.#drafts.delete(conversation);
    else this.#drafts.set(conversation, text);
    this.#disk.change(
      join(this.#folder, draftsName),
      this.#drafts.size === 0 ? { kind: "remove" } : { kind: "write", text: () => draftsText(this.#drafts) },
      undefined,
      draftMs,
    );
  }

  remember(text: string): void {
    this.#disk.change(join(this.#folder, historyName), { kind: "append", text: historyText([text]) });
  }

  /** Removes all of it, for good. Rejects where the disk refuses. */
  async forget(): Promise<void> {
    this.#drafts.clear();
    this.#disk.drop(this.#folder);
    await this.#disk.flush();
    await rm(this.#folder, { recursive: true, force: true });
  }

  #messageFile(key: string): string {
    return join(this.#folder, outboxName, `${key}.json`);
  }
}

const draftsName = "drafts.json";
const historyName = "history.jsonl";
const outboxName = "outbox";

/** Rejects where the disk refuses; a file that is damaged is set aside and counts as empty. */
export async function readAccount(root: string, folder: string): Promise<Contents> {
  const outboxFolder = join(folder, outboxName);
  await tightenFolders(root, outboxFolder);
  await listPrivate(folder);
  const damaged: string[] = [];
  const read = async <Held>(path: string, parse: (text: string) => Held): Promise<Held | undefined> => {
    try {
      const text = await readPrivate(path);
      return text === undefined ? undefined : parse(text);
    } catch (error) {
      if (!(error instanceof Damaged)) throw error;
      await setAside(path);
      damaged.push(basename(path));
      return undefined;
    }
  };
  const drafts = (await read(join(folder, draftsName), draftsFrom)) ?? new Map();
  const outbox: KeptMessage[] = [];
  for (const name of [...(await listPrivate(outboxFolder))].sort()) {
    const key = messageName.exec(name)?.[1];
    if (key === undefined) continue;
    const message = await read(join(outboxFolder, name), (text) => messageFrom(key, text));
    if (message) outbox.push(message);
  }
  return { drafts, outbox, history: await readHistory(join(folder, historyName), read), damaged };
}

/** The latest lines. Where there are more, or the last was cut short, the file is written anew before lines are added. */
async function readHistory(
  path: string,
  read: <Held>(path: string, parse: (text: string) => Held) => Promise<Held | undefined>,
): Promise<readonly string[]> {
  const found = await read(path, (text) => ({ text, lines: historyFrom(text) }));
  if (found === undefined) return [];
  const lines = found.lines.slice(-historyMax);
  if (lines.length < found.lines.length || !/(^|\n)$/.test(found.text))
    await replaceFile(path, historyText(lines));
  return lines;
}
