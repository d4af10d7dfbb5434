/**
 * A client that stays connected: reconnects with backoff, logs in again, sends again what has no answer, drops what
 * comes twice and confirms what has arrived. Knows nothing of any screen, so that bots can use it too.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { monotonicFactory } from "ulid";
import { ChatError, type ErrorCode } from "../errors.ts";
import type { Event } from "../events.ts";
import type { Fingerprint } from "../fingerprint.ts";
import { limits } from "../limits.ts";
import { canonical, isText } from "../names.ts";
import { type Message, type Params, type RequestName, type Result, requests } from "../requests.ts";
import { longestWaitMs } from "./backoff.ts";
import { Keeper, type KeeperOptions } from "./keeper.ts";
import type { ConnectionState, News, SendState, SessionEnd } from "./news.ts";
import { Received } from "./received.ts";
import { type Cancelled, type OutgoingMessage, Sends } from "./sends.ts";

export interface ClientOptions extends KeeperOptions {
  /** Told everything that happens. */
  readonly onNews: (news: News) => void;
  /**
   * Told what `resume` needs to go on with this account in a later run of the program, each time before the news that
   * it matters to; undefined when there is nothing left to go on with. It is a secret.
   */
  readonly onToken?: (name: string, token: string | undefined) => void;
}

/**
 * How long arrived messages may wait to be confirmed together: the sender of a whisper is told, nobody is of a broadcast,
 * and a room that got one doesn't confirm it in one breath.
 */
const confirmMs = (conversation: string): number =>
  conversation === "everyone" ? 1000 + Math.random() * 1000 : 100;
/** Keys made in one millisecond, too, are in the order made. */
const nextKey = monotonicFactory();

/** What a session is gone on with after a reconnect. */
interface Resumption {
  readonly name: string;
  readonly token: string;
}

/** How to log in, besides the name and the password. */
export interface LoginOptions {
  /** Whether a session elsewhere is ended. */
  readonly takeover?: boolean;
  /** Whether the token is kept for another run of the program. */
  readonly remember?: boolean;
}

export class ChatClient {
  readonly #onNews: (news: News) => void;
  readonly #onToken: (name: string, token: string | undefined) => void;
  readonly #keeper: Keeper;
  readonly #sends = new Sends((message) => void this.#transmit(message));
  #received = new Received();
  #confirm: NodeJS.Timeout | undefined;
  /** Set while the server wants no messages. */
  #hold: NodeJS.Timeout | undefined;
  /** When that timer ends. */
  #confirmAt = Number.POSITIVE_INFINITY;
  /** Of the session that lasts, to go on with it after a reconnect. Passwords are not kept. */
  #resumption: Resumption | undefined;
  /** Whose messages `sends` and `received` are about. */
  #owner: string | undefined;
  #loggedIn = false;
  /** Settles when the last request for a session that was made has its answer. */
  #entering: Promise<unknown> = Promise.resolve();
  /** How often it was logged out. */
  #logouts = 0;

