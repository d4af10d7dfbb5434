/** /edit: what comes out of an editor is asked about before it's sent, and lost by no answer. */
import test from "ava";
import { sendPrompt } from "../../../tui/line/written.ts";
import { message } from "../state/play.ts";
import { aliceInLines, type LinePlay } from "./play.ts";

const written = (play: LinePlay, text: string, conversation = "everyone"): LinePlay =>
  play.do({ type: "composed", conversation, result: { text } });

test("/edit gives the editor the draft and what was typed after it, and no line is taken meanwhile", (t) => {
  const play = aliceInLines().line("/edit a start");
  t.deepEqual(play.taken(), [{ do: "compose", conversation: "everyone", text: "a start" }]);
  t.is(play.lines.asked, 1);
  written(play, "a start\nand more");
  t.is(play.lines.asked, 0);
  play.line("no", "/edit ending").taken();
  t.deepEqual(written(play, "").said().at(-1), "Nothing was written.");
});

test("what was written is told, and sent at a yes", (t) => {
  const play = written(aliceInLines().line("/w bob", "/edit"), "one\n\ntwo", "bob");
  t.deepEqual(play.said(), ["You wrote:", "  one", "  ", "  two"]);
  play.posted("everyone", message(1, "bob"));
  t.true(play.lines.asksToSend);
  t.is(sendPrompt(play.chat), "Send it to bob only, yes or no? ");
  play.taken();
  play.line("Yes");
  t.deepEqual(
    play.takenAll().filter(({ do: what }) => what === "send" || what === "keepDraft"),
    [
      { do: "send", conversation: "bob", text: "one\n\ntwo" },
      { do: "keepDraft", conversation: "bob", text: "" },
    ],
  );
  t.false(play.lines.asksToSend);
});

test("any other answer sends nothing, and /edit has it still", (t) => {
  for (const answer of ["no", "", "hello everyone"]) {
    const play = written(aliceInLines().line("/edit"), "a secret");
    play.takenAll();
    play.line(answer);
    t.deepEqual(play.taken(), []);
    t.is(play.said().at(-1), "It isn't sent. /edit has it still, also after you have left.");
    t.deepEqual(play.line("/edit").taken(), [{ do: "compose", conversation: "everyone", text: "a secret" }]);
  }
});

test("what was written while the session ended is a draft, and nothing asks about it", (t) => {
  const play = aliceInLines().line("/edit").sessionOut({ kind: "taken over", address: "::1" });
  written(play, "kept").sessionIn("alice");
  t.false(play.lines.asksToSend);
  t.is(play.draft, "kept");
});

test("a session that ends takes the question with it, and leaves the draft", (t) => {
  const play = written(aliceInLines().line("/edit"), "kept");
  play.sessionOut({ kind: "taken over", address: "::1" }).sessionIn("alice");
  t.false(play.lines.asksToSend);
  t.is(play.draft, "kept");
});

test("an editor that can't be had, or a pipe, is an error", (t) => {
  const play = aliceInLines().line("/edit");
  play.do({ type: "composed", conversation: "everyone", result: { problem: "There is no editor." } });
  t.deepEqual(play.told(), [{ kind: "error", text: "There is no editor." }]);
  const pipe = aliceInLines({ interactive: false }).line("/edit");
  t.deepEqual(pipe.taken(), []);
  t.regex(pipe.told()[0]?.text ?? "", /^\/edit needs a terminal\./);
});
