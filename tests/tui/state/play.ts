/** Plays a person and a server against `update`, and keeps what it wants done. */
import { isDeepStrictEqual } from "node:util";
import type { ConnectionState, Event, Message, News, Result, SessionEnd } from "../../../protocol/index.ts";
import type { Action, Answer, Ask, Effect } from "../../../tui/state/effects.ts";
import { newLogin } from "../../../tui/state/login.ts";
import { initialSettings, type Settings } from "../../../tui/state/settings.ts";
import type { ChatScreen, Conversation, LoginScreen, Size, State } from "../../../tui/state/state.ts";
import { initialState, update } from "../../../tui/state/update.ts";
import type { MouseEvent } from "../../../tui/terminal/events.ts";

/** Noon of some Monday, local time, so that no test crosses midnight by itself. */
export const noon = new Date(2026, 10, 23, 12).getTime();

type Asked<Name extends Ask["request"]> = Extract<Ask, { request: Name }>["params"];
type Summary = Result<"conversations">["conversations"][number];

export class Play {
  state: State;
  now = noon;
  readonly #effects: Effect[] = [];
  readonly #asked: Ask[] = [];
  #held = false;

  constructor(
    size: Size = { columns: 80, rows: 24 },
    login: LoginScreen = newLogin(),
    settings = initialSettings,
  ) {
    this.state = initialState("127.0.0.1:2000", login, settings, size, noon);
  }

  /** And paints, as the program does where nothing holds it up. */
  do(action: Action): this {
    this.#update(action);
    return this.#held ? this : this.paint();
  }

  /** The terminal takes a frame. */
  paint(): this {
    return this.#update({ type: "painted" });
  }

  /** All this happens before the next frame, which is left to who calls it. */
  between(act: (play: this) => unknown): this {
    this.#held = true;
    act(this);
    this.#held = false;
    return this;
  }

