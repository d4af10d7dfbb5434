/** Opens the files of the account that logs in, and sees to it that a disk that doesn't answer holds nobody up. */
import { canonical, type ServerCertificate } from "../../protocol/index.ts";
import { AccountFiles, type Contents, readAccount } from "./account.ts";
import { Disk, reasonOf } from "./disk.ts";
import { keepLastUsed } from "./last-used.ts";
import { patiently } from "./patience.ts";
import { keepPin } from "./pins.ts";
import { accountFolder, type Server } from "./place.ts";
import { keepToken, readToken } from "./token.ts";

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
    try {
      const contents = await patiently(this.#read(folder));
      const files = new AccountFiles(this.#disk, folder, contents.drafts);
      return { account: canonical(name), files, contents, trouble: undefined };
    } catch (error) {
      return unopened(name, reasonOf(error));
    }
  }

  /** Remembers this server and this account as those of the last time. */
  keepLastUsed(user: string): void {
    keepLastUsed(this.#disk, this.#root, { ...this.#server, user });
  }

  /** The token with which this account can go on, if one is kept. */
  token(name: string): string | undefined {
    return readToken(this.#root, this.#server, name);
  }

  /** Undefined: keeps none any more. */
  keepToken(name: string, token: string | undefined): void {
    keepToken(this.#disk, this.#root, this.#server, name, token);
  }

  /** Remembers the certificate that this server has shown, and that was accepted. */
  keepPin(certificate: ServerCertificate): void {
    keepPin(this.#disk, this.#root, this.#server, certificate);
  }

  /** Resolves when all that is to be saved has been tried; rejects when the disk doesn't answer. */
  flush(): Promise<void> {
    return this.#disk.flush();
  }

  /** For a process that is about to end: saves what it can before it returns. False: the disk doesn't answer. */
  flushNow(): boolean {
    return this.#disk.flushNow();
  }

  async #read(folder: string): Promise<Contents> {
    await this.#disk.flush();
    return readAccount(this.#root, folder);
  }
}
