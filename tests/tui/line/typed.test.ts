/** The line that is being typed: what the terminal is sent, lines that go on, and lines typed before. */
import test from "ava";
import fc from "fast-check";
import { whyNoScreen } from "../../../tui/line/choose.ts";
import { completed } from "../../../tui/line/complete.ts";
import { continued } from "../../../tui/line/continued.ts";
import { echo, isOnOneRow } from "../../../tui/line/echo.ts";
import { editOperation } from "../../../tui/line/edit-keys.ts";
import { recall, typedBefore } from "../../../tui/line/history.ts";
import { EMPTY_EDITOR, insert, setText } from "../../../tui/text/editor.ts";
import { aliceInLines } from "./play.ts";

/** What a row of a terminal shows after these bytes, where every character has one cell. */
function shown(bytes: string): { row: string; cursor: number } {
  const cells: string[] = [];
  let cursor = 0;
  for (const character of bytes) {
    if (character === "\b") cursor--;
    else cells[cursor++] = character;
  }
  return { row: cells.join(""), cursor };
}

const keys = [
  "backspace",
  "delete",
  "left",
  "right",
  "home",
  "end",
  "ctrl+w",
  "ctrl+u",
  "ctrl+k",
  "alt+b",
  "alt+d",
  "ctrl+_",
];

test("whatever is typed and edited, the row follows with text, blanks and backspaces alone", (t) => {
  const edit = fc.oneof(
    fc.constantFrom(...keys),
    fc.string({ unit: "grapheme-ascii", minLength: 1, maxLength: 5 }),
  );
  fc.assert(
    fc.property(fc.array(edit), (edits) => {
      let editor = EMPTY_EDITOR;
      let bytes = "";
      for (const one of edits) {
        const next = editOperation(one)?.(editor) ?? insert(editor, one);
        bytes += echo(editor, next);
        editor = next;
      }
      const { row, cursor } = shown(bytes);
      t.is(row.trimEnd(), editor.text.trimEnd());
      t.is(cursor, editor.cursor);
    }),
  );
});

test("a wide character takes two backspaces, and one that a mark joins is shown anew", (t) => {
  const wide = setText(EMPTY_EDITOR, "a日");
  t.is(echo(wide, setText(wide, "a")), "\b\b  \b\b");
  t.is(echo(setText(EMPTY_EDITOR, "e"), setText(EMPTY_EDITOR, "e\u0301")), "\be\u0301");
});

test("an edit is on one row while nothing of it is on another", (t) => {
  const typed = (text: string, cursor = text.length) => setText(EMPTY_EDITOR, text, cursor);
  const is = (prompt: number, before: string, after: string, cursor?: number): boolean =>
    isOnOneRow(prompt, typed(before), typed(after, cursor), 10);
  t.true(is(3, "abcdef", "abcde"));
  t.false(is(3, "abcdefg", "abcdef"), "the cursor may be on either row after the last cell");
  t.false(is(3, "abcdefgh", "abcdef"));
  t.true(is(3, "abcdefghi", "abcdefgh"));
  t.false(is(3, "abcdefghi", "abcdefghi", 2));
});

test("a backslash at the end goes on, two are one that is meant", (t) => {
  t.deepEqual(continued(undefined, "plain"), { whole: "plain", begun: undefined });
  t.deepEqual(continued(undefined, "one \\"), { whole: undefined, begun: "one " });
  t.deepEqual(continued("one ", "two"), { whole: "one \ntwo", begun: undefined });
  t.deepEqual(continued("one", "two\\"), { whole: undefined, begun: "one\ntwo" });
  t.deepEqual(continued(undefined, "C:\\\\"), { whole: "C:\\", begun: undefined });
  t.deepEqual(continued(undefined, "a\\b"), { whole: "a\\b", begun: undefined });
});

test("Up goes back through the lines typed before, Down to what was being typed", (t) => {
  const typed = typedBefore(["one", "two"]);
  const [first, shownFirst] = recall(typed, -1, "half") ?? [];
  t.is(shownFirst, "two");
  const [second, shownSecond] = recall(first ?? typed, -1, "two") ?? [];
  t.is(shownSecond, "one");
  t.is(recall(second ?? typed, -1, "one"), undefined);
  t.is(recall(first ?? typed, 1, "two")?.[1], "half");
  t.is(recall(typed, 1, "half"), undefined);
});

test("a full screen needs a terminal at both ends, of a kind that is known", (t) => {
  const terminal = { input: true, output: true, term: "xterm", platform: "linux" } as const;
  t.is(whyNoScreen(terminal), undefined);
  t.is(whyNoScreen({ ...terminal, input: false }), "standard input is no terminal");
  t.is(whyNoScreen({ ...terminal, output: false }), "standard output is no terminal");
  t.is(whyNoScreen({ ...terminal, term: "dumb" }), "TERM is dumb");
  t.is(whyNoScreen({ ...terminal, term: undefined }), "TERM is not set");
  t.is(whyNoScreen({ ...terminal, term: "" }), "TERM is not set");
  t.is(whyNoScreen({ ...terminal, term: undefined, platform: "win32" }), undefined);
});

test("Tab completes as far as there is no doubt, and says the choices where there is", (t) => {
  const { chat } = aliceInLines();
  const tab = (text: string): string | readonly string[] => {
    const { editor, choices } = completed(chat, setText(EMPTY_EDITOR, text));
    return choices.length > 0 ? choices : editor.text;
  };
  t.is(tab("/whi"), "/whisper ");
  t.deepEqual(tab("/wh"), ["/whisper", "/who"]);
  t.is(tab("/whisper B"), "/whisper bob ");
  t.is(tab("/un"), "/unblock ");
  t.deepEqual(tab("/block"), ["/block", "/blocked"]);
  t.is(tab("/bl"), "/block");
  t.is(tab(" /ar"), " /around ");
  t.deepEqual(tab("/mo"), ["/mouse", "/more"]);
  t.is(tab("dav"), "dave: ");
  t.is(tab("/nothing-like-it"), "/nothing-like-it");
  t.is(tab(""), "");
});

test("Up brings back what was sent and what failed, and only what was sent is kept on disk", (t) => {
  const play = aliceInLines().line("hello", "/nosuch", "/older", "");
  t.deepEqual(play.chat.lines, ["hello", "/nosuch", "/older"]);
  t.deepEqual(
    play.takenAll().filter((effect) => effect.do === "remember"),
    [
      { do: "remember", text: "hello" },
      { do: "remember", text: "/older" },
    ],
  );
});
