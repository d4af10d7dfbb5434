/** Completions: what is suggested when, and what Tab, the arrows, Enter and Esc do with it. */
import test from "ava";
import { commands } from "../../../tui/state/commands.ts";
import { shownCompletion } from "../../../tui/state/completion.ts";
import { aliceAmongOthers, message, type Play } from "./play.ts";

const emoji = new Map([
  ["smile", "😄"],
  ["smiley", "😃"],
  ["tada", "🎉"],
  ["+1", "👍"],
  ["100", "💯"],
]);

const withEmoji = (play = aliceAmongOthers()): Play => play.do({ type: "emoji", emoji });

function typing(text: string, play = aliceAmongOthers()): Play {
  for (const character of text) play.type(character);
  return play;
}

function labels(play: Play): string[] {
  return (shownCompletion(play.chat)?.choices ?? []).map(({ label }) => label);
}

function chosen(play: Play): string | undefined {
  const { choices = [], selected } = shownCompletion(play.chat) ?? {};
  return selected === undefined ? undefined : choices[selected]?.label;
}

test("a slash shows all commands, more letters those that fit", (t) => {
  t.deepEqual(
    labels(typing("/")),
    commands.map(({ name }) => `/${name}`),
  );
  t.deepEqual(labels(typing("/blo")).slice(0, 2), ["/block", "/blocked"]);
  t.is(labels(typing("  /whi"))[0], "/whisper");
});

test("an alias finds its command, letters left out do, too", (t) => {
  t.true(labels(typing("/w")).includes("/whisper"));
  t.is(labels(typing("/wspr"))[0], "/whisper");
});

test("two slashes and slashes in a text are no command", (t) => {
  for (const text of ["//", "//x", "and/or", "a /wh"]) t.deepEqual(labels(typing(text)), [], text);
});

test("Enter with completions shown and none chosen sends what was typed", (t) => {
  t.regex(typing("/onli").press("enter").notice, /There is no command \/onli\./);
  t.deepEqual(typing("@b").press("enter").taken(), [{ do: "send", conversation: "everyone", text: "@b" }]);
});

test("Tab takes the first, again the next, Shift-Tab the one before, round and round", (t) => {
  const play = typing("/blo").press("tab");
  t.is(play.draft, "/block ");
  t.is(chosen(play), "/block");
  t.is(play.press("tab").draft, "/blocked");
  t.is(play.press("shift+tab").draft, "/block ");
  t.is(typing("/blo").press("shift+tab").draft, "/unblock ");
});

test("once Tab has gone in, the arrows choose and Enter takes, without sending", (t) => {
  const play = typing("/blo").press("tab", "down");
  t.is(play.draft, "/blocked");
  play.press("up", "enter");
  t.is(play.draft, "/block ");
  t.deepEqual(play.taken(), []);
  t.is(play.chat.panel, undefined);
});

test("before that the arrows belong to the input", (t) => {
  const play = aliceAmongOthers().do({ type: "remembered", lines: ["older"] });
  t.is(typing("/w", play).press("up").draft, "older");
});

test("Esc brings back what was typed and closes the list for this word, not for the next", (t) => {
  const play = typing("/blo").press("tab", "escape");
  t.is(play.draft, "/blo");
  t.deepEqual(labels(play), []);
  t.deepEqual(labels(play.type("c")), []);
  t.is(labels(play.type("k").type(" ")).length, 3);
  t.is(labels(typing("/blo", play.press("ctrl+u")))[0], "/block");
});

test("the only choice is taken at once, and what comes after it is shown", (t) => {
  const play = typing("/whis").press("tab");
  t.is(play.draft, "/whisper ");
  t.deepEqual(labels(play), ["bob", "Carol", "dave"]);
});

test("commands take the names of people, the settings theirs and their values", (t) => {
  t.is(typing("/w ca").press("tab").draft, "/w Carol ");
  t.is(typing("/block @da").press("tab").draft, "/block dave ");
  t.is(typing("/settings the").press("tab").draft, "/settings theme ");
  t.is(typing("/settings theme li").press("tab").draft, "/settings theme light");
  t.deepEqual(labels(typing("/settings toString x")), []);
  t.deepEqual(labels(typing("/broadcast b")), []);
});

test("commands that take one of a few words take them from the list", (t) => {
  t.deepEqual(labels(typing("/forget ")), ["yes"]);
  t.is(typing("/forget y").press("tab").draft, "/forget yes");
  t.deepEqual(labels(typing("/notify ")), ["all", "mentions", "none"]);
});

test("after a name the text of a whisper is a text like any other", (t) => {
  t.deepEqual(labels(typing("/w bob d")), []);
  t.is(labels(typing("/w bob @d"))[0], "@dave");
});

