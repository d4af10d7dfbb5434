import test from "ava";
import { aliceAmongOthers, connected } from "./play.ts";

const composed = (text: string) => ({ type: "composed", conversation: "bob", result: { text } }) as const;

test("what was written in the editor is the draft, and isn't sent", (t) => {
  const play = aliceAmongOthers().press("alt+2").type("short").press("alt+e").do(composed("long\nand more"));
  t.is(play.draft, "long\nand more");
  t.deepEqual(
    play.taken().filter((effect) => effect.do === "send"),
    [],
  );
  t.is(play.press("ctrl+_").draft, "short");
});

test("it goes where it was begun, whatever is on screen by then", (t) => {
  const play = aliceAmongOthers().do(composed("for bob"));
  t.is(play.draft, "");
  t.is(play.conversation("bob").draft.text, "for bob");
});

test("a session that ended meanwhile loses nothing of it", (t) => {
  const play = aliceAmongOthers().press("alt+2", "alt+e").sessionOut({ kind: "taken over", address: "x" });
  play.do(composed("for bob")).connection(connected).sessionIn("alice");
  t.is(play.draft, "for bob");
});

test("an editor that fails leaves the draft and says why", (t) => {
  const play = aliceAmongOthers().type("half");
  play.do({ type: "composed", conversation: "everyone", result: { problem: "ed ended with status 1." } });
  t.is(play.draft, "half");
  t.is(play.notice, "ed ended with status 1.");
});

test("/edit begins with what stands behind it", (t) => {
  const play = aliceAmongOthers().type("/edit some words").press("enter");
  t.deepEqual(play.taken(), [{ do: "compose", conversation: "everyone", text: "some words" }]);
  t.is(play.draft, "some words");
});
