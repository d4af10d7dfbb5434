/** The pure parts of the client: when to try again, what is on its way, and what has arrived. */
import test from "ava";
import fc from "fast-check";
import { backoffMs } from "../../protocol/client/backoff.ts";
import { Received } from "../../protocol/client/received.ts";
import { type OutgoingMessage, Sends } from "../../protocol/client/sends.ts";
import { limits } from "../../protocol/index.ts";

test("waits double from half a second to half a minute, and at least half of each is chance", (t) => {
  const most = (attempt: number) => backoffMs(attempt, 1 - Number.EPSILON);
  const least = (attempt: number) => backoffMs(attempt, 0);
  t.deepEqual([1, 2, 3, 4, 5, 6, 7].map(most), [500, 1000, 2000, 4000, 8000, 16_000, 30_000]);
  for (const attempt of [1, 2, 5, 7, 8, 30, 1000, 100_000]) {
    t.is(least(attempt), most(attempt) / 2);
    t.true(most(attempt) <= 30_000);
  }
});

const message = (key: string): OutgoingMessage => ({ key, conversation: "everyone", text: key });

/** Sends that note what they transmit. */
function noting(): { sends: Sends; sent: string[] } {
  const sent: string[] = [];
  return { sends: new Sends(({ key }) => sent.push(key)), sent };
}

test("what is written before a session goes out with it, in the order written", (t) => {
  const { sends, sent } = noting();
  for (const key of ["a", "b", "c"]) sends.add(message(key));
  t.deepEqual(sent, []);
  sends.open();
  t.deepEqual(sent, ["a", "b", "c"]);
  sends.add(message("d"));
  t.deepEqual(sent, ["a", "b", "c", "d"]);
  t.is(sends.size, 4);
});

test("after a reconnect all that is unanswered goes out again, in the same order, and nothing else", (t) => {
  const { sends, sent } = noting();
  sends.open();
  for (const key of ["a", "b", "c"]) sends.add(message(key));
  sends.answered("b");
  sends.suspend();
  sends.add(message("d"));
  sends.open();
  t.deepEqual(sent.splice(0), ["a", "b", "c", "a", "c", "d"]);
  for (const key of ["a", "c", "d"]) sends.answered(key);
  sends.suspend();
  sends.open();
  t.deepEqual([sent, sends.size], [[], 0]);
});

test("far fewer are under way at once than keys that the server remembers", (t) => {
  const { sends, sent } = noting();
  sends.open();
  for (let index = 0; index < 1000; index++) sends.add(message(`${index}`));
  t.true(sent.length <= limits.keysRemembered / 2);
  for (let index = 0; index < 1000; index++) sends.answered(`${index}`);
  t.deepEqual(
    sent,
    Array.from({ length: 1000 }, (_, index) => `${index}`),
  );
});

test("what was never sent can be taken back, and is never sent", (t) => {
  const { sends, sent } = noting();
  sends.add(message("a"));
  sends.add(message("b"));
  t.is(sends.cancel("a"), "cancelled");
  t.is(sends.cancel("a"), "unknown");
  sends.open();
  t.deepEqual([sent, sends.size], [["b"], 1]);
});

test("what waits for its answer can't be taken back; once the connection has broken it can, and may be stored", (t) => {
  const { sends, sent } = noting();
  sends.open();
  sends.add(message("a"));
  t.is(sends.cancel("a"), "under way");
  sends.suspend();
  t.is(sends.cancel("a"), "perhaps sent");
  sends.open();
  t.deepEqual([sent, sends.size], [["a"], 0]);
});

test("what the server can't store now can be taken back, too", (t) => {
  const { sends } = noting();
  sends.open();
  sends.add(message("a"));
  sends.delayed("a");
  t.is(sends.cancel("a"), "perhaps sent");
  sends.add(message("b"));
  sends.delayed("b");
  sends.suspend();
  sends.open();
  t.is(sends.cancel("b"), "under way");
});

test("what was left by an earlier program is sent once, and may have been sent by that", (t) => {
  const { sends, sent } = noting();
  sends.add(message("a"), true);
  sends.add(message("a"), true);
  sends.add(message("b"), true);
  t.is(sends.cancel("b"), "perhaps sent");
  sends.open();
  t.deepEqual(sent, ["a"]);
});

test("taking one back lets the next one go out", (t) => {
  const { sends, sent } = noting();
  sends.open();
  for (let index = 0; index < 65; index++) sends.add(message(`${index}`));
  t.is(sent.length, 64);
  sends.delayed("0");
  sends.cancel("0");
  t.is(sent.at(-1), "64");
});

test("after a logout nothing goes out", (t) => {
  const { sends, sent } = noting();
  sends.add(message("a"));
  sends.clear();
  sends.open();
  t.deepEqual([sent, sends.size], [[], 0]);
});

