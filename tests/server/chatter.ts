/** The protocol's client together with everything it has told, for tests that wait for some of it. */
import type { ExecutionContext } from "ava";
import {
  ChatClient,
  type ClientOptions,
  type ConnectionState,
  type DisconnectReason,
  type Event,
  type Message,
  type News,
  type Result,
  type SendState,
  type SessionState,
} from "../../protocol/index.ts";

type NewsOf<Kind extends News["kind"]> = Extract<News, { kind: Kind }>;

type Wishes = Pick<ClientOptions, "host" | "expected" | "onToken">;

export class Chatter {
  readonly client: ChatClient;
  readonly news: News[] = [];
  readonly #outcomes = new Map<string, SendState[]>();
  readonly #watchers = new Set<{ isHere: () => boolean; resolve: () => void }>();

  /** Not connected yet; closed when the test is over. */
  constructor(t: ExecutionContext, port: number, wishes: Partial<Wishes> = {}) {
    this.client = new ChatClient({
      host: "127.0.0.1",
      port,
      program: "test",
      onNews: (news) => this.#hear(news),
      ...wishes,
    });
    t.teardown(() => this.client.close());
  }

  /** Connected and greeted. */
  static async open(t: ExecutionContext, port: number): Promise<Chatter> {
    const chatter = new Chatter(t, port);
    await chatter.connect();
    return chatter;
  }

  async connect(): Promise<void> {
    const before = this.of("connection").length;
    this.client.connect();
    await this.until(() =>
      this.of("connection")
        .slice(before)
        .some(({ connection }) => connection.state === "connected"),
    );
  }

  of<Kind extends News["kind"]>(kind: Kind): NewsOf<Kind>[] {
    return this.news.filter((news): news is NewsOf<Kind> => news.kind === kind);
  }

  get connections(): ConnectionState[] {
    return this.of("connection").map(({ connection }) => connection);
  }

  get sessions(): SessionState[] {
    return this.of("session").map(({ session }) => session);
  }

  get events(): Event[] {
    return this.of("event").map(({ event }) => event);
  }

  /** What became of a message, as often as it was told. */
  outcomes(key: string): SendState[] {
    return this.#outcomes.get(key) ?? [];
  }

  messages(conversation: string): Message[] {
    return this.events.flatMap((event) => {
      if (event.event === "posted" && event.conversation === conversation) return event.messages;
      if (event.event === "missed" && event.conversation === conversation) return event.messages;
      return [];
    });
  }

  texts(conversation: string): string[] {
    return this.messages(conversation).map(({ text }) => text);
  }

  /** A whole conversation, page by page, as the server has it. */
  async history(conversation: string): Promise<Message[]> {
    const messages: Message[] = [];
    for (let before: number | undefined = Number.MAX_SAFE_INTEGER; before !== undefined; ) {
      const page: Result<"history"> = await this.client.request("history", { conversation, before });
      messages.unshift(...page.messages);
      before = page.before;
    }
    return messages;
  }

  /** Sends, and waits for what becomes of it. */
  async say(conversation: string, text: string): Promise<SendState | undefined> {
    const { key } = this.client.send(conversation, text);
    await this.until(() => this.outcomes(key).length > 0);
    return this.outcomes(key)[0];
  }

  /** Resolves as soon as what was told makes it true. */
  async until(isHere: () => boolean): Promise<void> {
    if (isHere()) return;
    await new Promise<void>((resolve) => this.#watchers.add({ isHere, resolve }));
  }

  #hear(news: News): void {
    this.news.push(news);
    if (news.kind === "send") this.#outcomes.set(news.key, [...this.outcomes(news.key), news.send]);
    for (const watcher of this.#watchers) {
      if (!watcher.isHere()) continue;
      this.#watchers.delete(watcher);
      watcher.resolve();
    }
  }
}

/** How the first connection to such a server ends, and whether the client tries again. */
export async function endOf(
  t: ExecutionContext,
  port: number,
): Promise<{ state: string; reason: DisconnectReason }> {
  const chatter = new Chatter(t, port);
  chatter.client.connect();
  await chatter.until(() =>
    chatter.connections.some(({ state }) => state === "waiting" || state === "stopped"),
  );
  const end = chatter.connections.find(({ state }) => state === "waiting" || state === "stopped");
  chatter.client.close();
  if (end?.state !== "waiting" && end?.state !== "stopped") throw new Error("no end");
  return { state: end.state, reason: end.reason };
}
