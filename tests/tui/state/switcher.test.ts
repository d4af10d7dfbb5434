import test from "ava";
import { editorOf } from "../../../tui/state/focus.ts";
import { switcherRows } from "../../../tui/state/switcher.ts";
import { aliceAmongOthers, type Play } from "./play.ts";

const names = (play: Play): string[] =>
  switcherRows(play.chat, editorOf(play.chat).text).map(({ name }) => name);

test("the switcher shows everyone, the contacts and then the commands", (t) => {
  const shown = names(aliceAmongOthers().press("ctrl+g"));
  t.is(shown[0], "everyone");
  t.true(shown.indexOf("bob") < shown.indexOf("/whisper"));
});

test("some letters of a name are enough to go there", (t) => {
  const play = aliceAmongOthers().press("ctrl+g").type("bb");
  t.is(names(play)[0], "bob");
  play.press("enter");
  t.is(play.chat.current, "bob");
  t.is(play.chat.panel, undefined);
});

test("the query is not the draft, which stays as it was", (t) => {
  const play = aliceAmongOthers().type("half a sentence").press("ctrl+g").type("bob").press("escape");
  t.is(editorOf(play.chat).text, "half a sentence");
});

test("a command without arguments is run, one with arguments is put into the input", (t) => {
  t.like(aliceAmongOthers().press("ctrl+g").type("/help").press("enter").chat.panel, { kind: "help" });
  const play = aliceAmongOthers().press("ctrl+g").type("/block").press("enter");
  t.is(editorOf(play.chat).text, "/block ");
});

test("typing selects the best match again", (t) => {
  const play = aliceAmongOthers().press("ctrl+g", "down", "down");
  t.like(play.chat.panel, { selected: 2 });
  t.like(play.type("b").chat.panel, { selected: 0 });
});

test("Ctrl-C empties the query, then closes the switcher", (t) => {
  const play = aliceAmongOthers().press("ctrl+g").type("x").press("ctrl+c");
  t.like(play.chat.panel, { kind: "switcher", query: { text: "" } });
  t.is(play.press("ctrl+c").chat.panel, undefined);
});

test("Enter with nothing found stays", (t) => {
  t.like(aliceAmongOthers().press("ctrl+g").type("zzzz").press("enter").chat.panel, { kind: "switcher" });
});