test("a number arrives once, and what is below it has arrived with it", (t) => {
  const received = new Received();
  t.true(received.arrive("alice", 3));
  t.false(received.arrive("alice", 3));
  t.false(received.arrive("ALICE", 2));
  t.true(received.arrive("everyone", 1));
  t.true(received.arrive("alice", 7));
  t.deepEqual(received.takeUnconfirmed(), [
    ["alice", 7],
    ["everyone", 1],
  ]);
  t.deepEqual(received.takeUnconfirmed(), []);
  received.confirmAgain("alice");
  t.deepEqual(received.takeUnconfirmed(), [["alice", 7]]);
});

test("one's own numbers are confirmed only when all before them has arrived", (t) => {
  const received = new Received();
  received.stored("everyone", 5);
  t.deepEqual(received.takeUnconfirmed(), []);
  t.true(received.arrive("everyone", 3));
  t.deepEqual(received.takeUnconfirmed(), [["everyone", 3]]);
  t.true(received.arrive("everyone", 4));
  t.deepEqual(received.takeUnconfirmed(), [["everyone", 5]]);
  received.stored("everyone", 6);
  t.deepEqual(received.takeUnconfirmed(), [["everyone", 6]]);
  received.stored("alice", 1);
  t.deepEqual(received.takeUnconfirmed(), [["alice", 1]]);
});

test("what was removed before it came is confirmed, and nothing below it is waited for", (t) => {
  const received = new Received();
  received.stored("everyone", 9);
  received.removed("Everyone", 8);
  t.deepEqual(received.takeUnconfirmed(), [["everyone", 9]]);
  received.removed("everyone", 4);
  t.deepEqual(received.takeUnconfirmed(), []);
  t.false(received.arrive("everyone", 8));
  t.true(received.arrive("everyone", 10));
});

test("one's own message that comes back after its answer is not new", (t) => {
  const received = new Received();
  received.stored("everyone", 5);
  t.true(received.arrive("everyone", 4));
  t.false(received.arrive("everyone", 5));
  received.stored("bob", 3);
  t.false(received.arrive("bob", 3));
  t.deepEqual(received.takeUnconfirmed(), [
    ["everyone", 5],
    ["bob", 3],
  ]);
});

test("however messages come twice and answers come late, each is new once and never confirmed too early", (t) => {
  // 1 to 20, some of them one's own; others' arrive in order, some again; answers to one's own come at any time.
  const own = fc.uniqueArray(fc.integer({ min: 1, max: 20 }));
  const steps = fc.array(fc.record({ answer: fc.boolean(), back: fc.nat(5) }), { maxLength: 80 });
  fc.assert(
    fc.property(own, steps, (mine, moves) => {
      const received = new Received();
      const answers = [...mine];
      const here = new Set<number>();
      const fresh: number[] = [];
      let next = 1;
      for (const { answer, back } of moves) {
        if (answer) {
          const number = answers.shift();
          if (number === undefined) continue;
          received.stored("everyone", number);
          here.add(number);
        } else {
          while (mine.includes(next)) next++;
          const number = Math.max(1, next - back);
          if (number > 20 || mine.includes(number)) continue;
          if (received.arrive("everyone", number)) fresh.push(number);
          here.add(number);
          next = Math.max(next, number + 1);
        }
        const [confirmed] = received.takeUnconfirmed();
        // Up to a number that arrived by itself there may be holes, but nothing by others is still to come.
        for (let number = 1; number < (confirmed?.[1] ?? 0); number++) {
          if (!mine.includes(number) && !here.has(number)) throw new Error(`${confirmed} without ${number}`);
        }
      }
      t.deepEqual(
        fresh,
        [...new Set(fresh)].toSorted((a, b) => a - b),
      );
    }),
  );
});

test("what came too fast goes out again after the wait, with all that is newer behind it, in the order written", (t) => {
  const { sends, sent } = noting();
  sends.open();
  for (const key of ["a", "b", "c", "d"]) sends.add(message(key));
  sends.answered("a");
  sends.hold("b");
  sends.hold("c");
  sends.add(message("e"));
  sends.release();
  t.deepEqual(sent.splice(0), ["a", "b", "c", "d"], "d has no answer yet, and must not be overtaken");
  sends.hold("d");
  sends.release();
  t.deepEqual(sent.splice(0), ["b", "c", "d", "e"]);
  for (const key of ["b", "c", "d", "e"]) sends.answered(key);
  sends.add(message("f"));
  t.deepEqual([sent, sends.size], [["f"], 1]);
});

test("a wait ends with the connection, and one that can't be stored now holds nothing up", (t) => {
  const { sends, sent } = noting();
  sends.open();
  for (const key of ["a", "b"]) sends.add(message(key));
  sends.delayed("a");
  sends.hold("b");
  sends.release();
  t.deepEqual(sent.splice(0), ["a", "b", "b"]);
  sends.hold("b");
  sends.suspend();
  sends.open();
  t.deepEqual(sent, ["a", "b"]);
});
