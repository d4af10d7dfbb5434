/** Forms that ask for secrets: what they ask for, what they do with it, and that it gets nowhere else. */
import test from "ava";
import { commands } from "../../../tui/state/commands.ts";
import { currentConversation } from "../../../tui/state/conversations.ts";
import { editorOf, promptOf } from "../../../tui/state/focus.ts";
import { findKey } from "../../../tui/state/keys.ts";
import { screenOf } from "../view/screens.ts";
import { Play } from "./play.ts";

const secrets = ["old secret", "new secret 1", "new secret 2"] as const;

function asked(command: string): Play {
  const play = new Play().sessionIn("alice");
  play.type(command).press("enter").taken();
  return play;
}

function answer(play: Play, ...texts: string[]): Play {
  for (const text of texts) play.type(text).press("enter");
  return play;
}

test("/password asks for the old password and twice for the new one, and asks the server once", (t) => {
  const play = asked("/password");
  const prompts = ["old secret", "new secret 1", "new secret 1"].map((text) => {
    const prompt = promptOf(play.chat);
    answer(play, text);
    return prompt;
  });
  t.deepEqual(prompts, ["old password> ", "new password> ", "new password again> "]);
  t.deepEqual(play.taken(), [{ do: "changePassword", old: "old secret", next: "new secret 1" }]);
  answer(play, "more").press("enter");
  t.deepEqual(play.taken(), []);
  play.do({ type: "formAnswered", problem: undefined });
  t.is(play.chat.panel, undefined);
  t.like(play.chat.notice, { text: "Your password is changed." });
});

test("what is typed into it is shown as dots and gets into no draft, history, kill ring or title", (t) => {
  const play = asked("/password").type("old").paste(" secret\n");
  t.is(editorOf(play.chat).text, "•".repeat("old secret".length));
  play.press("ctrl+a", "ctrl+u");
  answer(play, ...secrets);
  const known = JSON.stringify(play.state, (_key, value) => (value instanceof Map ? [...value] : value));
  for (const secret of [secrets[0], secrets[2]])
    t.is(known.split(secret).length, 2 - Number(secret === secrets[2]));
  t.is(currentConversation(play.chat).draft.text, "");
  t.deepEqual(play.chat.lines, ["/password"]);
  for (const secret of secrets) t.false(screenOf(play.state).join().includes(secret));
  t.deepEqual(play.press("escape").taken(), []);
  const left = JSON.stringify(play.state, (_key, value) => (value instanceof Map ? [...value] : value));
  for (const secret of secrets) t.false(left.includes(secret), secret);
  play.press("ctrl+y");
  t.is(editorOf(play.chat).text, "");
});

test("a new password that is too short, or differs, is asked for again, and the server isn't asked", (t) => {
  const play = answer(asked("/password"), "old secret", "short");
  t.is(promptOf(play.chat), "new password> ");
  t.regex(screenOf(play.state).join("\n"), /A password has at least 8 characters/);
  answer(play, "new secret 1", "new secret 2");
  t.is(promptOf(play.chat), "new password> ");
  t.regex(screenOf(play.state).join("\n"), /The two differ/);
  t.deepEqual(play.taken(), []);
});

test("what the server refuses is said, and the form begins anew", (t) => {
  const play = answer(asked("/password"), "wrong secret", "new secret 1", "new secret 1");
  play.do({ type: "formAnswered", problem: "The password is wrong." });
  t.is(promptOf(play.chat), "old password> ");
  t.regex(screenOf(play.state).join("\n"), /The password is wrong\./);
});

test("an account is deleted only by its password and its name", (t) => {
  const play = answer(asked("/delete-account"), "secret123", "bob");
  t.regex(screenOf(play.state).join("\n"), /You are alice\. Nothing was deleted\./);
  t.deepEqual(play.taken(), []);
  play.type("ALICE");
  t.is(editorOf(play.chat).text, "ALICE");
  play.press("enter");
  t.deepEqual(play.taken(), [{ do: "deleteAccount", password: "secret123" }]);
  play.sessionOut({ kind: "deleted" });
  t.like(play.login.problem, { text: "The account alice is deleted. Its name can't be used again." });
  t.is(play.state.parked, undefined);
});

test("while a form is open no other key does anything, and Esc or Ctrl-C leaves all as it was", (t) => {
  for (const key of ["escape", "ctrl+c"]) {
    const play = asked("/password").type("secret");
    for (const other of ["ctrl+g", "f5", "alt+m", "ctrl+r", "alt+up"])
      t.is(findKey(play.chat, other, {}), undefined, other);
    play.press(key);
    t.is(play.chat.panel, undefined);
    t.deepEqual(play.taken(), []);
  }
});

test("/export wants a file and a connection, and says what came of it", (t) => {
  const play = asked("/export");
  t.like(play.chat.notice, { kind: "error" });
  play.press("ctrl+u").type("/export mine.jsonl").press("enter");
  const wanted = play.taken().filter((effect) => effect.do === "export");
  t.deepEqual(wanted, [{ do: "export", file: "mine.jsonl" }]);
  play.do({ type: "exported", outcome: { file: "mine.jsonl", messages: 1234 } });
  t.regex(play.chat.notice?.text ?? "", /^1,234 messages .* mine\.jsonl/);
  play.do({ type: "exported", outcome: { problem: "No room." } });
  t.deepEqual(play.chat.notice, { kind: "error", text: "No room." });
  t.true(commands.some(({ name }) => name === "export"));
});

test("a deleted account is no contact any more, and what it said stays", (t) => {
  const play = new Play().sessionIn("alice");
  play.event({ event: "joined", name: "bob", time: 1 });
  play.posted("bob", { number: 1, from: "bob", text: "bye", time: 1, key: "1" });
  play.event({ event: "deleted", name: "Bob", time: 2 });
  t.false(play.chat.contacts.has("bob"));
  t.is(play.chat.conversations.get("bob")?.messages.length, 1);
});
