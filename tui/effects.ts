/** Does what `update` asks for, with the protocol's client and the disk, and reports what came of it as actions. */
import { setTimeout as delay } from "node:timers/promises";
import {
  ChatClient,
  ChatError,
  type ConnectionState,
  canonical,
  Disconnected,
  type Expected,
  explain,
  type Fingerprint,
  type News,
} from "../protocol/index.ts";
import { Outbox, type Waiting } from "./outbox.ts";
import type { Action, Answer, Ask, Effect } from "./state/effects.ts";
import { problemOf } from "./state/login.ts";
import type { AccountFiles } from "./storage/account.ts";
import { reasonOf } from "./storage/disk.ts";
import { type Opened, Storage, unopened } from "./storage/storage.ts";
import { EMPTY_EDITOR } from "./text/editor.ts";
import { sanitizeLine } from "./text/sanitize.ts";
import { type EmojiNames, insertTyped } from "./text/shortcodes.ts";
import { problemWords } from "./words.ts";

/** How long a place read up to may wait for a later one of the same conversation. */
const readMs = 500;
/** How long a server that has stopped answering can hold up someone who wants to leave. */
const goodbyeMs = 1000;
/** A disk is mostly faster than anybody could read that it's waited for. */
const slowDiskMs = 300;

/** Effects that are the program's own. */
export type ProgramEffect = Extract<
  Effect,
  { do: "compose" | "redraw" | "suspend" | "set" | "notify" | "quit" | "copy" | "openLink" }
>;

export interface EffectsOptions {
  readonly host: string;
  readonly port: number;
  /** Program and version, for the server's log. */
  readonly program: string;
  /** The certificate that the server has to show. */
  readonly expected: Expected | undefined;
  /** The folder for what is kept on disk; undefined: nothing is kept. */
  readonly data: string | undefined;
}

function formProblem(error: unknown): string {
  if (error instanceof Disconnected)
    return `${sanitizeLine(explain(error.reason))} Perhaps it was done all the same.`;
  if (!(error instanceof ChatError)) throw error;
  const now = Date.now();
  const problem = problemOf(error, "this account", now);
  const words = problemWords(problem, now);
  return problem.kind === "wrong" ? words.replace("Name or password", "The password") : words;
}

/** None where the program's files have changed while it ran. */
async function loadEmoji(): Promise<EmojiNames> {
  const { nameToEmoji } = await import("gemoji").catch(() => ({ nameToEmoji: {} }));
  return new Map(Object.entries(nameToEmoji));
}

export class Effects {
  readonly #client: ChatClient;
  readonly #dispatch: (action: Action) => void;
  readonly #storage: Storage | undefined;
  readonly #outbox: Outbox;
  /** Why nothing can be saved, as told last. */
  #trouble: string | undefined;
  /** The files of the account that is about to log in. */
  #opened: Opened | undefined;
  /** The files of the account that is logged in. */
  #files: AccountFiles | undefined;
  /** Of the certificate that was kept last. */
  #pin: Fingerprint | undefined;
  readonly #read = new Map<string, number>();
  #readTimer: NodeJS.Timeout | undefined;
  /** Whether this machine keeps the login. */
  #remember = false;
  #emoji: Promise<EmojiNames> | undefined;
  /** The last message that waits for something else than the server, if there is one. */
  #sending: Promise<void> | undefined;

