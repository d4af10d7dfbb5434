/** A client for tests that does what it is told and nothing more, so that it can also do what no client should. */
import { connect, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import type { ExecutionContext } from "ava";
import { ulid } from "ulid";
import {
  type ChatError,
  checkIncoming,
  checkResult,
  type Event,
  type EventFields,
  type EventName,
  encodeFrame,
  FrameDecoder,
  frameLimits,
  type Message,
  type Params,
  type RequestName,
  type Result,
  requestOf,
} from "../../protocol/index.ts";

export interface RawOptions {
  readonly host?: string;
  readonly localAddress?: string;
  /** Whatever certificate there is. */
  readonly tls?: boolean;
  /** Whether `probed` gets no answer. */
  readonly deaf?: boolean;
}

interface Waiting {
  readonly request: RequestName;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

interface Watcher {
  readonly isHere: () => boolean;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

export class RawClient {
  readonly socket: Socket;
  /** All events that came, in order. */
  readonly events: Event[] = [];
  /** All that came, in order: names of events and ids of answers. */
  readonly order: (EventName | number)[] = [];
  /** Resolves when the connection is gone, whoever ended it. */
  readonly closed: Promise<void>;
  readonly #decoder = new FrameDecoder(frameLimits.fromServer);
  readonly #waiting = new Map<number, Waiting>();
  readonly #watchers = new Set<Watcher>();
  readonly #taken = new Map<EventName, number>();
  readonly #deaf: boolean;
  #lastId = 0;

  /** Resolves when connected; nothing has been said yet. */
  static async open(t: ExecutionContext, port: number, options: RawOptions = {}): Promise<RawClient> {
    const { host = "127.0.0.1", localAddress } = options;
    const address = { host, port, noDelay: true, ...(localAddress && { localAddress }) };
    const socket = options.tls ? connectTls({ ...address, rejectUnauthorized: false }) : connect(address);
    t.teardown(() => socket.destroy());
    const client = new RawClient(socket, options.deaf === true);
    await new Promise<void>((resolve, reject) =>
      socket.once(options.tls ? "secureConnect" : "connect", resolve).once("error", reject),
    );
    return client;
  }

  private constructor(socket: Socket, deaf: boolean) {
    this.socket = socket;
    this.#deaf = deaf;
    this.closed = new Promise((resolve) => socket.once("close", () => resolve()));
    socket.on("data", (chunk: Buffer) => this.#receive(chunk));
    socket.on("error", () => {});
    socket.on("close", () => this.#gone());
  }

  /** Whatever bytes. */
  write(bytes: Uint8Array | string): void {
    this.socket.write(bytes);
  }

  /** A request's frame, not sent yet, and its answer: for writing several at once. */
  prepare<Name extends RequestName>(
    request: Name,
    params: Params<Name>,
  ): { frame: Buffer; answer: Promise<Result<Name>> } {
    const id = ++this.#lastId;
    const answer = new Promise<Result<Name>>((resolve, reject) => {
      this.#waiting.set(id, { request, resolve: resolve as (result: unknown) => void, reject });
    });
    // Tests look at an answer when they want to; until then a refusal is nobody's fault.
    answer.catch(() => {});
    return { frame: encodeFrame(requestOf(id, request, params)), answer };
  }

  /** Rejects with the ChatError that the server answers. */
  request<Name extends RequestName>(request: Name, params: Params<Name>): Promise<Result<Name>> {
    const { frame, answer } = this.prepare(request, params);
    this.write(frame);
    return answer;
  }

  /** The ChatError with which the server refuses. */
  async refusal<Name extends RequestName>(request: Name, params: Params<Name>): Promise<ChatError> {
    const answer = await this.request(request, params).catch((error: ChatError) => error);
    if (answer instanceof Error) return answer;
    throw new Error(`${request} was not refused`);
  }

  broadcast(text: string, key = ulid()): Promise<Result<"broadcast">> {
    return this.request("broadcast", { text, key });
  }

  whisper(to: string, text: string, key = ulid()): Promise<Result<"whisper">> {
    return this.request("whisper", { to, text, key });
  }

  /** A whole conversation, page by page. */
  async history(conversation: string): Promise<Message[]> {
    const messages: Message[] = [];
    for (let before: number | undefined = Number.MAX_SAFE_INTEGER; before !== undefined; ) {
      const page: Result<"history"> = await this.request("history", { conversation, before });
      messages.unshift(...page.messages);
      before = page.before;
    }
    return messages;
  }

  /** The next event of that name which hasn't been asked for yet, as soon as it's here. */
  async event<Name extends EventName>(name: Name): Promise<EventFields<Name>> {
    const index = this.#taken.get(name) ?? 0;
    this.#taken.set(name, index + 1);
    await this.until(() => this.eventsOf(name).length > index);
    return this.eventsOf(name)[index] as EventFields<Name>;
  }

  eventsOf<Name extends EventName>(name: Name): EventFields<Name>[] {
    return this.events.filter(({ event }) => event === name) as unknown as EventFields<Name>[];
  }

  /** Resolves as soon as what has come makes it true. */
  async until(isHere: () => boolean): Promise<void> {
    if (isHere()) return;
    await new Promise<void>((resolve, reject) => this.#watchers.add({ isHere, resolve, reject }));
  }

  /** Resolves when everything that the server had for this client before it was asked is here. */
  async settled(): Promise<void> {
    await this.request("ping", {});
  }

  /** Messages of one conversation in the order in which they came, missed or posted. */
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

  /** Ends the connection and waits until the server has noticed too, as far as that can be seen from here. */
  async leave(): Promise<void> {
    this.socket.end();
    await this.closed;
  }

  #receive(chunk: Buffer): void {
    this.#decoder.push(chunk);
    for (let value = this.#decoder.next(); value; value = this.#decoder.next()) {
      const incoming = checkIncoming(value);
      if (incoming.kind === "unknown") throw new Error("an event that isn't in the table");
      if (incoming.kind === "event") this.#heard(incoming.event);
      else {
        this.order.push(incoming.id);
        const waiting = this.#waiting.get(incoming.id);
        this.#waiting.delete(incoming.id);
        if (incoming.kind === "error") waiting?.reject(incoming.error);
        else waiting?.resolve(checkResult(waiting.request, incoming.result));
      }
    }
    for (const watcher of this.#watchers) {
      if (!watcher.isHere()) continue;
      this.#watchers.delete(watcher);
      watcher.resolve();
    }
  }

  #heard(event: Event): void {
    this.events.push(event);
    this.order.push(event.event);
    if (event.event === "probed" && !this.#deaf) void this.request("ping", {});
  }

  #gone(): void {
    const closing = this.eventsOf("closing").at(-1);
    const error = new Error(`connection closed${closing ? `: ${closing.code}` : ""}`);
    for (const { reject } of this.#waiting.values()) reject(error);
    for (const { reject } of this.#watchers) reject(error);
  }
}
