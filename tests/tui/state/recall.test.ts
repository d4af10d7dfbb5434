/** Lines that were sent before: with Up and Down, and by Ctrl-R. */
import test from "ava";
import { editorOf } from "../../../tui/state/focus.ts";
import { foundLines, linesMax } from "../../../tui/state/recall.ts";
import { aliceAmongOthers, type Play } from "./play.ts";

function having(...lines: string[]): Play {
  return aliceAmongOthers().do({ type: "remembered", lines });
}

test("Up brings back what was sent, Down leads to what was being typed", (t) => {
  const play = aliceAmongOthers();
  for (const line of ["one", "/help", "two"]) play.type(line).press("enter").press("escape");
  play.type("half");
  const seen = ["up", "up", "up", "up", "down", "down", "down", "down"].map((key) => play.press(key).draft);
  t.deepEqual(seen, ["two", "/help", "one", "one", "/help", "two", "half", "half"]);
});

test("the cursor is at the end of a line that comes back", (t) => {
  t.is(having("hello").press("up").current.draft.cursor, 5);
});

test("in a line of several rows Up first goes through the rows", (t) => {
  const play = having("older", "a\nb").press("up");
  t.is(play.press("up").draft, "a\nb");
  t.is(play.press("up").draft, "older");
  t.is(play.press("down").draft, "a\nb");
});

test("editing a line changes neither the history nor is it lost on the way", (t) => {
  const play = having("one", "two").press("up").type("!").press("up", "down");
  t.is(play.draft, "two!");
  t.deepEqual(play.chat.lines, ["one", "two"]);
  play.press("enter", "up", "up");
  t.is(play.draft, "two");
  t.deepEqual(play.chat.lines, ["one", "two", "two!"]);
});

test("what comes back can be undone like anything else, but not to a line that was never in it", (t) => {
  t.is(having("one").press("up").type("!").press("ctrl+_").draft, "one");
  t.is(having("one").press("up", "ctrl+_").draft, "one");
});

test("each line that is sent or run is to be remembered as it was typed, also a command", (t) => {
  const play = aliceAmongOthers();
  for (const line of ["hi", "/w bob psst", "//x"]) play.type(line).press("enter").wait(2000);
  const remembered = play.takenAll().flatMap((effect) => (effect.do === "remember" ? [effect.text] : []));
  t.deepEqual(remembered, ["hi", "/w bob psst", "//x"]);
});

test("what was refused or not understood isn't remembered", (t) => {
  const play = aliceAmongOthers();
  for (const line of ["/wisper bob", "/w nobody hi", " "]) play.press("ctrl+u").type(line).press("enter");
  t.false(play.takenAll().some((effect) => effect.do === "remember"));
  t.deepEqual(play.chat.lines, []);
});

test("the same line twice is there once, and the oldest go when there are too many", (t) => {
  const play = having(...Array.from({ length: linesMax + 5 }, (_, index) => `line ${index}`));
  t.is(play.chat.lines.length, linesMax);
  play.type("new").press("enter").type("new").press("enter");
  t.is(play.chat.lines.length, linesMax);
  t.deepEqual(play.chat.lines.slice(-2), [`line ${linesMax + 4}`, "new"]);
});

test("each conversation has its own place in the history", (t) => {
  const play = having("one", "two").press("up", "up").press("alt+2");
  t.is(play.draft, "");
  t.is(play.press("up").draft, "two");
  t.is(play.press("f9").draft, "one");
});

test("Ctrl-R finds by a piece, the newest first; again goes further back; Enter takes it without sending", (t) => {
  const play = having("make test", "hello", "make build", "make test").press("ctrl+r").type("MAKE");
  t.deepEqual(foundLines(play.chat, editorOf(play.chat).text), ["make test", "make build"]);
  play.press("ctrl+r", "enter");
  t.is(play.draft, "make build");
  t.is(play.chat.panel, undefined);
  t.deepEqual(play.taken(), []);
});

test("Up goes back to newer ones", (t) => {
  t.is(having("one", "two").press("ctrl+r", "ctrl+r", "up", "enter").draft, "two");
});

for (const key of ["escape", "ctrl+g"]) {
  test(`${key} leaves the search with what was being typed`, (t) => {
    const play = having("one").type("half").press("ctrl+r").type("on").press(key);
    t.is(play.chat.panel, undefined);
    t.is(play.draft, "half");
  });
}

test("what a found line replaced can be undone", (t) => {
  t.is(having("one").type("half").press("ctrl+r", "enter", "ctrl+_").draft, "half");
});

test("where nothing is found, Enter stays", (t) => {
  const play = having("one").press("ctrl+r").type("zzz").press("enter");
  t.like(play.chat.panel, { kind: "lines" });
});