test("an @ calls people, who spoke last first, never oneself", (t) => {
  const play = aliceAmongOthers()
    .posted("everyone", message(1, "dave"))
    .posted("everyone", message(2, "bob"));
  play.posted("everyone", message(3, "alice"));
  t.deepEqual(labels(typing("hi @", play)), ["@bob", "@dave", "@Carol"]);
  t.is(play.press("tab").draft, "hi @bob ");
  t.is(play.press("tab").draft, "hi @dave ");
});

test("an address is no call", (t) => {
  t.deepEqual(labels(typing("mail me@b")), []);
});

test("a name and Tab calls at the start, and is just the name elsewhere", (t) => {
  t.is(typing("ca").press("tab").draft, "Carol: ");
  t.is(typing("ask ca").press("tab").draft, "ask Carol ");
  t.deepEqual(labels(typing("ca")), []);
});

test("Tab where nothing fits does nothing; with nothing typed it goes to what is unread", (t) => {
  t.is(typing("zzz").press("tab").draft, "zzz");
  const play = aliceAmongOthers().posted("bob", message(1, "bob")).press("tab");
  t.is(play.chat.current, "bob");
});

test("emoji are loaded with the first colon, and suggested after two letters", (t) => {
  const play = typing(":sm");
  t.deepEqual(play.taken(), [{ do: "loadEmoji" }]);
  t.deepEqual(labels(play), []);
  t.deepEqual(labels(withEmoji(play)), [":smile:", ":smiley:"]);
  t.is(play.press("tab").draft, "😄");
  t.deepEqual(labels(typing(":s", withEmoji())), []);
  t.deepEqual(withEmoji().type(":").taken(), []);
});

for (const [typed, sent] of [
  ["well done :tada:", "well done 🎉"],
  [":+1::+1:", "👍👍"],
  ["(:smile:)", "(😄)"],
  ["`:tada:`", "`:tada:`"],
  ["see `a` :tada:", "see `a` 🎉"],
  ["at 10:100: x", "at 10:100: x"],
  ["http://a:100:", "http://a:100:"],
  [":nothing:", ":nothing:"],
  ["a:tada:", "a:tada:"],
] as const) {
  test(`${typed} becomes ${sent}, in one go and letter by letter`, (t) => {
    t.is(typing(typed, withEmoji()).draft, sent);
    t.is(withEmoji().type(typed).draft, sent);
  });
}

test("a shortcode that was typed before the emoji are there becomes one as they come", (t) => {
  const early = typing("well :tada: done :+1:").type("!");
  t.is(early.draft, "well :tada: done :+1:!");
  t.is(withEmoji(early).draft, "well 🎉 done 👍!");
  t.is(withEmoji(aliceAmongOthers().paste(":tada:").type(":")).draft, ":tada::", "but not a pasted one");
  const within = typing(":tada:").press("left");
  t.is(withEmoji(within).draft, ":tada:", "nor under a cursor that has gone back");
});

test("what is sent before they are there says so, and only then", (t) => {
  const send = (play: Play) => play.press("enter").taken().at(-1);
  const plain = { do: "send", conversation: "everyone", text: ":tada:" } as const;
  t.deepEqual(send(typing(":tada:")), { ...plain, shortcodes: true });
  t.deepEqual(send(aliceAmongOthers().paste(":tada:")), plain);
  t.deepEqual(send(withEmoji().paste(":tada:")), plain);
  const whisper = typing("/w bob :tada:").press("enter").taken();
  t.like(whisper.at(-1), { do: "send", conversation: "bob", shortcodes: true });
});

test("a shortcode that became an emoji can be undone; pasted ones stay as they are", (t) => {
  t.is(typing(":tada:", withEmoji()).press("ctrl+_").draft, ":tada:");
  t.is(withEmoji().paste(":tada:").draft, ":tada:");
});

test("a choice is undone as a whole", (t) => {
  t.is(typing("hi @b").press("tab", "tab", "ctrl+_").draft, "hi @b");
});

test("backspace follows with the list, moving the cursor closes it", (t) => {
  const play = typing("/whix");
  t.deepEqual(labels(play), []);
  t.deepEqual(labels(typing("/blocke").press("backspace")).slice(0, 1), ["/block"]);
  t.deepEqual(labels(typing("/blo").press("left")), []);
});

test("in the middle of a text the word before the cursor is completed", (t) => {
  const play = aliceAmongOthers()
    .type("hi @c there")
    .press(..."there ".split("").map(() => "left"));
  play.press("tab");
  t.is(play.draft, "hi @Carol  there");
});

test("in a query nothing is completed", (t) => {
  const play = typing("@b", aliceAmongOthers().press("ctrl+g")).press("tab");
  t.is(shownCompletion(play.chat), undefined);
});
