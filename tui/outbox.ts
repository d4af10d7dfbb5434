/**
 * One's own messages between the input and the server. Each is written to disk while it goes out, stays there until it
 * is answered, and goes out under the same key when the account logs in again, however this program ended.
 */
import type { ChatClient, SendState } from "../protocol/index.ts";
import type { Action } from "./state/effects.ts";
import type { KeptMessage } from "./state/state.ts";
import type { AccountFiles } from "./storage/account.ts";
import type { Opened } from "./storage/storage.ts";
import { sanitizeLine } from "./text/sanitize.ts";

/** What is left behind by someone who leaves. */
export interface Waiting {
  /** How many are on disk. */
  readonly kept: number;
  /** The texts of those that are gone with the program, in the order written. */
  readonly lost: readonly string[];
}

export class Outbox {
  readonly #client: ChatClient;
  readonly #dispatch: (action: Action) => void;
  #files: AccountFiles | undefined;
  #account: string | undefined;
  /** Without an answer, or refused. */
  readonly #messages = new Map<string, KeptMessage>();
  readonly #kept = new Set<string>();

  constructor(client: ChatClient, dispatch: (action: Action) => void) {
    this.#client = client;
    this.#dispatch = dispatch;
  }

  /** An account has logged in: takes up what it has left here, before anything new is sent. */
  start({ account, files, contents }: Opened): void {
    if (account !== this.#account) this.end();
    this.#account = account;
    this.#files = files;
    for (const message of contents.outbox) {
      this.#messages.set(message.key, message);
      this.#kept.add(message.key);
      if (message.refused === undefined) this.#client.resume(message);
    }
  }

  send(conversation: string, text: string): void {
    const message = this.#client.send(conversation, text);
    this.#dispatch({ type: "queued", message });
    this.#keep({ ...message, time: Date.now(), refused: undefined });
  }

  /** The server has said what becomes of a message. */
  answered(key: string, send: SendState): void {
    const message = this.#messages.get(key);
    if (send.state === "stored") this.#drop(key);
    else if (message && send.state === "refused")
      this.#keep({ ...message, refused: sanitizeLine(send.error.message) });
  }

  /** Takes a message back if that is possible, and says so once nothing can send it any more. */
  cancel(key: string): void {
    const message = this.#messages.get(key);
    const outcome = this.#client.cancel(key);
    if (message === undefined || outcome === "under way")
      this.#dispatch({ type: "uncancelled", why: "under way" });
    else if (this.#files) this.#remove(message, outcome === "perhaps sent", this.#files);
    else this.#cancelled(key, outcome === "perhaps sent");
  }

  /** Forgets all but what waits for its answer, in memory and on disk. */
  async forget(): Promise<void> {
    const keys = [...this.#messages.keys()].filter((key) => this.#client.cancel(key) !== "under way");
    for (const key of keys) this.#messages.delete(key);
    await this.#files?.forget();
    this.#dispatch({ type: "forgotten", keys });
  }

  /** The person has logged out: what is on disk stays there. */
  end(): void {
    this.#messages.clear();
    this.#kept.clear();
  }

  /** What is without an answer just now. */
  get waiting(): Waiting {
    const unanswered = [...this.#messages.values()].filter(({ refused }) => refused === undefined);
    const lost = unanswered.filter(({ key }) => !this.#kept.has(key)).map(({ text }) => text);
    return { kept: unanswered.length - lost.length, lost };
  }

  #keep(message: KeptMessage): void {
    const { key } = message;
    this.#messages.set(key, message);
    this.#files?.keep(message, (saved) => {
      if (!saved || this.#kept.has(key) || !this.#messages.has(key)) return;
      this.#kept.add(key);
      this.#dispatch({ type: "kept", key });
    });
  }

  #remove(message: KeptMessage, perhapsSent: boolean, files: AccountFiles): void {
    const { key, refused } = message;
    let isBack = false;
    files.drop(key, (removed) => {
      if (isBack) return;
      if (removed) return void this.#cancelled(key, perhapsSent);
      isBack = true;
      // It would be sent after the next login.
      files.keep(message);
      if (refused === undefined) this.#client.resume(message);
      this.#dispatch({ type: "uncancelled", why: "disk" });
    });
  }

  #cancelled(key: string, perhapsSent: boolean): void {
    this.#messages.delete(key);
    this.#kept.delete(key);
    this.#dispatch({ type: "cancelled", key, perhapsSent });
  }

  #drop(key: string): void {
    this.#messages.delete(key);
    this.#kept.delete(key);
    this.#files?.drop(key);
  }
}
