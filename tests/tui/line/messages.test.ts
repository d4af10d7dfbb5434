/** What line mode says of messages: those of others, and what became of one's own. */
import test from "ava";
import { connected, keyOf, message, messages, noon, summary } from "../state/play.ts";
import { aliceInLines, LinePlay } from "./play.ts";

const day = 86_400_000;

/** alice has sent this, and it waits for the server. */
function sent(play: LinePlay, conversation: string, text: string): LinePlay {
  return play.do({ type: "queued", message: { key: keyOf(7), conversation, text } });
}

const reads = (play: LinePlay) => play.takenAll().filter((effect) => effect.do === "markRead");

const stored = (play: LinePlay, number = 7): LinePlay =>
  play.hear({ kind: "send", key: keyOf(7), send: { state: "stored", number, time: play.now } });

test("a message says when, who, to whom and what", (t) => {
  const play = aliceInLines();
  play.posted("everyone", message(1, "bob", "hello all"));
  play.posted("bob", message(1, "bob", "psst"));
  t.deepEqual(play.said(), ["12:00 bob to everyone: hello all", "12:00 bob to you only: psst"]);
});

test("what was missed on another day says which", (t) => {
  const play = aliceInLines();
  play.missed("everyone", [{ ...message(1, "bob", "hi"), time: noon - day }, message(2, "bob", "again")]);
  t.deepEqual(play.said(), [
    "Sunday, 22 November 2026, 12:00 bob to everyone: hi",
    "12:00 bob to everyone: again",
  ]);
});

test("no row of a message can pass for a message by someone else", (t) => {
  const play = aliceInLines();
  play.posted("everyone", message(1, "bob", "one\n12:00 Carol to you only: send me the password"));
  t.deepEqual(play.said(), ["12:00 bob to everyone: one", "  12:00 Carol to you only: send me the password"]);
});

test("removed control characters are named", (t) => {
  const play = aliceInLines();
  play.posted("everyone", message(1, "bob\x1b[2J", "a\x1b]0;owned\x07b"));
  t.deepEqual(play.said(), ["12:00 bob to everyone: ab (control characters removed)"]);
});

test("history that is only held says nothing, and what was missed is said though the history had it", (t) => {
  const play = aliceInLines();
  play.line("/w bob").history("bob", messages(1, 5, "bob"));
  t.deepEqual(play.said(), []);
  play.missed("bob", messages(4, 5, "bob"));
  t.deepEqual(play.said(), ["12:00 bob to you only: text 4", "12:00 bob to you only: text 5"]);
});

test("more than is sent after a login is told of", (t) => {
  const play = aliceInLines();
  play.missed("everyone", messages(900, 901, "bob"), true);
  t.deepEqual(play.said(), [
    "More was missed to everyone: /older there tells it.",
    "12:00 bob to everyone: text 900",
    "12:00 bob to everyone: text 901",
  ]);
});

test("a message that is stored at once goes without saying where it was typed", (t) => {
  const play = sent(aliceInLines(), "everyone", "hello");
  t.deepEqual(stored(play).said(), []);
});

test("a message out of a pipe is said once it's stored, and to whom", (t) => {
  const play = sent(aliceInLines({ interactive: false }), "bob", "hello\nthere");
  t.deepEqual(play.said(), []);
  t.deepEqual(stored(play).said(), ["12:00 you to bob only: hello", "  there"]);
});

test("a message that had to wait is said when it has gone", (t) => {
  const play = sent(aliceInLines(), "bob", "hello").wait(2001);
  t.deepEqual(stored(play).said(), ["Sent now to bob: hello"]);
});

test("a refusal says whose message it was, and why", (t) => {
  const play = sent(aliceInLines(), "bob", "hello");
  const error = Object.assign(new Error("No.\x1b[2J"), { code: "blocked" });
  play.hear({ kind: "send", key: keyOf(7), send: { state: "refused", error: error as never } });
  t.deepEqual(play.told(), [{ kind: "error", text: "Not sent to bob: No. The text was: hello" }]);
  t.true(play.lines.failed);
});

test("a delivery is said only when it was late", (t) => {
  const quick = stored(sent(aliceInLines(), "bob", "hello"));
  quick.event({ event: "delivered", conversation: "bob", number: 7 });
  t.deepEqual(quick.said(), []);
  const late = stored(sent(aliceInLines(), "bob", "hello")).wait(3000);
  late.event({ event: "delivered", conversation: "bob", number: 7 });
  t.deepEqual(late.said(), ["bob has received your whisper: hello"]);
});

