/** Secrets in line mode: asked for by prompts that show nothing of what is typed. */
import test from "ava";
import { promptFor } from "../../../tui/line/prompt.ts";
import { takesLine } from "../../../tui/line/queue.ts";
import { aliceInLines, type LinePlay } from "./play.ts";

const question = (play: LinePlay) => promptFor(play.lines, false);

test("/password asks three times without showing anything, and then the server", (t) => {
  const play = aliceInLines().line("/password");
  t.regex(play.said().join("\n"), /Type the password that holds now/);
  t.deepEqual(question(play), { text: "old password> ", hidden: true });
  play.line("old secret\\", "new secret 1");
  t.deepEqual(question(play), { text: "new password again> ", hidden: true });
  play.line("another one");
  t.deepEqual(play.said(), ["The two differ. Type the new one again, twice."]);
  play.line("new secret 1", "new secret 1");
  const wanted = play.takenAll();
  t.deepEqual(wanted.at(-1), { do: "changePassword", old: "old secret\\", next: "new secret 1" });
  t.false(wanted.some((effect) => effect.do === "remember" && /secret/.test(effect.text)));
  t.false(takesLine(play.lines, "more"), "until the answer is here");
  play.do({ type: "formAnswered", problem: undefined });
  t.deepEqual(play.said(), ["Your password is changed."]);
  t.true(takesLine(play.lines, "more"));
});

test("an empty line leaves all as it is, and what comes then is a message again", (t) => {
  const play = aliceInLines().line("/delete-account", "");
  t.is(play.said().at(-1), "All is as it was.");
  play.line("hi");
  t.like(play.takenAll().at(-1), { do: "remember", text: "hi" });
  t.deepEqual(question(play), { text: "to everyone> ", hidden: false });
});

test("nobody is told that an answer to a form is being typed", (t) => {
  const play = aliceInLines().line("/delete-account", "secret123");
  play.takenAll();
  play.typing("alice");
  t.deepEqual(play.takenAll(), []);
});
