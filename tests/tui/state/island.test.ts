/**
 * Whatever the order in which a person jumps and pages, others write and connections break: the log only ever shows an
 * unbroken run of true messages, and from everywhere there is a way to the newest one.
 */
import test from "ava";
import fc from "fast-check";
import type { Message, Params, Result } from "../../../protocol/index.ts";
import { viewport } from "../../../tui/log/viewport.ts";
import { inLog } from "../../../tui/state/island.ts";
import { paneOf } from "../../../tui/state/scrolling.ts";
import { connected, message, Play, summary } from "./play.ts";

const pageSize = 20;
const missedMax = 40;

/** A server that reads a request when it likes and whose answers and events overtake each other, each in their order. */
class Room {
  readonly play = new Play({ columns: 80, rows: 16 });
  readonly #messages: Message[] = [];
  #asked: Params<"history">[] = [];
  #answers: { params: Params<"history">; result: Result<"history"> }[] = [];
  #events: (() => void)[] = [];
  #arrived = 0;
  #live = true;

  constructor(count: number) {
    this.#write(count);
    this.#arrived = count;
    this.play.connection(connected).sessionIn("alice");
    this.play.summaries(summary("everyone", { last: count, received: count, read: count }));
  }

  get last(): number {
    return this.#messages.length;
  }