  constructor(options: EffectsOptions, dispatch: (action: Action) => void) {
    const { data, expected } = options;
    this.#pin = expected?.pinned ? expected.fingerprint : undefined;
    this.#dispatch = dispatch;
    this.#client = new ChatClient({
      ...options,
      onNews: (news) => this.#hear(news),
      onToken: (name, token) => this.#keepToken(name, token),
    });
    const onTrouble = (trouble: string | undefined): void => this.#tellTrouble(trouble);
    this.#storage = data === undefined ? undefined : new Storage(data, options, onTrouble);
    this.#outbox = new Outbox(this.#client, dispatch);
  }

  run(effect: Exclude<Effect, ProgramEffect>): void {
    switch (effect.do) {
      case "connect":
        this.#client.connect();
        break;
      case "trust":
        this.#client.trust(effect.fingerprint);
        this.#client.connect();
        break;
      case "signup":
        this.#remember = effect.remember;
        void this.#login(effect.name, () =>
          this.#client.signup(effect.name, effect.password, effect.remember),
        );
        break;
      case "login":
        this.#remember = effect.remember;
        void this.#login(effect.name, () => this.#client.login(effect.name, effect.password, effect));
        break;
      case "resume":
        this.#remember = true;
        void this.#login(effect.name, () => this.#resume(effect.name, effect.takeover));
        break;
      case "changePassword":
        void this.#answerForm(() => this.#client.changePassword(effect.old, effect.next));
        break;
      case "deleteAccount":
        void this.#answerForm(() => this.#deleteAccount(effect.password));
        break;
      case "export":
        void this.#export(effect.file);
        break;
      case "logout":
        void this.#logout();
        break;
      case "send":
        this.#send(effect);
        break;
      case "cancel":
        this.#outbox.cancel(effect.key);
        break;
      case "keepDraft":
        this.#files?.keepDraft(effect.conversation, effect.text);
        break;
      case "remember":
        this.#files?.remember(effect.text);
        break;
      case "forget":
        void this.#forget();
        break;
      case "ask":
        void this.#ask(effect.ask);
        break;
      case "loadEmoji":
        void this.#tellEmoji();
        break;
      case "typing":
        this.#tellTyping(effect.conversation, effect.typing);
        break;
      case "markRead":
        this.#markRead(effect.conversation, effect.number);
        break;
    }
  }

  /** Says goodbye to the server, as far as it can be reached quickly, and says what has to wait. */
  async close(): Promise<Waiting> {
    await this.#sending;
    const goodbye = this.#remember ? this.#leave() : this.#sayGoodbye();
    await Promise.race([goodbye, delay(goodbyeMs)]);
    await this.save();
    this.#client.close();
    return this.#outbox.waiting;
  }

  /** Resolves when what is on disk is as new as what is on screen, or when the disk doesn't answer. */
  async save(): Promise<void> {
    // Who is here has been told by `onTrouble`.
    await this.#storage?.flush().catch(() => {});
  }

  /** For a process that is about to end: saves what it can before it returns. False: the disk doesn't answer. */
  saveNow(): boolean {
    return this.#storage?.flushNow() ?? true;
  }

  #hear(news: News): void {
    this.#dispatch({ type: "news", news });
    if (news.kind === "connection") this.#keepPin(news.connection);
    else if (news.kind === "send") this.#outbox.answered(news.key, news.send);
    else if (news.kind === "session" && news.session.state === "in") this.#started(news.session.name);
  }

  #keepPin(connection: ConnectionState): void {
    const certificate = connection.state === "connected" ? connection.certificate : undefined;
    if (certificate === undefined || certificate.fingerprint === this.#pin) return;
    this.#pin = certificate.fingerprint;
    this.#storage?.keepPin(certificate);
  }

  /** Takes up what was kept of an account, when it has logged in on its own and not after a lost connection. */
  #started(name: string): void {
    if (this.#opened === undefined) return;
    // A server may say another name than the one that was typed.
    const opened = this.#opened.account === canonical(name) ? this.#opened : unopened(name);
    this.#opened = undefined;
    this.#storage?.keepLastUsed(name);
    const { files, contents, trouble } = opened;
    this.#files = files;
    this.#outbox.start(opened);
    this.#dispatch({ type: "recalled", ...contents });
    if (files) this.#dispatch({ type: "remembered", lines: contents.history });
    if (trouble !== undefined) this.#tellTrouble(trouble);
  }

  async #resume(name: string, takeover: boolean): Promise<void> {
    const token = this.#storage?.token(name);
    if (token === undefined) throw new ChatError("token_refused");
    try {
      await this.#client.loginByToken(token, takeover);
    } catch (error) {
      if (error instanceof ChatError && error.is("token_refused")) this.#storage?.keepToken(name, undefined);
      throw error;
    }
  }

  #keepToken(name: string, token: string | undefined): void {
    this.#storage?.keepToken(name, this.#remember ? token : undefined);
  }

  async #answerForm(ask: () => Promise<void>): Promise<void> {
    const problem = await ask().then(() => undefined, formProblem);
    this.#dispatch({ type: "formAnswered", problem });
  }

  async #deleteAccount(password: string): Promise<void> {
    await this.#client.deleteAccount(password);
    // The account is gone, and what was kept here is of no use to anyone.
    await this.#outbox.forget().catch(() => {});
  }

  async #export(file: string): Promise<void> {
    const { exportAll, exportProblem } = await import("./export.ts");
    try {
      const messages = await exportAll(this.#client, file);
      this.#dispatch({ type: "exported", outcome: { file, messages } });
    } catch (error) {
      this.#dispatch({ type: "exported", outcome: { problem: exportProblem(error) } });
    }
  }

  async #login(name: string, start: () => Promise<void>): Promise<void> {
    // Before the session starts, so that what waits goes out before what is written next.
    this.#opened = (await this.#open(name)) ?? unopened(name);
    try {
      await start();
    } catch (error) {
      if (error instanceof ChatError) this.#dispatch({ type: "loginRefused", error });
      else if (error instanceof Disconnected)
        this.#dispatch({ type: "loginFailed", text: sanitizeLine(explain(error.reason)) });
      else throw error;
    }
  }

  async #open(name: string): Promise<Opened | undefined> {
    const slow = setTimeout(() => this.#dispatch({ type: "loginWaits", for: "disk" }), slowDiskMs);
    const opened = await this.#storage?.open(name);
    clearTimeout(slow);
    this.#dispatch({ type: "loginWaits", for: "server" });
    return opened;
  }

  /** The same trouble may be met by reading and by writing. */
  #tellTrouble(trouble: string | undefined): void {
    if (trouble === this.#trouble) return;
    this.#trouble = trouble;
    this.#dispatch({ type: "disk", trouble });
  }

  async #forget(): Promise<void> {
    this.#remember = false;
    try {
      await this.#outbox.forget();
      this.#dispatch({ type: "remembered", lines: [] });
    } catch (error) {
      this.#dispatch({ type: "disk", trouble: reasonOf(error) });
    }
  }

  /** Without a logout, which would end the login that is kept. */
  async #leave(): Promise<void> {
    await Promise.all([this.#sendRead(), this.#client.leave()]);
  }

  async #logout(): Promise<void> {
    const goodbye = this.#sayGoodbye();
    this.#outbox.end();
    await goodbye;
  }

  async #sayGoodbye(): Promise<void> {
    // The server reads requests in order: this needs no answer before the next one.
    void this.#sendRead();
    await this.#client.logout();
  }

  /** In the order written, also behind one that waits for the names of emoji. */
  #send({ conversation, text, shortcodes }: Extract<Effect, { do: "send" }>): void {
    if (shortcodes === undefined && this.#sending === undefined) {
      this.#outbox.send(conversation, text);
      return;
    }
    const sending = Promise.all([this.#loadEmoji(), this.#sending]).then(([emoji]) => {
      this.#outbox.send(conversation, shortcodes ? insertTyped(EMPTY_EDITOR, text, emoji).text : text);
      if (this.#sending === sending) this.#sending = undefined;
    });
    this.#sending = sending;
  }

  async #tellEmoji(): Promise<void> {
    this.#dispatch({ type: "emoji", emoji: await this.#loadEmoji() });
  }

  #loadEmoji(): Promise<EmojiNames> {
    this.#emoji ??= loadEmoji();
    return this.#emoji;
  }

  async #ask(ask: Ask): Promise<void> {
    try {
      const result = await this.#client.request(ask.request, ask.params);
      // The result belongs to the request, which the compiler can't see through a union.
      this.#dispatch({ type: "answered", answer: { ...ask, result } as Answer });
    } catch (error) {
      if (!(error instanceof ChatError || error instanceof Disconnected)) throw error;
      this.#dispatch({ type: "refused", ask, text: sanitizeLine(error.message) });
    }
  }

  /** Nobody misses it where it can't be told. */
  #tellTyping(conversation: string, typing: boolean): void {
    this.#client.request("typing", { conversation, typing }).catch(() => {});
  }

  #markRead(conversation: string, number: number): void {
    this.#read.set(conversation, number);
    this.#readTimer ??= setTimeout(() => void this.#sendRead(), readMs);
  }

  async #sendRead(): Promise<void> {
    clearTimeout(this.#readTimer);
    this.#readTimer = undefined;
    const read = [...this.#read];
    this.#read.clear();
    // One that is lost counts as unread again: better twice than never.
    await Promise.allSettled(
      read.map(([conversation, number]) => this.#client.request("read", { conversation, number })),
    );
  }
}
