/** How messages from everywhere become one window onto the conversation. */
import test from "ava";
import fc from "fast-check";
import type { Message } from "../../../protocol/index.ts";
import { viewport } from "../../../tui/log/viewport.ts";
import { inLog } from "../../../tui/state/island.ts";
import { lastNumber } from "../../../tui/state/messages.ts";
import { paneOf } from "../../../tui/state/scrolling.ts";
import type { Conversation } from "../../../tui/state/state.ts";
import { aliceAmongOthers, keyOf, message, messages, type Play, summary } from "./play.ts";

const numbers = ({ messages: held }: Conversation): number[] => held.map(({ number }) => number);
const range = (first: number, last: number): number[] =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index);

type Piece = (play: Play) => unknown;

/** All ways by which messages 1 to 40 may arrive, some of them twice. */
const pieces: readonly Piece[] = [
  (play) => play.missed("bob", messages(11, 20, "bob")),
  (play) => play.missed("bob", messages(21, 30, "bob")),
  (play) => play.history("bob", messages(16, 30, "bob"), { before: 16 }),
  (play) => play.posted("bob", ...messages(31, 34, "bob")),
  ...messages(34, 39, "bob").map(
    (one): Piece =>
      (play) =>
        play.posted("bob", one),
  ),
  (play) => play.hear(stored(40)),
];

const stored = (number: number): Parameters<Play["hear"]>[0] => ({
  kind: "send",
  key: keyOf(number),
  send: { state: "stored", number, time: message(number, "alice").time },
});

function openBob(): Play {
  const play = aliceAmongOthers().type("/w bob").press("enter").type("mine").press("enter");
  return play.do({ type: "queued", message: { key: keyOf(40), conversation: "bob", text: "mine" } });
}

test("whatever the order in which messages arrive, the window is the same", (t) => {
  fc.assert(
    fc.property(fc.shuffledSubarray([...pieces], { minLength: pieces.length }), (order) => {
      const play = openBob();
      for (const piece of order) piece(play);
      const { messages: held, outgoing } = play.conversation("bob");
      t.deepEqual(numbers(play.conversation("bob")), range(11, 40));
      t.deepEqual(
        held.map(({ from, text }) => `${from} ${text}`),
        [...messages(11, 39, "bob"), message(40, "alice", "mine")].map(({ from, text }) => `${from} ${text}`),
      );
      t.deepEqual(outgoing, []);
    }),
  );
});

test("a message that comes twice is there once", (t) => {
  const play = aliceAmongOthers().posted("everyone", message(1, "bob")).posted("everyone", message(1, "bob"));
  play.missed("everyone", messages(1, 2, "bob"));
  t.deepEqual(numbers(play.current), [1, 2]);
});

test("control characters are gone from texts and names before they are kept", (t) => {
  const play = aliceAmongOthers();
  play.posted("everyone", message(1, "m\x1b[31mal", "a\x1b]0;title\x07b"));
  t.like(play.current.messages[0], { from: "mal", text: "ab", stripped: true });
});

test("after a long absence the window starts with what the server still sends", (t) => {
  const play = aliceAmongOthers({ everyone: messages(1, 50, "bob") });
  play.missed("everyone", messages(4001, 4100, "bob"), true).missed("everyone", messages(4101, 4120, "bob"));
  t.deepEqual(numbers(play.current), range(4001, 4120));
  // The log stops at the first of them, so what is before them is asked for at once.
  t.deepEqual(play.current.history, { state: "loading", page: { conversation: "everyone", before: 4001 } });
});

test("what is missed joins on to what is held where the numbers say so", (t) => {
  const play = aliceAmongOthers({ everyone: messages(1, 50, "bob") });
  play.missed("everyone", messages(51, 60, "bob"), true);
  t.deepEqual(numbers(play.current), range(1, 60));
});

test("a page of history that nobody waits for any more is dropped", (t) => {
  const play = aliceAmongOthers({ everyone: messages(1, 50, "bob") });
  play.missed("everyone", messages(4001, 4100, "bob"), true);
  play.history("everyone", messages(20, 40, "bob"), { asked: 41 });
  t.deepEqual(numbers(play.current), range(4001, 4100));
});

test("old messages are let go at the bottom, and can be fetched again", (t) => {
  const play = aliceAmongOthers();
  for (let first = 1; first <= 5000; first += 100) {
    play.missed("everyone", messages(first, first + 99, "bob"));
    play.press("ctrl+end");
  }
  t.true(play.current.messages.length <= 3000);
  t.is(lastNumber(play.current), 5000);
  const first = play.current.messages[0]?.number;
  t.deepEqual(play.current.history, { state: "more", before: first });
});

