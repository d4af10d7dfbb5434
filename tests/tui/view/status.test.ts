import test from "ava";
import { ChatError } from "../../../protocol/index.ts";
import { aliceAmongOthers, keyOf, message, messages, noon, type Play, summary } from "../state/play.ts";
import { screenOf } from "./screens.ts";

const bar = (play: Play): string => screenOf(play.state).at(-1) ?? "";

function alice(columns: number, rows = 24): Play {
  return aliceAmongOthers({ size: { columns, rows } }).hear({ kind: "roundTrip", ms: 11.6 });
}

test("name, server, round trip, who is online and as many hints as fit", (t) => {
  t.is(bar(alice(80)), " alice @ 127.0.0.1:2000 · 12 ms · 3 online   F1 help  Ctrl-G go to  Ctrl-N next");
  t.regex(bar(alice(140)), /3 online .*F1 help .*F6 whisper .*F2 online/);
  t.true(bar(alice(300)).length < 300);
});

test("of an empty conversation nothing is told about finding and scrolling, of a short one nothing about scrolling", (t) => {
  const hints = (play: Play): string => bar(play.resize(300, 24));
  t.notRegex(hints(alice(300)), /find|scroll/);
  const short = alice(300).posted("everyone", message(1, "bob"));
  t.regex(hints(short), /F1 help .*Ctrl-G go to {2}Ctrl-F find/);
  t.notRegex(hints(short), /scroll/);
  const long = aliceAmongOthers({ everyone: messages(1, 60, "bob") });
  t.regex(hints(long), /Ctrl-F find {2}PgUp scroll/);
  t.regex(hints(long.press("ctrl+home")), /PgUp scroll/);
  t.notRegex(hints(long.press("f2")), /PgUp/);
});

test("in the smallest window all but the hints that don't fit", (t) => {
  t.is(bar(alice(40, 10)), " alice@127.0.0.1:2000 12 ms ●3  F1 help");
});

test("what is unread elsewhere is told where the contacts don't show it, with the key that goes there", (t) => {
  const unread = (columns: number): Play =>
    alice(columns, 10).summaries(summary("bob", { last: 2, received: 2, unread: 2, time: noon }));
  t.notRegex(bar(unread(80)), /2 new/);
  t.regex(bar(unread(80).press("f7")), / {2}Alt-A 2 new {2}F1 help/);
  t.is(bar(unread(40)), " alice@127.0.0.1:… 12 ms ●3  Alt-A 2 new");
  t.is(bar(unread(20)), " 2 new ali… 12 ms ●3");
  t.regex(bar(unread(40).press("alt+a")), /F1 help$/);
});

test("a long name is cut, never the state of the connection", (t) => {
  const play = alice(40).sessionIn("bartholomew-the-20th");
  t.is(bar(play), " bartholomew-the-20th… 12 ms ●1  F1 help");
});

test("what Esc does comes first while there is a panel", (t) => {
  t.regex(bar(alice(80).press("f1")), /Esc close {2}F1 help/);
  t.regex(bar(alice(40).press("f1")), /Esc close$/);
});

test("while the log ends in a message that was refused, it says where to do something about it", (t) => {
  const play = alice(80);
  play.do({ type: "queued", message: { key: keyOf(1), conversation: "everyone", text: "x" } });
  t.notRegex(bar(play), /not sent/);
  const send = { state: "refused", error: new ChatError("internal") } as const;
  t.regex(bar(play.hear({ kind: "send", key: keyOf(1), send })), / {2}F1 help {2}Alt-O not sent/);
  play.press("alt+o");
  play.type("x").do({ type: "cancelled", key: keyOf(1), perhapsSent: false });
  t.notRegex(bar(play.press("escape")), /not sent/);
});

test("in the smallest window, too, it says how one gets back from a jump", (t) => {
  const play = alice(40, 10).focus(false).posted("everyone", message(1, "bob"));
  t.regex(bar(play.press("alt+u")), / {2}Esc back$/);
});

test("near the limit it says how long the message is, in the smallest window, too", (t) => {
  t.notRegex(bar(alice(80).paste("x".repeat(3695))), /4,096/);
  t.regex(bar(alice(80).paste("x".repeat(3696))), / {2}3,696\/4,096 {2}F1 help/);
  t.regex(bar(alice(40).paste("x".repeat(4096))), / 4,096\/4,096$/);
  t.regex(bar(alice(40).paste("👍".repeat(4097))), / 4,097\/4,096$/);
});

