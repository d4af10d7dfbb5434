/** The room alone: who gets which frames of a turn, and in what order the members are served. */
import { setImmediate as turn } from "node:timers/promises";
import test from "ava";
import fc from "fast-check";
import {
  checkIncoming,
  encodeFrame,
  encodeMessage,
  FrameDecoder,
  frameLimits,
  type Message,
} from "../../protocol/index.ts";
import { type Member, Room } from "../../server/room.ts";

class Listener implements Member {
  readonly #served: Listener[];
  readonly frames: Buffer[] = [];

  constructor(served: Listener[]) {
    this.#served = served;
  }

  sendShared(frames: readonly Buffer[]): void {
    this.frames.push(...frames);
    this.#served.push(this);
  }

  get heard(): string {
    return this.frames.join("");
  }

  flush(): void {
    this.#served.push(this);
  }
}

function message(number: number, text: string): Message {
  return { number, from: "alice", text, time: 1_700_000_000_000, key: String(number).padStart(26, "0") };
}

test("senders are served before the others, so that they go on while those get theirs", async (t) => {
  const served: Listener[] = [];
  const room = new Room<Listener>();
  const members = [1, 2, 3, 4].map(() => new Listener(served));
  const [first, , alone, another] = members as [Listener, Listener, Listener, Listener];
  for (const member of members) room.join(member);
  room.send(Buffer.from("a"), [alone]);
  await turn();
  t.is(served[0], alone);
  t.is(alone.heard, "");
  served.length = 0;
  room.send(Buffer.from("b"), [another]);
  room.send(Buffer.from("c"), [alone]);
  await turn();
  t.deepEqual(served.slice(0, 2), [another, alone]);
  t.deepEqual([first.heard, alone.heard, another.heard], ["abc", "b", "ac"]);
});

test("it tells how many get a frame, whoever is withheld it for two reasons or has left", (t) => {
  const room = new Room<Listener>();
  const [one, two, left] = [new Listener([]), new Listener([]), new Listener([])];
  for (const member of [one, two, left]) room.join(member);
  room.leave(left);
  t.is(room.send(Buffer.from("a"), [one, one, left]), 1);
  t.is(room.send(Buffer.from("b"), []), 2);
});

test("who has left gets nothing, also where some of it is withheld from them", async (t) => {
  const room = new Room<Listener>();
  const [stays, left] = [new Listener([]), new Listener([])];
  for (const member of [stays, left]) room.join(member);
  room.leave(left);
  room.send(Buffer.from("a"), [left]);
  room.send(Buffer.from("b"), []);
  await turn();
  t.deepEqual([stays.heard, left.heard], ["ab", ""]);
});

test("who joins in the middle of a turn gets what comes after, and nobody a write more for it", async (t) => {
  const served: Listener[] = [];
  const room = new Room<Listener>();
  const [first, second] = [new Listener(served), new Listener(served)];
  room.join(first);
  room.send(Buffer.from("a"), []);
  room.join(second);
  room.send(Buffer.from("b"), [second]);
  room.send(Buffer.from("c"), []);
  await turn();
  t.deepEqual([first.heard, second.heard], ["abc", "c"]);
  t.is(served.length, 2);
});

/** What a member hears, a word for each message or other event, and how many messages each event has. */
function understood(frames: readonly Buffer[]): { words: string[]; sizes: number[] } {
  const decoder = new FrameDecoder(frameLimits.fromServer);
  decoder.push(Buffer.concat(frames));
  const words: string[] = [];
  const sizes: number[] = [];
  for (let frame = decoder.next(); frame; frame = decoder.next()) {
    const incoming = checkIncoming(frame);
    if (incoming.kind !== "event") throw new Error("not an event");
    const { event } = incoming;
    if (event.event === "posted") {
      words.push(...event.messages.map(({ text }) => text));
      sizes.push(event.messages.length);
    } else words.push(event.event);
  }
  return { words, sizes };
}

test("everyone gets what isn't withheld from them, in order, once, whatever is joined", async (t) => {
  const sent = fc.record({
    except: fc.array(fc.nat(4), { maxLength: 4 }),
    isMessage: fc.boolean(),
    turn: fc.boolean(),
  });
  const run = fc.asyncProperty(fc.array(sent, { maxLength: 30 }), async (all) => {
    const room = new Room<Listener>();
    const members = Array.from({ length: 5 }, () => new Listener([]));
    for (const member of members) room.join(member);
    const due: string[][] = members.map(() => []);
    for (const [number, { except, isMessage, turn: ends }] of all.entries()) {
      const without = except.map((index) => members[index] as Listener);
      const count = isMessage
        ? room.post(encodeMessage(message(number + 1, `text ${number}`)), without)
        : room.send(encodeFrame({ event: "probed" }), without);
      t.is(count, 5 - new Set(except).size);
      for (const index of due.keys()) {
        if (!except.includes(index)) due[index]?.push(isMessage ? `text ${number}` : "probed");
      }
      if (ends) await turn();
    }
    await turn();
    t.deepEqual(
      members.map(({ frames }) => understood(frames).words),
      due,
    );
  });
  await fc.assert(run);
});

test("messages of a turn are in one event, as far as it may grow", async (t) => {
  const room = new Room<Listener>();
  const listener = new Listener([]);
  room.join(listener);
  for (let number = 1; number <= 250; number++) room.post(encodeMessage(message(number, "short")), []);
  await turn();
  t.deepEqual(understood(listener.frames).sizes, [100, 100, 50]);
  listener.frames.length = 0;
  const long = "🍜".repeat(4096);
  for (let number = 1; number <= 8; number++) room.post(encodeMessage(message(number, long)), []);
  await turn();
  t.deepEqual(understood(listener.frames).sizes, [3, 3, 2]);
  listener.frames.length = 0;
  for (let number = 1; number <= 15; number++) room.post(encodeMessage(message(number, "short")), []);
  await turn();
  t.deepEqual(
    Buffer.concat(listener.frames),
    encodeFrame({
      event: "posted",
      conversation: "everyone",
      messages: Array.from({ length: 15 }, (_, index) => message(index + 1, "short")),
    }),
    "as if they had been encoded together",
  );
});
