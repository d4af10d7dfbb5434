/** The login form, the connection and the session in lines. */
import test from "ava";
import { ChatError } from "../../../protocol/index.ts";
import { loginPrompt } from "../../../tui/line/login.ts";
import { isStuck } from "../../../tui/line/queue.ts";
import { newLogin } from "../../../tui/state/login.ts";
import { connected, noon } from "../state/play.ts";
import { aliceInLines, LinePlay } from "./play.ts";

const gone = {
  state: "waiting",
  reason: { kind: "network", code: "ECONNREFUSED" },
  retryAt: noon + 500,
} as const;
const prompt = (play: LinePlay): string | undefined => loginPrompt(play.login)?.text;

test("name and password are asked for one after the other, the password unseen", (t) => {
  const play = new LinePlay().connection(connected);
  t.deepEqual(loginPrompt(play.login), { text: "Name: ", hidden: false });
  play.line(" alice ");
  t.deepEqual(loginPrompt(play.login), { text: "Password: ", hidden: true });
  play.line(" my password ");
  t.is(loginPrompt(play.login), undefined);
  t.deepEqual(play.taken(), [
    { do: "login", name: "alice", password: " my password ", takeover: false, remember: false },
  ]);
});

test("a wrong password is asked for again; an empty line goes back to the name", (t) => {
  const play = new LinePlay().line("alice", "wrong one");
  play.do({ type: "loginRefused", error: new ChatError("bad_login", { triesLeft: 2 }) });
  t.deepEqual(play.told(), [
    {
      kind: "error",
      text: "Name or password is wrong. 2 tries left before a lock of 60 s. An empty line asks for the name again.",
    },
  ]);
  t.is(prompt(play), "Password: ");
  t.is(prompt(play.line("")), "Name: ");
});

test("a lock says how long once, and when it's over", (t) => {
  const play = new LinePlay().line("alice", "wrong one");
  play.do({ type: "loginRefused", error: new ChatError("locked", { retryAfter: 60 }) });
  t.deepEqual(play.said(), ["Too many failed logins: alice is locked from here. Again in 60 s."]);
  for (let second = 0; second < 59; second++) play.wait(1000);
  t.deepEqual(play.said(), []);
  t.deepEqual(play.wait(1000).said(), ["The lock on alice is over. Try again."]);
  t.deepEqual(play.wait(1000).said(), []);
});

test("a session elsewhere is ended by a clear yes only", (t) => {
  const held = (): LinePlay => {
    const play = new LinePlay().line("alice", "password 1");
    const error = new ChatError("already_online", { since: noon - 60_000, address: "10.0.0.7\x1b[2J" });
    play.do({ type: "loginRefused", error });
    t.deepEqual(play.said(), ["alice is logged in already from 10.0.0.7, since 11:59 (1 min)."]);
    t.is(prompt(play), "End that session and log in here, yes or no? ");
    play.taken();
    return play;
  };
  t.like(held().line("Yes").taken()[0], { do: "login", takeover: true });
  for (const answer of ["no", "", "yesterday"]) {
    const play = held().line(answer);
    t.deepEqual(play.taken(), []);
    t.is(prompt(play), "Name: ");
  }
});

test("with takeover nobody is asked", (t) => {
  const play = new LinePlay({ login: newLogin("alice", "password 1", { takeover: true }) }).connection(
    connected,
  );
  t.deepEqual(play.taken(), [
    { do: "login", name: "alice", password: "password 1", takeover: true, remember: false },
  ]);
});

test("/signup asks for the password twice, for both again where they differ", (t) => {
  const play = new LinePlay().line("/signup", "alice", "password 1", "password 2");
  t.deepEqual(play.said(), ["The two passwords differ."]);
  t.is(prompt(play), "Password: ");
  play.line("password 1");
  t.is(prompt(play), "Password again: ");
  play.line("password 1");
  t.deepEqual(play.taken(), [{ do: "signup", name: "alice", password: "password 1", remember: false }]);
});

