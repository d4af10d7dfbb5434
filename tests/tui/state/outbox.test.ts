/** Own messages that wait or were refused: on disk or not, listed, taken back, taken up again. */
import test from "ava";
import { ChatError } from "../../../protocol/index.ts";
import type { KeptMessage } from "../../../tui/state/state.ts";
import { screenOf } from "../view/screens.ts";
import { aliceAmongOthers, keyOf, noon, type Play } from "./play.ts";

const message = (number: number, conversation = "everyone") => ({
  key: keyOf(number),
  conversation,
  text: `mine ${number}`,
});

function write(play: Play, number: number, conversation?: string): Play {
  return play.do({ type: "queued", message: message(number, conversation) });
}

function refuse(play: Play, number: number): Play {
  const send = { state: "refused", error: new ChatError("blocked") } as const;
  return play.hear({ kind: "send", key: keyOf(number), send });
}

/** The rows of the panel, without the contacts and the age. */
function panel(play: Play): string[] {
  const rows = screenOf(play.state).map((row) => row.split("│ ").at(-1) ?? "");
  return rows
    .filter((row) => /^[▸ ] [·…✗] /.test(row))
    .map((row) =>
      row
        .slice(2)
        .trim()
        .replace(/ +\d+ s +/, " "),
    );
}

const lastRow = (play: Play): string => screenOf(play.state).at(-3)?.split("│ ").at(-1) ?? "";

test("a message is said to be queued once it is on disk, and not before", (t) => {
  const play = write(aliceAmongOthers(), 1);
  t.is(lastRow(play), "12:00 alice mine 1 ·");
  play.do({ type: "kept", key: keyOf(1) });
  t.is(lastRow(play), "12:00 alice mine 1 …");
  play.do({ type: "kept", key: keyOf(7) });
  t.is(lastRow(play), "12:00 alice mine 1 …");
});

test("the outbox lists what waits and what was refused, in the order written", (t) => {
  const play = write(write(write(aliceAmongOthers(), 2, "bob"), 1), 3, "Carol");
  refuse(play.do({ type: "kept", key: keyOf(1) }), 2);
  for (const open of [() => play.press("alt+o"), () => play.press("escape").type("/outbox").press("enter")]) {
    open();
    t.deepEqual(panel(play), ["… everyone mine 1", "✗ bob mine 2", "· Carol mine 3"]);
  }
});

test("an empty outbox says so", (t) => {
  t.regex(screenOf(aliceAmongOthers().press("alt+o").state).join("\n"), /Nothing waits/);
});

test("Enter goes to the conversation of the message", (t) => {
  const play = write(write(aliceAmongOthers(), 1), 2, "bob").press("alt+o", "down", "enter");
  t.is(play.chat.current, "bob");
  t.is(play.chat.panel, undefined);
});