  constructor({ onNews, onToken = () => {}, ...options }: ClientOptions) {
    this.#onNews = onNews;
    this.#onToken = onToken;
    this.#keeper = new Keeper(options, {
      onConnection: (connection) => this.#onConnection(connection),
      onEvent: (event) => this.#onEvent(event),
      onRoundTrip: (ms) => onNews({ kind: "roundTrip", ms }),
    });
  }

  /** Connects, and stays connected until `close`. Also cuts a wait for the next try short. */
  connect(): void {
    this.#keeper.connect();
  }

  /** Accepts the certificate of this fingerprint, and no other, from the next connection on. */
  trust(fingerprint: Fingerprint): void {
    this.#keeper.trust(fingerprint);
  }

  close(): void {
    clearTimeout(this.#confirm);
    clearTimeout(this.#hold);
    this.#resumption = undefined;
    this.#keeper.close();
  }

  /** Of the account that is logged in; "" while none is. */
  get name(): string {
    return this.#resumption?.name ?? "";
  }

  /** How many messages have no answer yet. */
  get unanswered(): number {
    return this.#sends.size;
  }

  /** Rejects with a ChatError when the server refuses, with Disconnected when there is no connection. */
  async signup(name: string, password: string, remember = false): Promise<void> {
    refuseTooLong(name, password);
    await this.#enter("signup", { name, password, remember });
  }

  /** Rejects like `signup`. */
  async login(name: string, password: string, options: LoginOptions = {}): Promise<void> {
    refuseTooLong(name, password);
    await this.#enter("login", { name, password, ...options });
  }

  /** Goes on with a token that `onToken` told to an earlier run of the program. Rejects like `signup`. */
  async loginByToken(token: string, takeover = false): Promise<void> {
    await this.#enter("resume", { token, takeover });
  }

  /** Changes the password of the account that is logged in. Rejects like `signup`. */
  async changePassword(old: string, next: string): Promise<void> {
    const { name } = this;
    refuseTooLong(name, next);
    await this.#keeper.request("password", { old, new: next }, ({ token }) => this.#keep({ name, token }));
  }

  /** Deletes the account that is logged in, which ends the session. Rejects like `signup`. */
  async deleteAccount(password: string): Promise<void> {
    await this.#keeper.request("deleteAccount", { password }, () => {
      this.#sends.clear();
      this.#owner = undefined;
      this.#end({ kind: "deleted" });
    });
  }

  /**
   * Ends the session here at once, and on the server if there is a connection; also one that is still being asked for.
   * Drops what has no answer.
   */
  async logout(): Promise<void> {
    this.#logouts++;
    this.#sends.clear();
    this.#owner = undefined;
    void this.#confirmNow();
    const goodbye = this.#loggedIn ? this.#keeper.request("logout", {}) : undefined;
    this.#end({ kind: "logged out" });
    await goodbye?.catch(() => {});
  }

  /** Closes in order, but stays logged in: the token that was told last is good for another run of the program. */
  async leave(): Promise<void> {
    await this.#confirmNow();
    this.close();
  }

  /** Asks for anything else in the tables, as often as the server wants it later. Rejects like `signup`. */
  async request<Name extends RequestName>(request: Name, params: Params<Name>): Promise<Result<Name>> {
    for (;;) {
      try {
        return await this.#keeper.request(request, params);
      } catch (error) {
        if (!(error instanceof ChatError) || !error.is("slow_down") || !mayComeLater(request)) throw error;
        await sleep(waitMs(error.detail.retryAfter), undefined, { ref: false });
      }
    }
  }

  /**
   * Sends a text to `everyone` or to one account, now or as soon as there is a session, however often the connection
   * is lost until then. What becomes of it comes as `send` news under the key that is returned.
   */
  send(conversation: string, text: string): OutgoingMessage {
    const message = { key: nextKey(), conversation, text };
    this.#add(message, false);
    return message;
  }

  /**
   * As `send`, for a message without an answer that an earlier client of the same account has left, under its key. Also
   * from within the news that the session has started: then it goes out before all that is sent later.
   */
  resume(message: OutgoingMessage): void {
    this.#add(message, true);
  }

  /** Takes a message back unless it waits for its answer; no news comes of it. */
  cancel(key: string): Cancelled {
    return this.#sends.cancel(key);
  }

  #add(message: OutgoingMessage, tried: boolean): void {
    if (isText(message.text)) this.#sends.add(message, tried);
    // Not sent, because one that is longer than any frame would end the connection, again and again.
    else queueMicrotask(() => this.#answered(message.key, refused(new ChatError("bad_text"))));
  }

  #onConnection(connection: ConnectionState): void {
    if (connection.state !== "connected" && this.#loggedIn) {
      this.#loggedIn = false;
      this.#sends.suspend();
      if (this.#resumption) {
        this.#onNews({ kind: "session", session: { state: "interrupted", name: this.#resumption.name } });
      }
    }
    this.#onNews({ kind: "connection", connection });
    if (connection.state === "connected") void this.#resumeSession();
  }

  async #resumeSession(): Promise<void> {
    const resumption = this.#resumption;
    if (resumption === undefined) return;
    try {
      await this.#enter("resume", { token: resumption.token });
    } catch (error) {
      // A lost connection brings us here again by itself.
      if (error instanceof ChatError && this.#resumption === resumption)
        this.#end({ kind: "refused", error });
    }
  }

  /**
   * Asks for a session when there is none, one request after the other. Behind a request for a session nothing else is
   * sent: were the session before it over without our knowing, what is on its way would be refused, and what is behind
   * stored, out of order; and of two answers it would be unknown which session of the server's lasts.
   */
  #enter<Name extends "signup" | "login" | "resume">(request: Name, params: Params<Name>): Promise<void> {
    const logouts = this.#logouts;
    const entered = this.#entering.then(async () => {
      if (this.#loggedIn) throw new ChatError("already_logged_in");
      if (logouts !== this.#logouts) throw new ChatError("not_logged_in");
      await this.#keeper.request(request, params, (session) => {
        if (logouts === this.#logouts) this.#start(session);
        // Logged out while the answer was on its way.
        else void this.#keeper.request("logout", {}).catch(() => {});
      });
      if (logouts !== this.#logouts) throw new ChatError("not_logged_in");
    });
    this.#entering = entered.catch(() => {});
    return entered;
  }

  #start({ name, since, token }: Result<"login">): void {
    if (this.#owner !== canonical(name)) {
      // What someone else wrote is not for this account to send; what nobody has sent yet is.
      if (this.#owner !== undefined) this.#sends.clear();
      this.#owner = canonical(name);
      this.#received = new Received();
    }
    this.#keep({ name, token });
    this.#loggedIn = true;
    this.#keeper.succeeded();
    this.#onNews({ kind: "session", session: { state: "in", name, since } });
    this.#sends.open();
    void this.#confirmNow();
  }

  #keep(resumption: Resumption): void {
    this.#resumption = resumption;
    this.#onToken(resumption.name, resumption.token);
  }

  #end(why: SessionEnd): void {
    const { name } = this.#resumption ?? {};
    this.#resumption = undefined;
    if (name !== undefined && !mayGoOn(why)) this.#onToken(name, undefined);
    this.#loggedIn = false;
    this.#sends.suspend();
    this.#onNews({ kind: "session", session: { state: "out", why } });
  }

  #onEvent(event: Event): void {
    // Still on its way when the session was left; at the next login it comes again.
    if (!this.#loggedIn) return;
    switch (event.event) {
      case "posted": {
        const messages = this.#arrived(event);
        if (messages.length > 0) this.#onNews({ kind: "event", event: { ...event, messages } });
        return;
      }
      case "missed": {
        if (event.removed !== undefined) this.#received.removed(event.conversation, event.removed);
        const messages = this.#arrived(event);
        if (messages.length > 0 || event.older || event.removed !== undefined)
          this.#onNews({ kind: "event", event: { ...event, messages } });
        return;
      }
      case "ended":
        this.#end({ kind: "taken over", address: event.address });
        return;
    }
    this.#onNews({ kind: "event", event });
  }

  /** Those that haven't come before. */
  #arrived({ conversation, messages }: { conversation: string; messages: Message[] }): Message[] {
    this.#confirmSoon(conversation);
    return messages.filter(({ number }) => this.#received.arrive(conversation, number));
  }

  async #transmit({ key, conversation, text }: OutgoingMessage): Promise<void> {
    try {
      const { number, time } =
        conversation === "everyone"
          ? await this.#keeper.request("broadcast", { text, key })
          : await this.#keeper.request("whisper", { to: conversation, text, key });
      // Answered by then to a repetition, or forgotten by a logout.
      if (!this.#sends.has(key)) return;
      this.#received.stored(conversation, number);
      this.#confirmSoon(conversation);
      this.#answered(key, { state: "stored", number, time });
    } catch (error) {
      // Without an answer, or without a session, it stays in `sends` and goes out again with the next session.
      if (!(error instanceof ChatError) || error.is("not_logged_in") || !this.#sends.has(key)) return;
      if (error.is("unavailable")) this.#delayed(key, error);
      else if (error.is("slow_down")) this.#held(key, error.detail.retryAfter);
      else this.#answered(key, refused(error));
    }
  }

  #answered(key: string, send: SendState): void {
    this.#sends.answered(key);
    this.#onNews({ kind: "send", key, send });
  }

  #delayed(key: string, error: ChatError): void {
    this.#sends.delayed(key);
    this.#onNews({ kind: "send", key, send: { state: "delayed", error } });
  }

  #held(key: string, seconds: number): void {
    this.#sends.hold(key);
    clearTimeout(this.#hold);
    this.#hold = setTimeout(() => this.#sends.release(), waitMs(seconds));
  }

  #confirmSoon(conversation: string): void {
    const ms = confirmMs(conversation);
    const at = performance.now() + ms;
    if (at >= this.#confirmAt) return;
    clearTimeout(this.#confirm);
    this.#confirmAt = at;
    this.#confirm = setTimeout(() => void this.#confirmNow(), ms);
  }

  async #confirmNow(): Promise<void> {
    clearTimeout(this.#confirm);
    this.#confirmAt = Number.POSITIVE_INFINITY;
    if (!this.#loggedIn) return;
    const confirmations = this.#received.takeUnconfirmed();
    await Promise.all(
      confirmations.map(([conversation, number]) =>
        this.request("received", { conversation, number }).catch(() =>
          this.#received.confirmAgain(conversation),
        ),
      ),
    );
  }
}

/** As long as it's told, but never so short that it would be a flood, or longer than a timer can be set for. */
function waitMs(seconds: number): number {
  return Math.min(longestWaitMs, Math.max(1, seconds) * 1000);
}

/** That someone types is old news later; and where a person asked for it, it's for them to ask again. */
function mayComeLater(request: RequestName): boolean {
  const errors: readonly ErrorCode[] = requests[request].errors;
  return request !== "typing" && !errors.includes("slow_down");
}

/** Whether the token is good for another try, by a person who wants it. */
function mayGoOn(why: SessionEnd): boolean {
  return why.kind === "taken over" || (why.kind === "refused" && !why.error.is("token_refused"));
}

function refused(error: ChatError): SendState {
  return { state: "refused", error };
}

/** What is longer than these would not fit into a frame before login, and end the connection. */
function refuseTooLong(name: string, password: string): void {
  if (name.length > limits.nameMax) throw new ChatError("bad_name");
  if (new TextEncoder().encode(password).length > limits.passwordMaxBytes)
    throw new ChatError("bad_password");
}
