/** One client of one account, and whoever uses it: does what the plan says, comes back after each loss, and notes what happens. */
import { ChatClient, ChatError, canonical, Disconnected, type News } from "../../protocol/index.ts";
import type { Fact, Happening } from "./facts.ts";

const password = "correct horse";

/** What a person may be told at any time without anything being wrong. */
const usual: ReadonlySet<string> = new Set([
  "already_online",
  "already_logged_in",
  "not_logged_in",
  "busy",
  "unavailable",
  "token_refused",
  "yourself",
]);

/** How soon a lost connection is tried again: far sooner than people's clients do, since histories are short. */
const retryMs = 5;

let commands = 0;

export class Device {
  readonly name: string;
  readonly account: string;
  readonly client: ChatClient;
  readonly #note: (fact: Fact) => void;
  #connected = false;
  #session: number | undefined;
  #life = 0;
  #retry: NodeJS.Timeout | undefined;
  #closed = false;
  readonly #asked = new Set<Promise<unknown>>();
  /** The latest that was told of connection and session, for whoever wonders why it goes no further. */
  readonly #latest = new Map<News["kind"], News>();

  constructor(name: string, account: string, port: number, note: (fact: Fact) => void) {
    this.name = name;
    this.account = account;
    this.#note = note;
    this.client = new ChatClient({
      host: "127.0.0.1",
      port,
      program: name,
      onNews: (news) => this.#hear(news),
    });
    this.client.connect();
  }

  get connected(): boolean {
    return this.#connected;
  }

  get loggedIn(): boolean {
    return this.#session !== undefined;
  }

  get unanswered(): number {
    return this.client.unanswered;
  }

  describe(): string {
    const { name, unanswered } = this;
    return JSON.stringify({ name, unanswered, latest: [...this.#latest.values()] });
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#retry);
    this.client.close();
  }

  async signup(): Promise<void> {
    await this.client.signup(this.account, password);
  }

  async login(takeover: boolean): Promise<void> {
    await this.#try(() => this.client.login(this.account, password, { takeover }));
  }

  async logout(): Promise<void> {
    this.#life++;
    await this.#try(() => this.client.logout());
  }

  say(conversation: string, text: string): void {
    if (conversation === this.account) return;
    const { key } = this.client.send(conversation, text);
    this.#happened({ kind: "sent", key, conversation, text });
  }

  /** Does nothing while there is no session, so that no command goes out later than it was given. */
  async command(kind: "block" | "unblock", name: string): Promise<void> {
    if (!this.loggedIn || name === this.account) return;
    const command = ++commands;
    this.#happened({ kind, name, command });
    const done = await this.#try(() => this.client.request(kind, { name }));
    if (done) this.#happened({ kind: "done", command });
  }

  /** Resolves when nothing that was asked for waits for its answer. */
  async idle(): Promise<void> {
    await Promise.allSettled(this.#asked);
  }

  /** Whether it was done; what may go wrong in a history is no more than that. */
  async #try(ask: () => Promise<unknown>): Promise<boolean> {
    const asked = ask();
    this.#asked.add(asked);
    try {
      await asked;
      return true;
    } catch (error) {
      const isUsual = error instanceof Disconnected || (error instanceof ChatError && usual.has(error.code));
      if (!isUsual) this.#happened({ kind: "defect", what: String(error) });
      return false;
    } finally {
      this.#asked.delete(asked);
    }
  }

  #hear(news: News): void {
    if (news.kind === "connection" || news.kind === "session") this.#latest.set(news.kind, news);
    switch (news.kind) {
      case "connection":
        this.#connected = news.connection.state === "connected";
        if (news.connection.state === "waiting") this.#retryLater();
        if (news.connection.state === "stopped" && !this.#closed)
          this.#happened({ kind: "defect", what: `gave up: ${JSON.stringify(news.connection.reason)}` });
        break;
      case "session":
        this.#session = news.session.state === "in" ? news.session.since : undefined;
        if (news.session.state === "in") this.#happened({ kind: "session" });
        break;
      case "send":
        if (news.send.state === "stored")
          this.#happened({ key: news.key, kind: "stored", ...stored(news.send) });
        else if (news.send.state === "refused")
          this.#happened({ key: news.key, kind: "refused", code: news.send.error.code });
        break;
      case "event":
        this.#heard(news.event);
        break;
    }
  }

  #heard(event: Extract<News, { kind: "event" }>["event"]): void {
    const messages = event.event === "posted" || event.event === "missed" ? event.messages : [];
    if (!("conversation" in event)) return;
    const conversation = canonical(event.conversation);
    for (const message of messages) this.#happened({ kind: "got", conversation, message });
  }

  #retryLater(): void {
    this.#retry = setTimeout(() => this.client.connect(), retryMs);
  }

  #happened(happening: Happening): void {
    const { name: device, account } = this;
    this.#note({ device, account, life: this.#life, session: this.#session, ...happening } as Fact);
  }
}

function stored({ number, time }: { number: number; time: number }): { number: number; time: number } {
  return { number, time };
}