test("x takes a message back, which is gone when that is done", (t) => {
  const play = write(write(aliceAmongOthers(), 1), 2).press("alt+o", "down");
  play.takenAll();
  t.deepEqual(play.type("x").taken(), [{ do: "cancel", key: keyOf(2) }]);
  t.is(panel(play).length, 2);
  play.do({ type: "cancelled", key: keyOf(2), perhapsSent: false });
  t.deepEqual(panel(play), ["· everyone mine 1"]);
  t.is(play.notice, "Taken back. It was never sent.");
  t.deepEqual(play.press("delete").taken(), [{ do: "cancel", key: keyOf(1) }]);
  play.do({ type: "cancelled", key: keyOf(1), perhapsSent: true });
  t.is(play.chat.panel, undefined);
  t.regex(play.notice, /if the server got it, it's there/);
  t.deepEqual(play.current.outgoing, []);
  t.is(play.draft, "");
});

test("what can't be taken back stays, and says why", (t) => {
  const play = write(aliceAmongOthers(), 1).press("alt+o").type("x");
  play.do({ type: "uncancelled", why: "under way" });
  t.is(play.notice, "It's on its way and can't be taken back.");
  play.do({ type: "uncancelled", why: "disk" });
  t.regex(play.notice, /stays and is sent/);
  t.is(play.current.outgoing.length, 1);
});

test("letters are commands in the outbox and are not typed; other panels leave them to the input", (t) => {
  const play = write(aliceAmongOthers(), 1).press("alt+o").type("qz");
  t.is(play.draft, "");
  t.is(play.press("escape").type("qz").draft, "qz");
  t.is(play.press("f2").type("xe").draft, "qzxe");
});

test("e puts a refused message back into the input of its conversation, and forgets it", (t) => {
  const play = refuse(write(aliceAmongOthers(), 1, "bob"), 1).press("alt+o");
  play.takenAll();
  play.type("e");
  t.deepEqual([play.chat.current, play.draft], ["bob", "mine 1"]);
  t.true(play.taken().some((effect) => effect.do === "cancel" && effect.key === keyOf(1)));
  play.do({ type: "cancelled", key: keyOf(1), perhapsSent: false });
  t.deepEqual([play.current.outgoing, play.draft, play.notice], [[], "mine 1", ""]);
});

test("e neither touches what waits nor what is typed", (t) => {
  const play = refuse(write(write(aliceAmongOthers(), 1), 2, "bob"), 2);
  play.press("alt+o").type("e");
  t.regex(play.notice, /still waits/);
  play.press("escape").type("/w bob").press("enter").type("typed").press("alt+o", "down").type("e");
  t.regex(play.notice, /Send or clear first what is typed to bob/);
  t.is(play.conversation("bob").draft.text, "typed");
});

const kept = (number: number, rest: Partial<KeptMessage> = {}): KeptMessage => ({
  ...message(number),
  time: noon - 60_000,
  refused: undefined,
  ...rest,
});

test("what an earlier run has left is taken up: drafts, what waits, what was refused", (t) => {
  const play = aliceAmongOthers();
  const outbox = [kept(1), kept(2, { conversation: "Bob", refused: "No." }), kept(3)];
  const drafts = new Map([
    ["everyone", "half a"],
    ["carol", "dear"],
  ]);
  play.takenAll();
  play.do({ type: "recalled", drafts, outbox, damaged: [] });
  t.deepEqual(play.takenAll(), []);
  t.is(lastRow(play), "11:59 alice mine 3 …");
  t.like(play.current.draft, { text: "half a", cursor: 6 });
  t.is(play.conversation("carol").draft.text, "dear");
  t.like(play.conversation("bob").outgoing[0], { refused: "No.", kept: true });
  play.do({ type: "recalled", drafts: new Map([["everyone", "older"]]), outbox, damaged: [] });
  t.is(play.current.outgoing.length, 2);
  t.is(play.draft, "half a");
});

test("a stored answer to a message that was taken up shows it once", (t) => {
  const play = aliceAmongOthers().do({ type: "recalled", drafts: new Map(), outbox: [kept(1)], damaged: [] });
  play.hear({ kind: "send", key: keyOf(1), send: { state: "stored", number: 1, time: noon } });
  t.is(lastRow(play), "12:00 alice mine 1 ✓");
  t.deepEqual(play.current.outgoing, []);
});

test("files that can't be read, and a disk that can't be written, are told of", (t) => {
  const play = aliceAmongOthers();
  play.do({ type: "recalled", drafts: new Map(), outbox: [], damaged: ["drafts.json"] });
  t.regex(play.notice, /the file drafts\.json went aside/);
  play.do({ type: "disk", trouble: "no space left on device" });
  t.is(
    play.notice,
    "Drafts and queued messages can't be saved: no space left on device. They live as long as this program.",
  );
  play.do({ type: "disk", trouble: undefined });
  t.is(play.notice, "Drafts and queued messages are saved again.");
});

test("every change of a draft is kept, that of the conversation that it was typed in", (t) => {
  const play = aliceAmongOthers();
  const drafts = (): unknown[] => play.takenAll().filter((effect) => effect.do === "keepDraft");
  play.type("ab").press("backspace").type("/");
  t.deepEqual(drafts(), [
    { do: "keepDraft", conversation: "everyone", text: "ab" },
    { do: "keepDraft", conversation: "everyone", text: "a" },
    { do: "keepDraft", conversation: "everyone", text: "a/" },
  ]);
  play.press("left", "ctrl+n").type("x");
  t.deepEqual(drafts().at(-1), {
    do: "keepDraft",
    conversation: play.chat.current,
    text: "x",
  });
  play.press("ctrl+c").press("ctrl+p", "ctrl+c");
  drafts();
  play.type("/w bob hi").takenAll();
  play.press("enter");
  t.deepEqual(drafts(), [{ do: "keepDraft", conversation: "everyone", text: "" }]);
});

test("whoever leaves with messages that wait is told what becomes of them", (t) => {
  const play = write(aliceAmongOthers(), 1).do({ type: "kept", key: keyOf(1) });
  play.press("ctrl+c");
  t.is(play.notice, "1 message waits to be sent when you log in here again. Press Ctrl-C again to quit.");
  write(write(play, 2), 3).press("a", "ctrl+c");
  t.regex(play.notice, /^1 message waits .* 2 messages wait, can't be saved and will be lost\. Press/);
  play.sessionOut({ kind: "logged out" });
  t.like(play.login.problem, { kind: "note" });
  t.regex(screenOf(play.state).join(" "), /1 message waits to be sent when you log in here again/);
});

test("without messages that wait, leaving is silent", (t) => {
  const play = refuse(write(aliceAmongOthers(), 1), 1);
  t.is(play.press("ctrl+c").notice, "Press Ctrl-C again to quit.");
  t.is(play.sessionOut({ kind: "logged out" }).login.problem, undefined);
});

test("/forget asks first, and then forgets drafts and what waits, but not what is on its way", (t) => {
  const play = write(write(aliceAmongOthers(), 1), 2, "bob").type("/forget").press("enter");
  t.deepEqual(play.taken(), []);
  t.regex(play.notice, /2 wait now\. \/forget yes does it/);
  play.press("ctrl+n").type("typed").press("ctrl+p").takenAll();
  t.deepEqual(play.type("/forget yes").press("enter").taken(), [{ do: "forget" }]);
  play.do({ type: "forgotten", keys: [keyOf(1)] });
  t.is(play.notice, "Nothing of alice is on this machine any more.");
  t.deepEqual(
    play.chat.conversations
      .values()
      .map(({ draft, outgoing }) => [draft.text, outgoing.length])
      .toArray()
      .sort(),
    [
      ["", 0],
      ["", 1],
    ],
  );
});