test("commands are understood where a name is asked for, and nowhere else", (t) => {
  t.deepEqual(new LinePlay().line("/quit").taken(), [{ do: "quit" }]);
  t.regex(new LinePlay().line("/online").said()[0] ?? "", /^Before you are logged in there is only \/signup/);
  t.like(new LinePlay().line("alice", "/quit now").taken()[0], { password: "/quit now" });
});

test("an outage is said once, however many tries there are, and so is its end", (t) => {
  const play = aliceInLines();
  const interrupted = { state: "interrupted", name: "alice" } as const;
  play.hear({ kind: "session", session: interrupted }).connection(gone);
  t.deepEqual(play.told(), [
    {
      kind: "note",
      text: "Offline: Nothing listens there. Is the server running? Trying again by itself; what you write waits. /reconnect tries now.",
    },
  ]);
  for (let attempt = 0; attempt < 5; attempt++)
    play.wait(1000).connection({ state: "connecting" }).connection(gone);
  play.connection(connected);
  t.deepEqual(play.said(), []);
  t.deepEqual(play.sessionIn("alice").said(), ["Connected again."]);
});

test("a session that was taken over says so, and asks for the password", (t) => {
  const play = aliceInLines().sessionOut({ kind: "taken over", address: "10.0.0.7" });
  t.deepEqual(play.said(), ["A login from 10.0.0.7 took your session over. Log in to take it back."]);
  t.is(prompt(play), "Password: ");
});

test("a login says who one is and where", (t) => {
  const play = new LinePlay().line("alice", "password 1").sessionIn("alice");
  t.deepEqual(play.said(), ["You are alice at 127.0.0.1:2000. /help lists the commands, /quit leaves."]);
});

const kicked = {
  state: "stopped",
  reason: { kind: "closing", code: "kicked", text: "Whoever runs the server has ended this connection." },
} as const;
const interrupted = { kind: "session", session: { state: "interrupted", name: "alice" } } as const;

test("a connection that is gone for good ends what nobody sits at, with an error; one that comes back doesn't", (t) => {
  const play = aliceInLines({ interactive: false });
  t.false(isStuck(play.hear(interrupted).connection(gone).lines));
  t.deepEqual(
    play.connection({ state: "connecting" }).connection(connected).sessionIn("alice").said().length,
    2,
  );
  t.true(isStuck(play.hear(interrupted).connection(kicked).lines));
  t.deepEqual(play.told(), [
    { kind: "error", text: "Offline: Whoever runs the server has ended this connection." },
  ]);
  t.true(play.lines.failed);
});

test("a person is told how to come back, also where an outage ends for good", (t) => {
  const play = aliceInLines().hear(interrupted).connection(gone);
  play.said();
  t.deepEqual(play.connection({ state: "connecting" }).connection(kicked).told(), [
    {
      kind: "note",
      text: "Offline: Whoever runs the server has ended this connection. /reconnect tries again.",
    },
  ]);
  t.false(isStuck(play.lines));
});

for (const [what, end] of [
  ["was taken over", { kind: "taken over", address: "10.0.0.7" }],
  ["is refused after a reconnect", { kind: "refused", error: new ChatError("token_refused") }],
] as const) {
  test(`a session that ${what} ends what nobody sits at, with an error`, (t) => {
    const play = aliceInLines({ interactive: false }).sessionOut(end);
    t.true(isStuck(play.lines));
    t.deepEqual(
      play.told().map(({ kind }) => kind),
      ["error"],
    );
  });
}

test("without anyone to ask, a refused login and a missing server end it; a login under way doesn't", (t) => {
  const login = newLogin("alice", "password 1");
  const waiting = new LinePlay({ interactive: false, login });
  t.false(isStuck(waiting.lines));
  t.false(isStuck(waiting.connection(connected).lines));
  const error = new ChatError("bad_login", { triesLeft: 2 });
  t.true(isStuck(waiting.do({ type: "loginRefused", error }).lines));
  const alone = new LinePlay({ interactive: false, login }).connection(gone);
  t.true(isStuck(alone.lines));
  t.deepEqual(alone.said(), ["Offline: Nothing listens there. Is the server running?"]);
  t.false(isStuck(new LinePlay({ login }).connection(gone).lines));
});
