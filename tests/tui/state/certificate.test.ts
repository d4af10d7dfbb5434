import test from "ava";
import type { ConnectionState } from "../../../protocol/index.ts";
import { newLogin } from "../../../tui/state/login.ts";
import { aliceAmongOthers, connected, Play } from "./play.ts";

const offered = `SHA256:${"a".repeat(64)}`;
const expected = `SHA256:${"b".repeat(64)}`;
const unknown: ConnectionState = {
  state: "stopped",
  reason: { kind: "certificate", offered, expected: undefined },
};
const changed: ConnectionState = { state: "stopped", reason: { kind: "certificate", offered, expected } };
const trust = { do: "trust", fingerprint: offered } as const;

test("a certificate seen for the first time is accepted by yes in full, and by nothing else", (t) => {
  const play = new Play().connection(unknown);
  t.is(play.login.field, "answer");
  for (const word of ["", "y", "no", "trust"]) {
    play.type(word).press("enter");
    t.deepEqual(play.taken(), [], word);
    t.is(play.login.fields.answer.text, "", "to be typed anew");
    t.like(play.login.problem, { kind: "text" });
  }
  play.type(" Yes ").press("enter");
  t.deepEqual(play.taken(), [trust]);
});

test("a changed one takes another word, which nobody types by habit", (t) => {
  const play = new Play().connection(changed);
  for (const word of ["yes", "y", ""]) {
    play.type(word).press("enter");
    t.deepEqual(play.taken(), [], word);
  }
  play.type("trust").press("enter");
  t.deepEqual(play.taken(), [trust]);
});

test("what is typed meanwhile goes to the question; the form is as it was after it", (t) => {
  const play = new Play().type("ali").connection(unknown).type("ce");
  t.is(play.login.fields.name.text, "ali");
  play.press("ctrl+u").type("yes").press("enter", "f2", "tab");
  t.is(play.login.field, "answer", "until the connection says otherwise");
  t.is(play.login.mode, "login");
  play.connection({ state: "connecting" });
  t.is(play.login.field, "password");
  t.is(play.login.certificate, undefined);
  t.is(play.login.fields.name.text, "ali");
});

test("a password that was given waits for the answer", (t) => {
  const play = new Play({ columns: 80, rows: 24 }, newLogin("alice", "secret123")).connection(unknown);
  t.deepEqual(play.taken(), []);
  play.type("yes").press("enter");
  t.deepEqual(play.taken(), [trust]);
  play.connection({ state: "connecting" }).connection(connected);
  t.deepEqual(play.taken(), [
    { do: "login", name: "alice", password: "secret123", takeover: false, remember: false },
  ]);
});

test("the next try asks anew", (t) => {
  const play = new Play()
    .connection(unknown)
    .type("ye")
    .press("tab")
    .connection({ state: "connecting" })
    .connection(changed);
  t.is(play.login.fields.answer.text, "");
  t.is(play.login.certificate?.expected, expected);
  t.is(play.login.part, 0);
});

test("in a session it's a panel, and a command accepts it", (t) => {
  const play = aliceAmongOthers().connection(changed);
  const { panel } = play.chat;
  t.true(panel?.kind === "words" && panel.text.includes("NOT THE EXPECTED CERTIFICATE"));
  t.true(panel?.kind === "words" && panel.text.includes("bbbb bbbb") && panel.text.includes("aaaa aaaa"));
  play.takenAll();
  play.type("/trust").press("enter");
  t.deepEqual(play.taken(), [trust]);
  t.is(play.chat.panel, undefined);
});

test("without a question there is nothing to accept", (t) => {
  const play = aliceAmongOthers();
  play.takenAll();
  play.type("/trust").press("enter");
  t.deepEqual(
    play.taken().filter((effect) => effect.do === "trust"),
    [],
  );
  t.regex(play.chat.notice?.text ?? "", /not in question/);
});

test("whoever logs out meanwhile is asked at the form", (t) => {
  const play = aliceAmongOthers().connection(changed).sessionOut({ kind: "logged out" });
  t.is(play.login.certificate?.offered, offered);
  t.is(play.login.field, "answer");
});