  #update(action: Action): this {
    const [state, effects] = update(this.state, { ...action, now: this.now });
    this.state = state;
    this.want(effects);
    return this;
  }

  protected want(effects: readonly Effect[]): void {
    this.#effects.push(...effects);
    for (const effect of effects) if (effect.do === "ask") this.#asked.push(effect.ask);
  }

  /** Presses keys, by their chords. */
  press(...chords: string[]): this {
    for (const key of chords) this.do({ type: "input", event: { type: "key", key } });
    return this;
  }

  type(text: string): this {
    return this.do({ type: "input", event: { type: "text", text } });
  }

  paste(text: string, marked = true): this {
    return this.do({ type: "input", event: { type: "paste", text, marked } });
  }

  mouse(action: MouseEvent["action"], x: number, y: number, button = 0): this {
    const event: MouseEvent = { type: "mouse", action, button, x, y, ctrl: false, alt: false, shift: false };
    return this.do({ type: "input", event });
  }

  /** Presses and releases the left button. */
  click(x: number, y: number): this {
    return this.mouse("press", x, y).mouse("release", x, y);
  }

  focus(focused: boolean): this {
    return this.do({ type: "input", event: { type: "focus", focused } });
  }

  resize(columns: number, rows: number): this {
    return this.do({ type: "resized", size: { columns, rows } });
  }

  /** Lets time pass, and says so. */
  wait(ms: number): this {
    this.now += ms;
    return this.do({ type: "tick" });
  }

  hear(news: News): this {
    return this.do({ type: "news", news });
  }

  event(event: Event): this {
    return this.hear({ kind: "event", event });
  }

  connection(connection: ConnectionState): this {
    return this.hear({ kind: "connection", connection });
  }

  sessionIn(name: string): this {
    return this.hear({ kind: "session", session: { state: "in", name, since: this.now } });
  }

  sessionOut(why: SessionEnd): this {
    return this.hear({ kind: "session", session: { state: "out", why } });
  }

  posted(conversation: string, ...messages: Message[]): this {
    return this.event({ event: "posted", conversation, messages });
  }

  missed(conversation: string, messages: Message[], older = false): this {
    return this.event({ event: "missed", conversation, messages, older });
  }

  answer<Name extends Ask["request"]>(request: Name, params: Asked<Name>, result: Result<Name>): this {
    // The compiler can't see that the three belong together.
    const answer = { ...this.#askOf(request, params), result } as unknown as Answer;
    return this.do({ type: "answered", answer });
  }

  refuse<Name extends Ask["request"]>(request: Name, params: Asked<Name>, text: string): this {
    return this.do({ type: "refused", ask: this.#askOf(request, params), text });
  }

  /** The latest request like this one: what is answered is a request, not its words. */
  #askOf<Name extends Ask["request"]>(request: Name, params: Asked<Name>): Ask {
    const ask = { request, params } as unknown as Ask;
    return this.#asked.findLast((asked) => isDeepStrictEqual(asked, ask)) ?? ask;
  }

  /** Answers the first page of the conversations. */
  summaries(...conversations: Summary[]): this {
    return this.answer("conversations", {}, { conversations });
  }

  /** A page of history that was asked for. */
  history(conversation: string, messages: Message[], page: { asked?: number; before?: number } = {}): this {
    const { asked, before } = page;
    return this.answer(
      "history",
      asked === undefined ? { conversation } : { conversation, before: asked },
      before === undefined ? { conversation, messages } : { conversation, messages, before },
    );
  }

  /** A page of history in either direction, with how to go on. */
  page(
    conversation: string,
    messages: Message[],
    { asked, ...further }: { asked: { before?: number; after?: number }; before?: number; after?: number },
  ): this {
    return this.answer("history", { conversation, ...asked }, { conversation, messages, ...further });
  }

  /** What has been wanted since the last time, but what any reading, typing and sending brings. */
  taken(): Effect[] {
    const noted = ["markRead", "keepDraft", "remember", "typing"];
    return this.takenAll().filter((effect) => !noted.includes(effect.do));
  }

  takenAll(): Effect[] {
    return this.#effects.splice(0);
  }

  get chat(): ChatScreen {
    if (this.state.screen.kind !== "chat") throw new Error("This is the login form.");
    return this.state.screen;
  }

  get login(): LoginScreen {
    if (this.state.screen.kind !== "login") throw new Error("This is not the login form.");
    return this.state.screen;
  }

  conversation(id: string): Conversation {
    const found = this.chat.conversations.get(id);
    if (found === undefined) throw new Error(`There is no conversation ${id}.`);
    return found;
  }

  get current(): Conversation {
    return this.conversation(this.chat.current);
  }

  /** What is typed in the current conversation. */
  get draft(): string {
    return this.chat.conversations.get(this.chat.current)?.draft.text ?? "";
  }

  get notice(): string {
    return this.chat.notice?.text ?? "";
  }
}

export function message(number: number, from: string, text = `text ${number}`): Message {
  return { number, from, text, time: noon + number, key: keyOf(number) };
}

/** Messages with these numbers, inclusive. */
export function messages(first: number, last: number, from: string): Message[] {
  return Array.from({ length: last - first + 1 }, (_, index) => message(first + index, from));
}

export function keyOf(number: number): string {
  return String(number).padStart(26, "0");
}

export function summary(conversation: string, rest: Partial<Summary> = {}): Summary {
  return {
    conversation,
    last: 0,
    time: 0,
    received: 0,
    read: 0,
    delivered: 0,
    unread: 0,
    mentions: 0,
    ...rest,
  };
}

export const connected: ConnectionState = { state: "connected", server: "test" };

interface Start {
  readonly size?: Size;
  readonly everyone?: Message[];
  /** Of those, read up to this number. */
  readonly read?: number;
  readonly settings?: Settings;
}

/** alice, just logged in, with bob, carol (online) and dave, and with all answers that she waits for. */
export function aliceAmongOthers({ size, everyone = [], read, settings }: Start = {}): Play {
  const play = new Play(size, newLogin(), settings).connection(connected).sessionIn("alice");
  const last = everyone.at(-1)?.number ?? 0;
  const seen = read ?? last;
  play
    .answer("contacts", {}, { accounts: others })
    .answer("blocked", {}, { accounts: [] })
    .summaries(
      summary("everyone", {
        last,
        received: last,
        read: seen,
        unread: everyone.filter(({ number, from }) => number > seen && from !== "alice").length,
        mentions: everyone.filter(({ number, text }) => number > seen && text.includes("@alice")).length,
      }),
    )
    .history("everyone", everyone);
  play.takenAll();
  return play;
}

const others = [
  { name: "alice", online: true, since: noon },
  { name: "bob", online: true, since: noon - 60_000 },
  { name: "Carol", online: true, since: noon - 120_000 },
  { name: "dave", online: false, since: noon - 86_400_000 },
];