const offline = { kind: "network", code: "ECONNRESET" } as const;

function interrupted(columns: number): Play {
  const play = alice(columns).hear({ kind: "session", session: { state: "interrupted", name: "alice" } });
  return play.connection({ state: "waiting", reason: offline, retryAt: noon + 4200 });
}

test("without a connection it says so, counts down and counts what waits", (t) => {
  const play = interrupted(80);
  t.regex(bar(play), /· OFFLINE, again in 5 s /);
  t.regex(bar(play.wait(1000)), /· OFFLINE, again in 4 s /);
  play.do({ type: "queued", message: { key: keyOf(1), conversation: "everyone", text: "x" } });
  t.regex(bar(play), /again in 4 s, 1 queued /);
  play.do({ type: "queued", message: { key: keyOf(2), conversation: "everyone", text: "x" } });
  const send = { state: "refused", error: new ChatError("unavailable") } as const;
  t.regex(bar(play.hear({ kind: "send", key: keyOf(2), send })), /again in 4 s, 1 queued /);
  t.regex(bar(play.connection({ state: "connecting" })), /· connecting …, 1 queued /);
  t.regex(bar(play.connection({ state: "connected", server: "x" })), /· logging in …, 1 queued /);
});

test("why there is no connection is said where there is room for it and the key that tries again", (t) => {
  const why = (columns: number): string => bar(interrupted(columns));
  t.regex(
    why(120),
    /alice @ 127\.0\.0\.1:2000 · OFFLINE, again in 5 s · The connection was cut\. +Alt-R retry +F1 help/,
  );
  t.regex(why(80), /^ alice · OFFLINE, again in 5 s · The connection was cut\. +Alt-R retry/);
  t.regex(why(64), /^ OFFLINE, again in 5 s · The connection was cut\. +Alt-R retry$/);
  t.notRegex(bar(alice(300)), /retry/);
});

test("however narrow, it says that there is no connection, until when, and what waits", (t) => {
  const play = interrupted(120);
  for (let number = 1; number <= 12; number++)
    play.do({ type: "queued", message: { key: keyOf(number), conversation: "everyone", text: "x" } });
  for (let columns = 20; columns < 130; columns++) {
    play.resize(columns, 24);
    t.regex(bar(play), /OFFLINE,? (again in )?5 s(, 12 queued| …12)/, `${columns}`);
    t.true(bar(play).length <= columns);
  }
});

test("while connected, what has waited for longer than an answer takes is counted", (t) => {
  const play = alice(80);
  play.do({ type: "queued", message: { key: keyOf(1), conversation: "everyone", text: "x" } });
  t.notRegex(bar(play), /queued/);
  t.regex(bar(play.wait(2000)), /12 ms · 3 online, 1 queued /);
  t.regex(bar(play.resize(40, 24)), /12 ms ●3, 1 queued/);
  play.hear({ kind: "send", key: keyOf(1), send: { state: "stored", number: 1, time: noon } });
  t.notRegex(bar(play), /queued/);
});

test("it says that in the smallest window, too", (t) => {
  t.regex(bar(interrupted(40)), /^ alice.* OFFLINE, again in 5 s/);
});

function kicked(columns: number): Play {
  const text = "Whoever runs the server has ended this connection.";
  const play = alice(columns).hear({ kind: "session", session: { state: "interrupted", name: "alice" } });
  return play.connection({ state: "stopped", reason: { kind: "closing", code: "kicked", text } });
}

test("a connection that won't come back by itself says why, and which key brings it back", (t) => {
  t.regex(bar(kicked(120)), /^ alice @ .* · OFFLINE · Whoever runs .* connection\. +Alt-R retry {2}F1 help/);
  t.regex(bar(kicked(80)), /^ OFFLINE · Whoever runs .* connection\. +Alt-R retry$/);
  t.is(bar(kicked(40)), " OFFLINE · Whoever runs the… Alt-R retry");
  t.is(bar(kicked(20)), " OFFLINE Alt-R retry");
});

test("however narrow, the key that brings a connection back is there, and what waits where there is room", (t) => {
  const play = kicked(120);
  play.do({ type: "queued", message: { key: keyOf(1), conversation: "everyone", text: "x" } });
  for (let columns = 20; columns < 130; columns++) {
    play.resize(columns, 24);
    t.regex(bar(play), /OFFLINE.*Alt-R retry/, `${columns}`);
    t.true(bar(play).length <= columns);
    if (columns >= 40) t.regex(bar(play), /OFFLINE, 1 queued/);
  }
});
