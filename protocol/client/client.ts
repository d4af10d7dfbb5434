/**
 * A client that stays connected: reconnects with backoff, logs in again, sends again what has no answer, drops what
 * comes twice and confirms what has arrived. Knows nothing of any screen, so that bots can use it too.
 */
import { monotonicFactory } from "ulid";
import { ChatError } from "../errors.ts";
import type { Event } from "../events.ts";
import { limits } from "../limits.ts";
import { canonical, isText } from "../names.ts";
import type { Params, RequestName, Result } from "../requests.ts";
import { Keeper, type KeeperOptions, longestWaitMs } from "./keeper.ts";
import type { ConnectionState, News, SendState, SessionEnd } from "./news.ts";
import { Received } from "./received.ts";
import { type Cancelled, type OutgoingMessage, Sends } from "./sends.ts";

export interface ClientOptions extends KeeperOptions {
  /** Told everything that happens. */
  readonly onNews: (news: News) => void;
}

/**
 * How long arrived messages may wait to be confirmed together: the sender of a whisper is told, nobody is of a broadcast,
 * and a room that got one doesn't confirm it in one breath.
 */
const confirmMs = (conversation: string): number =>
  conversation === "everyone" ? 1000 + Math.random() * 1000 : 100;
/** Keys made in one millisecond, too, are in the order made. */
const nextKey = monotonicFactory();
/** How long to wait when the server has too many logins at once. */
const busyMs = 2000;

interface Credentials {
  readonly name: string;
  readonly password: string;
}

export class ChatClient {
  readonly #onNews: (news: News) => void;
  readonly #keeper: Keeper;
  readonly #sends = new Sends((message) => void this.#transmit(message));
  #received = new Received();
  #confirm: NodeJS.Timeout | undefined;
  /** When that timer ends. */
  #confirmAt = Number.POSITIVE_INFINITY;
  #relogin: NodeJS.Timeout | undefined;
  /** Kept in memory while a session lasts, to log in again after a reconnect. */
  #credentials: Credentials | undefined;
  /** Whose messages `sends` and `received` are about. */
  #owner: string | undefined;
  #loggedIn = false;

  constructor({ onNews, ...options }: ClientOptions) {
    this.#onNews = onNews;
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

  close(): void {
    clearTimeout(this.#confirm);
    clearTimeout(this.#relogin);
    this.#credentials = undefined;
    this.#keeper.close();
  }

  /** How many messages have no answer yet. */
  get unanswered(): number {
    return this.#sends.size;
  }

  /** Rejects with a ChatError when the server refuses, with Disconnected when there is no connection. */
  async signup(name: string, password: string): Promise<void> {
    refuseTooLong(name, password);
    await this.#keeper.request("signup", { name, password }, (session) => this.#start(session, password));
  }

  /** Rejects like `signup`. With `takeover` a session elsewhere is ended. */
  async login(name: string, password: string, takeover = false): Promise<void> {
    refuseTooLong(name, password);
    const params = { name, password, takeover };
    await this.#keeper.request("login", params, (session) => this.#start(session, password));
  }

  /** Ends the session here at once, and on the server if there is a connection. Drops what has no answer. */
  async logout(): Promise<void> {
    this.#sends.clear();
    this.#owner = undefined;
    void this.#confirmNow();
    const goodbye = this.#loggedIn ? this.#keeper.request("logout", {}) : undefined;
    this.#end({ kind: "logged out" });
    await goodbye?.catch(() => {});
  }

  /** Asks for anything else in the tables. Rejects like `signup`. */
  request<Name extends RequestName>(request: Name, params: Params<Name>): Promise<Result<Name>> {
    return this.#keeper.request(request, params);
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
      if (this.#credentials) {
        this.#onNews({ kind: "session", session: { state: "interrupted", name: this.#credentials.name } });
      }
    }
    clearTimeout(this.#relogin);
    this.#onNews({ kind: "connection", connection });
    if (connection.state === "connected") void this.#loginAgain();
  }

  async #loginAgain(): Promise<void> {
    const credentials = this.#credentials;
    if (credentials === undefined) return;
    try {
      await this.#keeper.request("login", credentials, (session) => {
        if (this.#credentials === credentials) this.#start(session, credentials.password);
        // Logged out while the answer was on its way.
        else void this.#keeper.request("logout", {}).catch(() => {});
      });
    } catch (error) {
      // A lost connection brings us here again by itself.
      if (error instanceof ChatError && this.#credentials === credentials) this.#loginRefused(error);
    }
  }

  #loginRefused(error: ChatError): void {
    if (error.is("locked")) this.#loginLater(error.detail.retryAfter * 1000);
    else if (error.is("busy")) this.#loginLater(busyMs);
    else this.#end({ kind: "refused", error });
  }

  #loginLater(ms: number): void {
    this.#relogin = setTimeout(() => void this.#loginAgain(), Math.min(ms, longestWaitMs));
  }

  #start(session: Result<"login">, password: string): void {
    const { name, since } = session;
    if (this.#owner !== canonical(name)) {
      // What someone else wrote is not for this account to send; what nobody has sent yet is.
      if (this.#owner !== undefined) this.#sends.clear();
      this.#owner = canonical(name);
      this.#received = new Received();
    }
    this.#credentials = { name, password };
    this.#loggedIn = true;
    this.#keeper.succeeded();
    this.#onNews({ kind: "session", session: { state: "in", name, since } });
    this.#sends.open();
    void this.#confirmNow();
  }

  #end(why: SessionEnd): void {
    this.#credentials = undefined;
    this.#loggedIn = false;
    this.#sends.suspend();
    this.#onNews({ kind: "session", session: { state: "out", why } });
  }

  #onEvent(event: Event): void {
    switch (event.event) {
      case "posted":
        if (!this.#received.arrive(event.conversation, event.message.number)) return;
        this.#confirmSoon(event.conversation);
        break;
      case "missed": {
        const messages = event.messages.filter(({ number }) =>
          this.#received.arrive(event.conversation, number),
        );
        this.#confirmSoon(event.conversation);
        if (messages.length > 0 || event.older)
          this.#onNews({ kind: "event", event: { ...event, messages } });
        return;
      }
      case "ended":
        this.#end({ kind: "taken over", address: event.address });
        return;
    }
    this.#onNews({ kind: "event", event });
  }

  async #transmit({ key, conversation, text }: OutgoingMessage): Promise<void> {
    try {
      const { number, time } =
        conversation === "everyone"
          ? await this.#keeper.request("broadcast", { text, key })
          : await this.#keeper.request("whisper", { to: conversation, text, key });
      this.#received.stored(conversation, number);
      this.#confirmSoon(conversation);
      this.#answered(key, { state: "stored", number, time });
    } catch (error) {
      // Without an answer, or without a session, it stays in `sends` and goes out again with the next session.
      if (!(error instanceof ChatError) || error.is("not_logged_in")) return;
      if (error.is("unavailable")) this.#delayed(key, error);
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
        this.#keeper
          .request("received", { conversation, number })
          .catch(() => this.#received.confirmAgain(conversation)),
      ),
    );
  }
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
