/** The room alone: who gets which frames of a turn, and in what order the members are served. */
import { setImmediate as turn } from "node:timers/promises";
import test from "ava";
import fc from "fast-check";
import { type Member, Room } from "../../server/room.ts";

class Listener implements Member {
  readonly #served: Listener[];
  heard = "";

  constructor(served: Listener[]) {
    this.#served = served;
  }

  sendShared(frames: readonly Buffer[]): void {
    this.heard += frames.join("");
    this.#served.push(this);
  }

  flush(): void {
    this.#served.push(this);
  }
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

test("everyone gets what isn't withheld from them, in order, once", async (t) => {
  const withheld = fc.array(fc.array(fc.nat(4), { maxLength: 4 }), { maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(withheld, fc.array(fc.boolean(), { maxLength: 12 }), async (frames, turns) => {
      const room = new Room<Listener>();
      const members = Array.from({ length: 5 }, () => new Listener([]));
      for (const member of members) room.join(member);
      const due = members.map(() => "");
      for (const [number, except] of frames.entries()) {
        const frame = String.fromCharCode(0x61 + number);
        room.send(
          Buffer.from(frame),
          except.map((index) => members[index] as Listener),
        );
        for (const index of due.keys()) if (!except.includes(index)) due[index] += frame;
        if (turns[number]) await turn();
      }
      await turn();
      t.deepEqual(
        members.map(({ heard }) => heard),
        due,
      );
    }),
  );
});
