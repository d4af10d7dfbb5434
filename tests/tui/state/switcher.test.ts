import test from "ava";
import { contactsMax } from "../../../tui/state/contacts.ts";
import { editorOf } from "../../../tui/state/focus.ts";
import { settingRows } from "../../../tui/state/settings.ts";
import { switcherRows } from "../../../tui/state/switcher-rows.ts";
import { aliceAmongOthers, message, noon, type Play, summary } from "./play.ts";

const names = (play: Play): string[] =>
  switcherRows(play.chat, editorOf(play.chat).text).map(({ name }) => name);

test("the switcher shows conversations and then the commands", (t) => {
  const shown = names(aliceAmongOthers().press("ctrl+g"));
  t.true(shown.indexOf("bob") < shown.indexOf("/whisper"));
});

test("what is unread comes first, then where one came from; where one is comes last", (t) => {
  const play = aliceAmongOthers().press("alt+2", "f9");
  play.posted("dave", message(1, "dave"));
  t.deepEqual(names(play.press("ctrl+g")).slice(0, 4), ["dave", "bob", "Carol", "everyone"]);
});

test("of matches alike those that are unread come first, then those talked with last", (t) => {
  const play = aliceAmongOthers();
  const accounts = ["sam1", "sam2", "sam3"].map((name) => ({ name, online: false }));
  play.answer("contacts", {}, { accounts }).summaries(summary("sam2", { last: 1, read: 1, time: noon }));
  play
    .posted("sam3", { ...message(1, "sam3"), time: noon - 1000 })
    .press("ctrl+g")
    .type("sam");
  t.deepEqual(names(play).slice(0, 3), ["sam3", "sam2", "sam1"]);
  t.is(switcherRows(play.chat, "sam")[0]?.words, "1 unread");
});

test("the letters that were typed are known, to be shown", (t) => {
  const play = aliceAmongOthers().press("ctrl+g").type("crl");
  t.deepEqual(switcherRows(play.chat, "crl")[0]?.matched, [0, 2, 4]);
});

test("/ and > look for commands only, @ for people only", (t) => {
  for (const query of ["/", ">", "/bl", ">bl"]) {
    const found = names(aliceAmongOthers().press("ctrl+g").type(query));
    t.true(found.length > 0 && found.every((name) => name.startsWith("/")), query);
  }
  t.is(names(aliceAmongOthers().press("ctrl+g").type(">bl"))[0], "/block");
  t.deepEqual(names(aliceAmongOthers().press("ctrl+g").type("@")), ["bob", "Carol", "dave"]);
  t.deepEqual(names(aliceAmongOthers().press("ctrl+g").type("@da")), ["dave"]);
});

test("commands are found by what they do, too", (t) => {
  t.true(names(aliceAmongOthers().press("ctrl+g").type("contacts")).includes("/sidebar"));
});

test("settings are found by their names and by what they do, and the panel opens at them", (t) => {
  const play = aliceAmongOthers().press("ctrl+g").type("theme");
  t.is(names(play)[0], "theme");
  play.press("enter");
  t.like(play.chat.panel, { kind: "settings", selected: Object.keys(settingRows).indexOf("theme") });
  t.true(names(aliceAmongOthers().press("ctrl+g").type("colours")).includes("theme"));
  t.true(names(aliceAmongOthers().press("ctrl+g").type("profil")).includes("profiles"));
});

test("of a command and a setting that are called alike the command comes first", (t) => {
  for (const name of ["mouse", "quiet", "notify", "sidebar"]) {
    const found = names(aliceAmongOthers().press("ctrl+g").type(name));
    t.deepEqual(found.slice(0, 2), [`/${name}`, name], name);
  }
});

test("Ctrl-K once too often after a cut opens nothing", (t) => {
  const play = aliceAmongOthers().type("word").press("ctrl+a", "ctrl+k", "ctrl+k", "ctrl+k");
  t.is(play.chat.panel, undefined);
  t.is(play.type("x").press("backspace", "ctrl+k").chat.panel?.kind, "switcher");
});

test("Ctrl-K with nothing typed opens the switcher, with something typed it deletes", (t) => {
  t.is(aliceAmongOthers().press("ctrl+k").chat.panel?.kind, "switcher");
  const play = aliceAmongOthers().type("two words").press("ctrl+a", "ctrl+k");
  t.is(play.chat.panel, undefined);
  t.is(editorOf(play.chat).text, "");
});

/** As many contacts as a client lists, all with long names. */
function crowd(): Play {
  const name = (index: number): string => `person-number-${String(index).padStart(4, "0")}`;
  const accounts = Array.from({ length: contactsMax }, (_, index) => ({ name: name(index), online: false }));
  return aliceAmongOthers().answer("contacts", {}, { accounts, next: "more" });
}

test("who isn't listed among very many is reached by the whole name", (t) => {
  const play = crowd().press("ctrl+g").type("zoe");
  t.deepEqual(names(play), ["zoe"]);
  play.press("enter");
  t.is(play.chat.current, "zoe");
  play.refuse("history", { conversation: "zoe" }, "There is no such account.");
  t.regex(play.notice, /no such account/);
  t.deepEqual(names(aliceAmongOthers().press("ctrl+g").type("zoe")), []);
});

test("a key among five thousand contacts takes a few milliseconds", (t) => {
  const play = crowd().press("ctrl+g").type("per");
  const times = Array.from("son-number-12", (key) => {
    const started = performance.now();
    names(play.type(key));
    return performance.now() - started;
  });
  // The fastest, because a machine does other things, too; it takes one or two.
  t.true(Math.min(...times) < 10, times.join(" "));
});
