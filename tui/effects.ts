/** Does what `update` asks for, with the protocol's client, and reports what came of it as actions. */
import { setTimeout as delay } from "node:timers/promises";
import { ChatClient, ChatError, Disconnected, explain } from "../protocol/index.ts";
import type { Action, Answer, Ask, Effect } from "./state/effects.ts";
import { sanitizeLine } from "./text/sanitize.ts";

/** How long a place read up to may wait for a later one of the same conversation. */
const readMs = 500;
/** How long a server that has stopped answering can hold up someone who wants to leave. */
const goodbyeMs = 1000;

/** Effects that are the program's own. */
export type ProgramEffect = Extract<Effect, { do: "redraw" | "suspend" | "set" | "quit" }>;

export class Effects {
  readonly #client: ChatClient;
  readonly #dispatch: (action: Action) => void;
  readonly #read = new Map<string, number>();
  #readTimer: NodeJS.Timeout | undefined;

  constructor(host: string, port: number, program: string, dispatch: (action: Action) => void) {
    this.#dispatch = dispatch;
    this.#client = new ChatClient({
      host,
      port,
      program,
      onNews: (news) => dispatch({ type: "news", news }),
    });
  }

  run(effect: Exclude<Effect, ProgramEffect>): void {
    switch (effect.do) {
      case "connect":
        this.#client.connect();
        break;
      case "signup":
        void this.#login(() => this.#client.signup(effect.name, effect.password));
        break;
      case "login":
        void this.#login(() => this.#client.login(effect.name, effect.password, effect.takeover));
        break;
      case "logout":
        void this.#logout();
        break;
      case "send":
        this.#dispatch({
          type: "queued",
          message: this.#client.send(effect.conversation, effect.text),
        });
        break;
      case "ask":
        void this.#ask(effect.ask);
        break;
      case "markRead":
        this.#markRead(effect.conversation, effect.number);
        break;
    }
  }

  /** Says goodbye to the server, as far as it can be reached quickly. */
  async close(): Promise<void> {
    await Promise.race([this.#logout(), delay(goodbyeMs)]);
    this.#client.close();
  }

  async #login(start: () => Promise<void>): Promise<void> {
    try {
      await start();
    } catch (error) {
      if (error instanceof ChatError) this.#dispatch({ type: "loginRefused", error });
      else if (error instanceof Disconnected)
        this.#dispatch({ type: "loginFailed", text: sanitizeLine(explain(error.reason)) });
      else throw error;
    }
  }

  async #logout(): Promise<void> {
    // The server reads requests in order: this needs no answer before the next one.
    void this.#sendRead();
    await this.#client.logout();
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
