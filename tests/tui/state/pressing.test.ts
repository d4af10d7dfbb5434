/** Keys of two chords, and Esc before a key. */
import test from "ava";
import { aliceAmongOthers, message, type Play } from "./play.ts";

const composes = (play: Play): boolean => play.taken().some((effect) => effect.do === "compose");

test("Ctrl-X Ctrl-E is one key, and says that it waits for its second half", (t) => {
  const play = aliceAmongOthers().type("half").press("ctrl+x");
  t.is(play.notice, "Ctrl-X …");
  t.deepEqual(play.taken(), []);
  play.press("ctrl+e");
  t.deepEqual(play.taken(), [{ do: "compose", conversation: "everyone", text: "half" }]);
  t.is(play.notice, "");
});

test("half of a key and something else does nothing, and says so", (t) => {
  const play = aliceAmongOthers().type("ab").press("ctrl+x", "ctrl+u");
  t.is(play.draft, "ab");
  t.is(play.notice, "Ctrl-X Ctrl-U does nothing.");
  t.is(play.press("ctrl+u").draft, "");
});

test("Esc and then a key is Alt with it", (t) => {
  t.true(composes(aliceAmongOthers().press("escape").type("e")));
  t.is(aliceAmongOthers().press("escape").type("2").chat.current, "bob");
  const play = aliceAmongOthers().type("one two").press("escape", "backspace");
  t.is(play.draft, "one ");
  t.is(aliceAmongOthers().type("one").press("escape", "enter").draft, "one\n");
});

test("after a second an Esc was just an Esc", (t) => {
  const play = aliceAmongOthers().type("one").press("escape");
  play.now += 1000;
  t.is(play.type("d").draft, "oned");
});

test("an Esc that closed or dismissed something was just an Esc", (t) => {
  t.is(aliceAmongOthers().press("f1", "escape").type("2").draft, "2");
  t.is(aliceAmongOthers().type("/").press("escape").type("2").draft, "/2");
  const asked = aliceAmongOthers().paste("1\n2\n3\n4").press("enter", "escape").type("d");
  t.is(asked.draft, "1\n2\n3\n4d");
});

test("a letter that is no key with Alt is typed, as are more of them", (t) => {
  t.is(aliceAmongOthers().press("escape").type("x").draft, "x");
  t.is(aliceAmongOthers().press("escape").type("ab").draft, "ab");
});

test("a key that is none with Alt is itself", (t) => {
  t.is(aliceAmongOthers().posted("bob", message(1, "bob")).press("escape", "tab").chat.current, "bob");
  t.like(aliceAmongOthers().press("escape", "f1").chat.panel, { kind: "help" });
});

test("a paste is no half of a key", (t) => {
  t.is(aliceAmongOthers().press("ctrl+x").paste("e").draft, "e");
  t.is(aliceAmongOthers().press("escape").paste("2").draft, "2");
});
