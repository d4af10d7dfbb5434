/** Opens the files of the account that logs in, and sees to it that a disk that doesn't answer holds nobody up. */
import { setTimeout as delay } from "node:timers/promises";
import { canonical } from "../../protocol/index.ts";
import { AccountFiles, type Contents, readAccount } from "./account.ts";
import { Disk, reasonOf } from "./disk.ts";
import { keepLastUsed } from "./last-used.ts";
import { accountFolder, type Server } from "./place.ts";

export interface Opened {
  /** Canonical. */
  readonly account: string;
  /** Undefined where they can't be read: then nothing may be written over them either. */
  readonly files: AccountFiles | undefined;
  readonly contents: Contents;
  /** Why they can't be read. */
  readonly trouble: string | undefined;
}

const nothing: Contents = { drafts: new Map(), outbox: [], history: [], damaged: [] };

/** An account of which nothing is kept. */
export function unopened(name: string, trouble?: string): Opened {
  return { account: canonical(name), files: undefined, contents: nothing, trouble };
}

/** How long a login waits for what is kept here. */
const patienceMs = 2000;

export class Storage {
  readonly #root: string;
  readonly #server: Server;
  readonly #disk: Disk;

  /** `onTrouble`: why nothing can be saved, or undefined when it can again. */
  constructor(root: string, server: Server, onTrouble: (reason: string | undefined) => void) {
    this.#root = root;
    this.#server = server;
    this.#disk = new Disk(root, onTrouble);
  }

  async open(name: string): Promise<Opened> {
    const folder = accountFolder(this.#root, this.#server, name);
    const late = new AbortController();
    try {
      const contents = await Promise.race([
        this.#read(folder),
        delay(patienceMs, undefined, { signal: late.signal, ref: false }),
      ]);
      if (contents === undefined) throw new Error("the disk doesn't answer");
      const files = new AccountFiles(this.#disk, folder, contents.drafts);
      return { account: canonical(name), files, contents, trouble: undefined };
    } catch (error) {
      return unopened(name, reasonOf(error));
    } finally {
      late.abort();
    }
  }

  /** Remembers this server and this account as those of the last time. */
  keepLastUsed(user: string): void {
    keepLastUsed(this.#disk, this.#root, { ...this.#server, user });
  }

  /** Resolves when all that is to be saved has been tried. */
  flush(): Promise<void> {
    return this.#disk.flush();
  }

  /** For a process that is about to end or to stop: saves what it can before it returns. */
  flushNow(): void {
    this.#disk.flushNow();
  }

  async #read(folder: string): Promise<Contents> {
    await this.#disk.flush();
    return readAccount(this.#root, folder);
  }
}