  #write(count: number): Message[] {
    const from = this.last + 1;
    const written = Array.from({ length: count }, (_, index) => message(from + index, "bob"));
    this.#messages.push(...written);
    return written;
  }

  post(count: number): void {
    for (const one of this.#write(count)) {
      if (this.#live) this.#events.push(() => this.#arrive(() => this.play.posted("everyone", one), one));
    }
  }

  #arrive(tell: () => void, { number }: Message): void {
    if (number <= this.#arrived) return;
    this.#arrived = number;
    tell();
  }

  /** Looks at what the client has asked for, and reads the oldest of it. */
  read(): void {
    this.#collect();
    const params = this.#asked.shift();
    if (params) this.#answers.push({ params, result: this.#page(params) });
  }

  answer(): void {
    const next = this.#answers.shift();
    if (next) this.play.do({ type: "answered", answer: { request: "history", ...next } });
  }

  tell(): void {
    this.#events.shift()?.();
  }

  /** A mention, wherever the history has one. */
  jump(place: number): void {
    if (!this.#live || this.last === 0) return;
    this.#collect();
    this.play.press("alt+p");
    const params = this.play.chat.seeking;
    const found = this.#messages[Math.floor(place * this.last)];
    if (params && found) this.play.answer("search", params, { conversation: "everyone", messages: [found] });
  }

  breakConnection(): void {
    if (!this.#live) return;
    this.#collect();
    this.#live = false;
    this.play.hear({ kind: "session", session: { state: "interrupted", name: "alice" } });
    const lost = [...this.#answers.map(({ params }) => params), ...this.#asked];
    for (const params of lost) {
      this.play.do({ type: "refused", ask: { request: "history", params }, text: "lost" });
    }
    [this.#asked, this.#answers, this.#events] = [[], [], []];
  }

  comeBack(): void {
    if (this.#live) return;
    this.#live = true;
    this.play.sessionIn("alice");
    const received = this.#arrived;
    const from = Math.max(received, this.last - missedMax);
    const missed = this.#messages.slice(from);
    for (let start = 0; start < missed.length; start += pageSize) {
      const part = missed.slice(start, start + pageSize);
      const isOlder = start === 0 && from > received;
      this.#events.push(() => {
        const fresh = part.filter(({ number }) => number > this.#arrived);
        this.#arrived = Math.max(this.#arrived, part.at(-1)?.number ?? 0);
        if (fresh.length > 0) this.play.missed("everyone", fresh, isOlder);
      });
    }
    const summarize = this.#summary(received);
    this.#events.splice(this.last % (this.#events.length + 1), 0, () => this.play.summaries(summarize));
  }

  #summary(received: number) {
    const read = this.play.chat.conversations.get("everyone")?.read ?? 0;
    const { last } = this;
    return summary("everyone", { last, received, read, unread: Math.min(1000, last - read) });
  }

  /** Until nothing is under way. */
  finish(): void {
    this.comeBack();
    for (let quiet = 0; quiet < 3; quiet++) {
      this.read();
      if (this.#events.length + this.#answers.length + this.#asked.length > 0) quiet = 0;
      this.answer();
      this.tell();
    }
  }

  #collect(): void {
    for (const effect of this.play.taken()) {
      if (effect.do === "ask" && effect.ask.request === "history") this.#asked.push(effect.ask.params);
    }
  }

  #page({ before, after }: Params<"history">): Result<"history"> {
    const start = after ?? Math.max(0, Math.min(before ?? this.last + 1, this.last + 1) - 1 - pageSize);
    const end = after === undefined ? Math.min(before ?? this.last + 1, this.last + 1) - 1 : after + pageSize;
    const page = this.#messages.slice(start, end);
    const last = start + page.length;
    return {
      conversation: "everyone",
      messages: page,
      ...(start > 0 && { before: start + 1 }),
      ...(last < this.last && { after: last }),
    };
  }

  /** What the log may show is a run of the true messages. */
  check(): void {
    const { current } = this.play;
    if (current.seam !== undefined && !current.island) return;
    const { messages } = inLog(current);
    const first = messages[0]?.number ?? 1;
    for (const [index, { number, text }] of messages.entries()) {
      if (number !== first + index) throw new Error(`After ${number - 1} comes ${first + index}.`);
      if (text !== this.#messages[number - 1]?.text) throw new Error(`Message ${number} is another.`);
    }
  }
}

/** With words for it, so that a sequence that fails can be read. */
type Step = readonly [name: string, run: (room: Room) => void];

function steps(weight: number, name: string, run: (room: Room) => void): fc.WeightedArbitrary<Step> {
  return { weight, arbitrary: fc.constant([name, run]) };
}

const keys = ["pageup", "pagedown", "ctrl+home", "ctrl+end", "escape", "alt+u", "ctrl+up"];

const step: fc.Arbitrary<Step> = fc.oneof(
  steps(4, "read", (room) => room.read()),
  steps(4, "answer", (room) => room.answer()),
  steps(4, "tell", (room) => room.tell()),
  steps(1, "break", (room) => room.breakConnection()),
  steps(1, "come back", (room) => room.comeBack()),
  fc.integer({ min: 1, max: 60 }).map((count): Step => [`post ${count}`, (room) => room.post(count)]),
  {
    weight: 2,
    arbitrary: fc
      .integer({ min: 0, max: 99 })
      .map((percent): Step => [`jump to ${percent}%`, (room) => room.jump(percent / 100)]),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom(...keys).map((key): Step => [key, (room) => void room.play.press(key)]),
  },
  fc.boolean().map((focused): Step => [`focus ${focused}`, (room) => void room.play.focus(focused)]),
);

test("the log is an unbroken run of true messages whatever happens, and its end is the newest one", (t) => {
  let islands = 0;
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 400 }),
      fc.array(step, { maxLength: 80, size: "max" }),
      (count, steps) => {
        const room = new Room(count);
        for (const [, run] of steps) {
          run(room);
          room.check();
          if (room.play.current.island) islands++;
        }
        room.play.focus(true).press("ctrl+end");
        room.finish();
        room.play.press("ctrl+end");
        room.finish();
        room.check();
        const { current, chat, state } = room.play;
        const { lastVisible } = viewport(inLog(current), paneOf(chat, state.size));
        return lastVisible === room.last && current.unread === 0 && current.island === undefined;
      },
    ),
    { numRuns: 400 },
  );
  t.true(islands > 0, `${islands} steps on islands`);
});

test("what lies between an island and what was read stays unread, whatever is shown", (t) => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60, size: "max" }), (steps) => {
      const room = new Room(150);
      room.play.focus(true);
      room.finish();
      for (const [, run] of steps) {
        const before = room.play.current;
        const wasOnIsland = before.island !== undefined;
        run(room);
        const { current } = room.play;
        if (wasOnIsland && current.island !== undefined && current.read !== before.read) return false;
      }
      return true;
    }),
  );
  t.pass();
});