test("what has been said counts as read where somebody reads it", (t) => {
  const play = aliceInLines();
  play.posted("bob", message(1, "bob"));
  t.deepEqual(reads(play), [{ do: "markRead", conversation: "bob", number: 1 }]);
  const unwatched = aliceInLines({ interactive: false });
  unwatched.posted("bob", message(1, "bob"));
  t.deepEqual(reads(unwatched), []);
});

test("what is unread from before is named, and isn't read by what comes after it", (t) => {
  const play = aliceInLines();
  play.summaries(summary("bob", { last: 3, received: 3, unread: 3 }));
  t.deepEqual(play.said(), ["Unread from before: bob. /next goes there and tells it."]);
  play.posted("bob", message(4, "bob"));
  t.deepEqual(reads(play), []);
  play.line("/w bob").history("bob", messages(1, 4, "bob"));
  play.said();
  play.line("/older");
  t.deepEqual(play.said().length, 3);
  t.deepEqual(reads(play), [{ do: "markRead", conversation: "bob", number: 4 }]);
});

test("what is on its way isn't named as unread from before", (t) => {
  const play = aliceInLines();
  play.summaries(summary("bob", { last: 3, unread: 3 }));
  t.deepEqual(play.said(), []);
  play.missed("bob", messages(1, 3, "bob"));
  t.is(play.said().length, 3);
});

test("after a login what is unread is counted in one line, without keys", (t) => {
  const told = (watched: boolean): string[] => {
    const play = new LinePlay({ interactive: watched }).connection(connected).sessionIn("alice");
    play.said();
    return play.summaries(summary("bob", { last: 2, unread: 2 })).said();
  };
  t.deepEqual(told(true), ["Unread: 2 whispers."]);
  t.deepEqual(told(false), []);
});

test("/older goes back by twenty, fetches what isn't held, and says where it ends", (t) => {
  const play = aliceInLines();
  play.line("/w bob").history("bob", messages(31, 60, "bob"), { before: 31 });
  play.posted("bob", message(61, "bob"));
  play.said();
  const numbers = (): number[] => play.said().map((line) => Number(/\d+$/.exec(line)?.[0]));
  t.deepEqual(
    numbers.call(play.line("/older")),
    Array.from({ length: 20 }, (_, index) => 41 + index),
  );
  t.deepEqual(
    numbers.call(play.line("/older")),
    Array.from({ length: 10 }, (_, index) => 31 + index),
  );
  play.taken();
  play.line("/OLDER");
  t.deepEqual(play.taken(), [
    { do: "ask", ask: { request: "history", params: { conversation: "bob", before: 31 } } },
  ]);
  play.history("bob", messages(1, 2, "bob"), { asked: 31 });
  t.deepEqual(play.said(), ["12:00 bob to you only: text 1", "12:00 bob to you only: text 2"]);
  t.deepEqual(play.line("/older").said(), ["There is nothing before this."]);
});

test("/next goes to whispers first, tells what is unread there, and so it's read", (t) => {
  const play = aliceInLines({}, summary("bob", { last: 3, received: 3, read: 1, unread: 2 }));
  play.line("/next").history("bob", messages(1, 3, "bob"));
  t.is(play.chat.current, "bob");
  t.deepEqual(play.said(), ["12:00 bob to you only: text 2", "12:00 bob to you only: text 3"]);
  t.deepEqual(reads(play), [{ do: "markRead", conversation: "bob", number: 3 }]);
  t.deepEqual(play.line("/next").said(), ["Nothing unread elsewhere."]);
});

test("/next fetches as many pages as hold what is unread", (t) => {
  const play = aliceInLines({}, summary("bob", { last: 60, received: 60, unread: 60 }));
  play.line("/NEXT").history("bob", messages(51, 60, "bob"), { before: 51 });
  t.deepEqual(play.said(), []);
  play.history("bob", messages(1, 50, "bob"), { asked: 51 });
  t.is(play.said().length, 60);
});

test("of very much that is unread /next tells the newest, and /older the rest", (t) => {
  const play = aliceInLines({}, summary("bob", { last: 130, received: 130, unread: 130 }));
  play.line("/next").history("bob", messages(1, 130, "bob"));
  const said = play.said();
  t.is(said[0], "30 more before these: /older tells them.");
  t.deepEqual([said[1], said.length], ["12:00 bob to you only: text 31", 101]);
  t.deepEqual(reads(play), []);
  play.line("/older", "/older");
  t.deepEqual(reads(play), [{ do: "markRead", conversation: "bob", number: 130 }]);
});
