/** What is asked before it goes out: pastes, and messages whose reader has changed under the writer's fingers. */
import test from "ava";
import type { Effect } from "../../../tui/state/effects.ts";
import { aliceAmongOthers, connected, message, type Play } from "./play.ts";

const sends = (play: Play): Effect[] => play.taken().filter((effect) => effect.do === "send");
const paragraph = "one\ntwo\nthree\nfour";

test("a paste of four lines waits for another Enter, with its size and its readers", (t) => {
  const play = aliceAmongOthers().paste(paragraph).press("enter");
  t.deepEqual(sends(play), []);
  t.is(play.notice, "Send 4 lines (18 characters) to everyone? Enter sends, Esc keeps editing.");
  t.deepEqual(sends(play.press("enter")), [{ do: "send", conversation: "everyone", text: paragraph }]);
  t.is(play.notice, "");
});

test("in a whisper the question says that it is one", (t) => {
  const play = aliceAmongOthers().type("/w bob").press("enter").paste(paragraph).press("enter");
  t.regex(play.notice, /^Send 4 lines \(18 characters\) to bob only\?/);
});

test("a long paste of one line is asked about, a short one of three lines isn't", (t) => {
  t.regex(
    aliceAmongOthers().paste("x".repeat(1001)).press("enter").notice,
    /^Send 1 line \(1,001 characters\)/,
  );
  t.is(sends(aliceAmongOthers().paste("a\nb\nc").press("enter")).length, 1);
});

test("what was typed is sent without a question, however many lines it has", (t) => {
  const play = aliceAmongOthers();
  for (let line = 0; line < 9; line++) play.type("line").press("ctrl+j");
  t.is(sends(play.press("enter")).length, 1);
});

test("Esc keeps what is there, and the next Enter asks again", (t) => {
  const play = aliceAmongOthers().paste(paragraph).press("enter", "escape");
  t.is(play.draft, paragraph);
  t.is(play.notice, "");
  t.regex(play.press("enter").notice, /^Send 4 lines/);
});

test("an answer counts for what was asked about only", (t) => {
  const changed = aliceAmongOthers().paste(paragraph).press("enter").type("x").press("enter");
  t.deepEqual(sends(changed), []);
  const elsewhere = aliceAmongOthers().press("alt+2").paste(paragraph).wait(5000).press("enter");
  const answered = elsewhere.press("f9").wait(5000).paste(paragraph).press("enter");
  t.deepEqual(sends(answered), []);
  t.regex(answered.notice, /to everyone\?/);
});

test("an answer doesn't count for what has come into the input since", (t) => {
  const play = aliceAmongOthers().paste(paragraph).press("enter");
  play.do({ type: "composed", conversation: "everyone", result: { text: `${paragraph}\nfive` } });
  t.deepEqual(sends(play.press("enter")), []);
  t.regex(play.notice, /^Send 5 lines/);
});

test("after it was sent, the next message is asked about only if it's a paste, too", (t) => {
  const play = aliceAmongOthers().paste(paragraph).press("enter", "enter");
  play.taken();
  play.type("a").press("ctrl+j").type("b").press("ctrl+j").type("c").press("ctrl+j").type("d").press("enter");
  t.is(sends(play).length, 1);
});

test("a paste that begins with a command isn't run without a question", (t) => {
  const play = aliceAmongOthers().paste("/w bob one\ntwo").press("enter");
  t.deepEqual(sends(play), []);
  t.is(play.notice, "This runs /w with all 2 lines. Enter runs it, Esc keeps editing.");
  t.deepEqual(sends(play.press("enter")), [{ do: "send", conversation: "bob", text: "one\ntwo" }]);
});

test("a paste over the limit is refused at once, with the numbers, and stays", (t) => {
  const play = aliceAmongOthers().paste("x\n".repeat(2500)).press("enter");
  t.regex(play.notice, /^This has 4,999 characters, a message at most 4,096\. Nothing was sent/);
  t.is(play.draft.length, 5000);
});

const turns: Readonly<Record<string, (play: Play) => Play>> = {
  "Tab went to what is unread": (play) => play.press("tab"),
  "Alt-A went to what is unread": (play) => play.press("alt+a"),
  "the next conversation was opened": (play) => play.press("ctrl+n"),
  "a number was pressed, whose row may have moved": (play) => play.press("alt+2"),
};

for (const [what, turn] of Object.entries(turns)) {
  test(`${what} less than a second before Enter: asks who it is for`, (t) => {
    const play = turn(aliceAmongOthers().posted("bob", message(1, "bob"))).type("hi");
    play.now += 900;
    t.deepEqual(sends(play.press("enter")), []);
    t.is(play.notice, `This goes to ${play.current.name} only. Enter sends, Esc keeps it.`);
    t.is(play.draft, "hi");
    t.like(sends(play.press("enter")), { 0: { text: "hi" } });
  });

  test(`${what} a second before Enter: no question`, (t) => {
    const play = turn(aliceAmongOthers().posted("bob", message(1, "bob"))).type("hi");
    play.now += 1000;
    t.is(sends(play.press("enter")).length, 1);
  });
}

test("back to everyone just now: the question says so", (t) => {
  const play = aliceAmongOthers().press("alt+2").wait(9000).press("f9").type("hi").press("enter");
  t.is(play.notice, "This goes to everyone. Enter sends, Esc keeps it.");
});

test("whoever has just chosen by name isn't asked", (t) => {
  t.is(sends(aliceAmongOthers().type("/w bob").press("enter").type("hi").press("enter")).length, 1);
  const switched = aliceAmongOthers().press("ctrl+g").type("bob").press("enter").type("hi").press("enter");
  t.is(sends(switched).length, 1);
});

test("commands are not asked about: they say whom they are for", (t) => {
  t.is(sends(aliceAmongOthers().press("alt+2").type("/w Carol hi").press("enter")).length, 1);
});

test("who is back after the session was taken over, with a draft that waited, is asked", (t) => {
  const play = aliceAmongOthers().type("half").sessionOut({ kind: "taken over", address: "10.0.0.1" });
  play.wait(60_000).connection(connected).sessionIn("alice").press("enter");
  t.deepEqual(sends(play), []);
  t.regex(play.notice, /^This goes to everyone\./);
});

test("who has just logged in is not asked", (t) => {
  t.is(sends(aliceAmongOthers().type("hi").press("enter")).length, 1);
});
