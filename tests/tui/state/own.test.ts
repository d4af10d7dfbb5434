/** One's own messages: waiting, stored, delivered, refused. */
import test from "ava";
import { ChatError } from "../../../protocol/index.ts";
import { viewport } from "../../../tui/log/viewport.ts";
import { paneOf } from "../../../tui/state/scrolling.ts";
import { aliceAmongOthers, keyOf, message, messages, noon, type Play, summary } from "./play.ts";

function write(play: Play, number: number, text = `mine ${number}`): Play {
  const conversation = play.current.name;
  play.do({ type: "queued", message: { key: keyOf(number), conversation, text } });
  return play.do({ type: "kept", key: keyOf(number) });
}

function store(play: Play, number: number): Play {
  const send = { state: "stored", number, time: noon + number } as const;
  return play.hear({ kind: "send", key: keyOf(number), send });
}

/** The last row of the log, without its styles. */
function lastRow(play: Play): string {
  const { rows } = viewport(play.current, paneOf(play.chat, play.state.size));
  // biome-ignore lint/suspicious/noControlCharactersInRegex: styles are made of them
  return (rows.at(-1) ?? "").replace(/\x1b\[[\d;]*m/g, "");
}

test("a message waits with …, and gets ✓ once it's stored", (t) => {
  const play = write(aliceAmongOthers(), 1);
  t.is(lastRow(play), "12:00 alice mine 1 …");
  store(play, 1);
  t.is(lastRow(play), "12:00 alice mine 1 ✓");
  t.deepEqual(play.current.outgoing, []);
});

test("a whisper gets ✓✓ once the other one has it, a broadcast never", (t) => {
  const play = store(write(aliceAmongOthers(), 1), 1);
  play.event({ event: "delivered", conversation: "everyone", number: 1 });
  t.is(lastRow(play), "12:00 alice mine 1 ✓");
  play.type("/w bob").press("enter");
  store(write(play, 7), 7).event({ event: "delivered", conversation: "bob", number: 6 });
  t.is(lastRow(play), "12:00 alice mine 7 ✓");
  play.event({ event: "delivered", conversation: "Bob", number: 7 });
  t.is(lastRow(play), "12:00 alice mine 7 ✓✓");
});

test("an older notice of delivery takes nothing back", (t) => {
  const play = aliceAmongOthers().type("/w bob").press("enter");
  store(write(play, 7), 7).event({ event: "delivered", conversation: "bob", number: 7 });
  play.event({ event: "delivered", conversation: "bob", number: 3 });
  play.summaries(summary("bob", { last: 7, read: 7, received: 7, delivered: 5 }));
  t.is(lastRow(play), "12:00 alice mine 7 ✓✓");
});

test("what was delivered while one was away is told by the summary", (t) => {
  const play = aliceAmongOthers().type("/w bob").press("enter");
  store(write(play, 7), 7).sessionIn("alice");
  play.summaries(summary("bob", { last: 7, read: 7, received: 7, delivered: 7 }));
  t.is(lastRow(play), "12:00 alice mine 7 ✓✓");
});

test("a refused message stays with its reason, and isn't counted as waiting", (t) => {
  const wide = { columns: 120, rows: 24 };
  const play = write(aliceAmongOthers({ size: wide }).type("/w bob").press("enter"), 1);
  play.hear({
    kind: "send",
    key: keyOf(1),
    send: { state: "refused", error: new ChatError("blocked") },
  });
  t.is(lastRow(play), "12:00 alice mine 1 ✗ not sent: That person has blocked you.");
});

test("messages that wait stay below all that arrives, in the order written", (t) => {
  const play = write(write(aliceAmongOthers({ everyone: messages(1, 3, "bob") }), 10), 11);
  play.posted("everyone", message(4, "bob"));
  t.is(lastRow(play), "12:00 alice mine 11 …");
  t.deepEqual(
    play.current.outgoing.map(({ text }) => text),
    ["mine 10", "mine 11"],
  );
});

test("the answer to a message may come in another conversation", (t) => {
  const play = write(aliceAmongOthers(), 1).press("alt+2");
  store(play, 1);
  t.deepEqual(play.conversation("everyone").outgoing, []);
  t.is(play.conversation("everyone").messages.length, 1);
});

test("an own message that comes as missed before its answer is there once", (t) => {
  const play = write(aliceAmongOthers(), 5).missed("everyone", [message(5, "alice", "mine 5")]);
  t.deepEqual(play.current.outgoing, []);
  store(play, 5);
  t.is(play.current.messages.length, 1);
});

test("an answer to nothing that one knows of changes nothing", (t) => {
  const play = aliceAmongOthers();
  const before = play.chat;
  store(play, 1);
  t.is(play.chat, before);
});

test("writing goes to the bottom of the log", (t) => {
  const play = aliceAmongOthers({ everyone: messages(1, 100, "bob") }).press("pageup", "pageup");
  t.not(play.current.scroll, undefined);
  write(play, 200);
  t.is(play.current.scroll, undefined);
  t.is(lastRow(play), "12:00 alice mine 200 …");
});
