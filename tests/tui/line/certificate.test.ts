/** The question about a certificate, line by line. */
import test from "ava";
import type { ConnectionState } from "../../../protocol/index.ts";
import { loginPrompt } from "../../../tui/line/login.ts";
import { isStuck, takesLine } from "../../../tui/line/queue.ts";
import { newLogin } from "../../../tui/state/login.ts";
import { connected } from "../state/play.ts";
import { aliceInLines, LinePlay } from "./play.ts";

const offered = `SHA256:${"a".repeat(64)}`;
const expected = `SHA256:${"b".repeat(64)}`;
const unknown: ConnectionState = {
  state: "stopped",
  reason: { kind: "certificate", offered, expected: undefined },
};
const changed: ConnectionState = { state: "stopped", reason: { kind: "certificate", offered, expected } };

test("it is told once, asked, and answered by a line", (t) => {
  const play = new LinePlay().connection(unknown);
  t.regex(play.said().join("\n"), /new here.*\n[\s\S]*(aaaa ?){4}\n[\s\S]*Compare/);
  t.is(loginPrompt(play.login)?.text, "Type yes to go on with it: ");
  t.true(takesLine(play.lines, "yes"));
  play.line("no");
  t.deepEqual(play.taken(), []);
  t.regex(play.said().join("\n"), /unless you type yes/);
  play.line("yes");
  t.deepEqual(play.taken(), [{ do: "trust", fingerprint: offered }]);
  play.connection({ state: "connecting" }).connection(connected);
  t.is(loginPrompt(play.login)?.text, "Name: ");
});

test("a changed one is an error with both, and takes the other word", (t) => {
  const play = new LinePlay().connection(changed);
  const told = play.told();
  t.true(told.every(({ kind }) => kind === "error"));
  t.regex(told.map(({ text }) => text).join("\n"), /Expected:\n(bbbb ?){4}[\s\S]*Shown now:\n(aaaa ?){4}/);
  play.line("yes", "trust");
  t.deepEqual(play.taken(), [{ do: "trust", fingerprint: offered }]);
});

test("a password that was given doesn't keep the question from being asked", (t) => {
  const play = new LinePlay({ login: newLogin("alice", "secret123") }).connection(unknown);
  t.is(loginPrompt(play.login)?.text, "Type yes to go on with it: ");
});

test("commands of the form still work", (t) => {
  t.deepEqual(new LinePlay().connection(unknown).line("/quit").taken(), [{ do: "quit" }]);
});

test("between pipes nobody is asked: it's said how to say so, and that is the end", (t) => {
  const play = new LinePlay({ interactive: false, login: newLogin("alice", "secret123") }).connection(
    unknown,
  );
  t.regex(
    play
      .told()
      .map(({ text }) => text)
      .join("\n"),
    new RegExp(`--fingerprint ${offered}$`),
  );
  t.true(isStuck(play.lines));
});

test("in a session both are told, and /trust accepts", (t) => {
  const play = aliceInLines().connection(changed);
  t.regex(play.said().join("\n"), /NOT THE EXPECTED[\s\S]*bbbb[\s\S]*aaaa[\s\S]*\/trust/);
  play.line("/trust");
  t.deepEqual(play.taken(), [{ do: "trust", fingerprint: offered }]);
});
