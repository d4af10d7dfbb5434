/** Enter: what is sent, to whom, and what is never sent. */
import test from "ava";
import fc from "fast-check";
import { limits } from "../../../protocol/index.ts";
import { commands } from "../../../tui/state/commands.ts";
import { aliceAmongOthers } from "./play.ts";

test("what is typed goes to everyone, and the input is empty again", (t) => {
  const play = aliceAmongOthers().type("hello").press("enter");
  t.deepEqual(play.taken(), [{ do: "send", conversation: "everyone", text: "hello" }]);
  t.is(play.draft, "");
});

test("in a whisper it goes to that one", (t) => {
  const play = aliceAmongOthers().type("/w CAROL").press("enter");
  play.taken();
  play.type("psst").press("enter");
  t.deepEqual(play.taken(), [{ do: "send", conversation: "Carol", text: "psst" }]);
});

test("blanks alone are not sent", (t) => {
  const play = aliceAmongOthers().type("  ").press("ctrl+j").type(" ").press("enter");
  t.deepEqual(play.taken(), []);
});

test("spaces and newlines in a message stay, blank lines before it and blanks after it don't", (t) => {
  const play = aliceAmongOthers().type("  two").press("ctrl+j").type("rows ").press("enter");
  t.deepEqual(play.taken(), [{ do: "send", conversation: "everyone", text: "  two\nrows" }]);
  play.paste("\n \n  a\n\nb\n  \n").press("enter", "enter");
  t.deepEqual(play.taken(), [{ do: "send", conversation: "everyone", text: "  a\n\nb" }]);
});

for (const line of [
  "/wisper bob secret",
  " /w bob secret",
  "  /wisper bob secret",
  "\n/wisper bob",
  "/",
  "/ w bob",
]) {
  test(`${JSON.stringify(line)} is never sent to everyone`, (t) => {
    const play = aliceAmongOthers().paste(line).press("enter");
    const sent = play.taken().filter((effect) => effect.do === "send");
    t.deepEqual(
      sent.filter(({ conversation }) => conversation === "everyone"),
      [],
    );
    if (!line.includes("/w bob")) {
      t.regex(play.notice, /There is no command/);
      t.is(play.draft, line);
    }
  });
}

test("nothing that starts with one slash is sent as it is, whatever comes before and after", (t) => {
  const line = fc
    .tuple(fc.stringMatching(/^\s{0,3}$/), fc.string())
    .map(([blank, rest]) => `${blank}/${rest}`);
  fc.assert(
    fc.property(line, (text) => {
      fc.pre(!/^\s*\/\//.test(text));
      const play = aliceAmongOthers().paste(text).press("enter");
      const sent = play.taken().flatMap((effect) => (effect.do === "send" ? [effect.text.trim()] : []));
      t.false(sent.includes(text.trim()));
    }),
  );
});

for (const [typed, meant] of [
  ["wisper", "whisper"],
  ["WHISPERR", "whisper"],
  ["whsiper", "whisper"],
  ["brodcast", "broadcast"],
  ["onlin", "online"],
  ["blok", "block"],
  ["qiut", "quit"],
] as const) {
  test(`/${typed} isn't run, but a hint at /${meant}`, (t) => {
    const play = aliceAmongOthers().type(`/${typed} bob hi`).press("enter");
    t.deepEqual(play.taken(), []);
    t.true(play.notice.includes(`There is no command /${typed}. Did you mean /${meant}?`), play.notice);
    t.is(play.draft, `/${typed} bob hi`);
  });
}

test("what is near no command gets no guess", (t) => {
  for (const name of ["", "zzzzzz", "x", "usr/bin"]) {
    t.regex(aliceAmongOthers().type(`/${name}`).press("enter").notice, /\/help lists them/, name);
  }
});

test("a command of one line isn't run with more below it, which would be lost", (t) => {
  const play = aliceAmongOthers().type("/help").press("ctrl+j").type("and more").press("enter");
  t.regex(play.notice, /takes one line\. Nothing was done/);
  t.is(play.chat.panel, undefined);
  t.is(play.draft, "/help\nand more");
});

test("two slashes send a line that starts with one", (t) => {
  const play = aliceAmongOthers().type("//quit now").press("enter");
  t.deepEqual(play.taken(), [{ do: "send", conversation: "everyone", text: "/quit now" }]);
  play.type("///").press("enter");
  t.like(play.taken()[0], { text: "//" });
});

test("a command can be typed in any case, and by each of its names", (t) => {
  for (const { name, aliases } of commands) {
    for (const spelled of [name, name.toUpperCase(), ...aliases]) {
      const play = aliceAmongOthers().type(`/${spelled} bob`).press("enter");
      t.notRegex(play.notice, /There is no command/, spelled);
    }
  }
});

test("a message over the limit stays, and says by how much", (t) => {
  const play = aliceAmongOthers()
    .paste("x".repeat(limits.textMax + 3))
    .press("enter");
  t.deepEqual(play.taken(), []);
  t.regex(play.notice, /4,099 characters, a message at most 4,096\..*shorten it by 3 /);
  t.is(play.draft.length, limits.textMax + 3);
  play.press("backspace", "backspace", "backspace", "enter");
  t.deepEqual(play.taken(), []);
  t.is(play.notice, "Send 1 line (4,096 characters) to everyone? Enter sends, Esc keeps editing.");
  t.is(play.press("enter").taken().length, 1);
});

test("what the server would refuse for its characters stays", (t) => {
  const play = aliceAmongOthers().type("a\u202eb").press("enter");
  t.deepEqual(play.taken(), []);
  t.regex(play.notice, /can't be sent/);
});

test("Enter with a list open and something typed sends it", (t) => {
  const play = aliceAmongOthers().press("f2").answer("online", {}, { total: 1, accounts: [] });
  play.taken();
  play.type("hello").press("enter");
  t.deepEqual(play.taken(), [{ do: "send", conversation: "everyone", text: "hello" }]);
});