test("a log scrolled up stays where it is whatever comes, and what is held stays bounded", (t) => {
  const play = aliceAmongOthers({ everyone: messages(1, 100, "bob") }).press("pageup");
  const shown = (): readonly string[] =>
    viewport(inLog(play.current), paneOf(play.chat, play.state.size)).rows;
  const before = shown();
  for (let first = 101; first <= 5000; first += 100) {
    play.missed("everyone", messages(first, first + 99, "bob"));
    t.deepEqual(shown(), before);
  }
  t.true(play.current.messages.length <= 1500);
  t.true((play.current.island?.messages.length ?? 0) <= 1000);
  t.like(play.current, { read: 100, unread: 4900 });
});

test("from where a flood has left the log, reading goes on without a hole", (t) => {
  const all = messages(1, 4000, "bob");
  const play = aliceAmongOthers({ everyone: all.slice(0, 100) });
  play.missed("everyone", all.slice(100, 200)).takenAll();
  for (let first = 200; first < 4000; first += 100) play.missed("everyone", all.slice(first, first + 100));
  while (play.current.island) {
    const { newer } = play.press("pagedown").current.island ?? {};
    if (newer?.state !== "loading") continue;
    const { after = 0 } = newer.page;
    const rest = after + 50 < 4000 ? { after: after + 50 } : {};
    play.page("everyone", all.slice(after, after + 50), { asked: { after }, ...rest });
    const { read, unread } = play.current;
    t.is(unread, 4000 - read);
  }
  while (play.current.unread > 0) play.press("pagedown");
  t.is(play.current.read, 4000);
});

test("a whisper from someone whom the contacts don't list yet makes a conversation", (t) => {
  const play = aliceAmongOthers().posted("Newcomer", message(1, "Newcomer"));
  t.is(play.conversation("newcomer").name, "Newcomer");
});

// Another session of the same account may have received what this one never saw.

function back(held: Message[], received: number, missed: Message[]): Play {
  const play = aliceAmongOthers({ everyone: held });
  play.sessionOut({ kind: "taken over", address: "10.0.0.7" }).sessionIn("alice").taken();
  if (missed.length > 0) play.missed("everyone", missed);
  const last = missed.at(-1)?.number ?? received;
  return play.summaries(summary("everyone", { last, received, read: received }));
}

test("what joins on is kept", (t) => {
  const play = back(messages(1, 50, "bob"), 50, messages(51, 60, "bob"));
  t.deepEqual(numbers(play.current), range(1, 60));
  t.deepEqual(play.taken(), []);
});

test("what doesn't join on goes, so that the window has no hole", (t) => {
  const play = back(messages(1, 50, "bob"), 80, messages(81, 90, "bob"));
  t.deepEqual(numbers(play.current), range(81, 90));
  t.like(play.taken()[0], { ask: { params: { conversation: "everyone", before: 81 } } });
});

test("where all has been received elsewhere, the newest page is fetched", (t) => {
  const play = back(messages(1, 50, "bob"), 80, []);
  t.deepEqual(numbers(play.current), []);
  t.deepEqual(play.taken(), [
    { do: "ask", ask: { request: "history", params: { conversation: "everyone" } } },
  ]);
  play.history("everyone", messages(1, 80, "bob"));
  t.deepEqual(numbers(play.current), range(1, 80));
});

test("that nothing is held is no reason to believe that there is nothing", (t) => {
  const play = back([], 3, []);
  t.like(play.taken()[0], { ask: { request: "history", params: { conversation: "everyone" } } });
  t.deepEqual(back([], 0, []).taken(), []);
});

test("what is missed may come after the summary", (t) => {
  const play = back(messages(1, 50, "bob"), 50, []);
  play.missed("everyone", messages(51, 60, "bob"));
  t.deepEqual(numbers(play.current), range(1, 60));
});

test("a block changes what the history of everyone shows, so it's fetched anew", (t) => {
  const play = aliceAmongOthers({ everyone: messages(1, 5, "bob") });
  play.answer("block", { name: "bob" }, { name: "bob", changed: true });
  t.deepEqual(numbers(play.current), []);
  play.history("everyone", []).answer("unblock", { name: "bob" }, { name: "bob", changed: true });
  play.history("everyone", messages(1, 5, "bob"));
  t.deepEqual(numbers(play.current), range(1, 5));
});
