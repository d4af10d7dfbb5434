import test from "ava";
import { ChatError } from "../../../protocol/index.ts";
import { newLogin } from "../../../tui/state/login.ts";
import { connected, noon, Play } from "./play.ts";

const refusedWith = (play: Play, error: ChatError): Play => play.do({ type: "loginRefused", error });

function filled(name = "alice", password = "secret123"): Play {
  return new Play().connection(connected).type(name).press("tab").type(password);
}

test("Enter goes on to the next empty field, then asks", (t) => {
  const play = new Play().connection(connected).press("enter");
  t.is(play.login.field, "name");
  play.type("alice").press("enter");
  t.is(play.login.field, "password");
  t.deepEqual(play.taken(), []);
  play.type("secret123").press("enter");
  t.deepEqual(play.taken(), [
    { do: "login", name: "alice", password: "secret123", takeover: false, remember: false },
  ]);
  t.is(play.login.busy, "server");
});

test("a name and a password that come at once go into a field each", (t) => {
  const play = new Play().connection(connected).paste("alice\nsecret123\n", false);
  t.deepEqual(play.taken(), [
    { do: "login", name: "alice", password: "secret123", takeover: false, remember: false },
  ]);
});

test("a marked paste goes into one field, without its line ends", (t) => {
  t.is(new Play().paste("ali\nce\n").login.fields.name.text, "alice");
});

test("Enter twice asks once", (t) => {
  const play = filled().press("enter", "enter");
  t.is(play.taken().length, 1);
});

test("a name from the command line leaves the cursor in the password", (t) => {
  t.is(newLogin("alice").field, "password");
  t.is(newLogin().field, "name");
});

test("a name and a password log in once the server is there, and only once", (t) => {
  const play = new Play({ columns: 80, rows: 24 }, newLogin("alice", "secret123"));
  t.deepEqual(play.taken(), []);
  play.connection({ state: "waiting", reason: { kind: "silence" }, retryAt: noon + 1000 });
  t.deepEqual(play.taken(), []);
  play.connection(connected);
  t.deepEqual(play.taken(), [
    { do: "login", name: "alice", password: "secret123", takeover: false, remember: false },
  ]);
  refusedWith(play, new ChatError("busy")).connection(connected);
  t.deepEqual(play.taken(), []);
});

test("Tab and the arrows go around the fields", (t) => {
  const play = new Play();
  const went = (...keys: string[]): string => play.press(...keys).login.field;
  t.is(went("tab"), "password");
  t.is(went("tab"), "name");
  t.is(went("up"), "password");
  play.press("f2");
  t.is(went("down"), "again");
  t.is(went("tab"), "name");
  t.is(went("shift+tab"), "again");
  t.is(play.press("f2").login.field, "password");
});

test("a field is edited like any line, and takes no newline", (t) => {
  const play = new Play().type("alixce").press("left", "left", "backspace");
  t.is(play.login.fields.name.text, "alice");
  play.press("home").type("x").press("end").type("y").press("ctrl+a", "delete");
  t.is(play.login.fields.name.text, "alicey");
  play.press("ctrl+u");
  t.is(play.login.fields.name.text, "");
  play.paste("al\nice\n");
  t.is(play.login.fields.name.text, "alice");
});

for (const [what, name, password, again, field, words] of [
  ["a name that isn't one", "1x", "secret123", "secret123", "name", /name is 2 to 20/],
  ["a reserved name", "Everyone", "secret123", "secret123", "name", /reserved/],
  ["a short password", "alice", "short", "short", "password", /at least 8/],
  ["a password too long", "alice", "x".repeat(1025), "x".repeat(1025), "password", /at most 1024/],
  ["two passwords that differ", "alice", "secret123", "secret124", "again", /differ/],
] as const) {
  test(`signing up with ${what} is refused before the server is asked`, (t) => {
    const play = filled(name, password).press("f2", "tab").type(again).press("enter");
    t.deepEqual(play.taken(), []);
    t.is(play.login.field, field);
    const problem = play.login.problem;
    t.regex(problem?.kind === "text" ? problem.text : "", words);
  });
}

test("signing up asks for the account", (t) => {
  const play = filled().press("f2", "tab").type("secret123").press("enter");
  t.deepEqual(play.taken(), [{ do: "signup", name: "alice", password: "secret123", remember: false }]);
});

test("logging in doesn't judge what is typed: the account may be older than the rules", (t) => {
  t.is(filled("x", "y").press("enter").taken().length, 1);
});

test("a wrong password is cleared, and the tries left are told", (t) => {
  const play = refusedWith(filled().press("enter"), new ChatError("bad_login", { triesLeft: 2 }));
  t.deepEqual(play.login.problem, { kind: "wrong", triesLeft: 2 });
  t.is(play.login.fields.password.text, "");
  t.is(play.login.field, "password");
  t.false(play.login.busy);
});

test("a lock says until when", (t) => {
  const play = refusedWith(filled().press("enter"), new ChatError("locked", { retryAfter: 60 }));
  t.deepEqual(play.login.problem, { kind: "locked", name: "alice", until: noon + 60_000 });
});

test("a name that is taken puts the cursor there", (t) => {
  const play = filled().press("f2", "tab").type("secret123").press("enter");
  t.is(refusedWith(play, new ChatError("name_taken")).login.field, "name");
});

const held = (): ChatError => new ChatError("already_online", { since: noon - 1000, address: "10.0.0.7" });

test("where someone else holds the account, Enter takes over", (t) => {
  const play = refusedWith(filled().press("enter"), held());
  t.deepEqual(play.login.problem, { kind: "held", name: "alice", since: noon - 1000, address: "10.0.0.7" });
  play.taken();
  play.press("enter");
  t.deepEqual(play.taken(), [
    { do: "login", name: "alice", password: "secret123", takeover: true, remember: false },
  ]);
});

test("after Esc, Enter asks again without taking over", (t) => {
  const play = refusedWith(filled().press("enter"), held());
  play.taken();
  play.press("escape");
  t.is(play.login.problem, undefined);
  play.press("enter");
  t.like(play.taken()[0], { do: "login", takeover: false, remember: false });
});

test("taking over is for the account that was named, not for another one", (t) => {
  const play = refusedWith(filled().press("enter"), held());
  play.taken();
  play.press("up").type("x").press("enter");
  t.like(play.taken()[0], { do: "login", name: "alicex", takeover: false, remember: false });
});

test("nothing that a request was made of changes while it's under way", (t) => {
  const play = filled().press("enter");
  const { fields, mode } = play.login;
  play.type("x").paste("y").press("backspace", "ctrl+u", "f2", "tab").type("z");
  t.deepEqual(play.login.fields, fields);
  t.is(play.login.mode, mode);
});

test("leaving, suspending, redrawing and connecting are possible while a request is under way", (t) => {
  const play = filled().press("enter");
  play.taken();
  play.press("ctrl+l", "ctrl+z", "ctrl+r", "ctrl+c");
  t.deepEqual(
    play.taken().map((effect) => effect.do),
    ["redraw", "suspend", "connect", "quit"],
  );
});

const away = { kind: "network", code: "ECONNREFUSED" } as const;

test("Enter without a connection connects, and logs in once that is there", (t) => {
  const play = filled().connection({ state: "waiting", reason: away, retryAt: noon + 60_000 });
  t.deepEqual(play.press("enter").taken(), [{ do: "connect" }]);
  t.is(play.login.problem, undefined);
  t.deepEqual(play.connection({ state: "connecting" }).taken(), []);
  t.like(play.connection(connected).taken(), [{ do: "login", name: "alice", password: "secret123" }]);
  t.is(play.login.busy, "server");
});

test("whoever goes on writing, or signs up instead, is not logged in by a connection", (t) => {
  for (const change of [(play: Play) => play.type("4"), (play: Play) => play.press("f2")]) {
    const play = filled().connection({ state: "connecting" }).press("enter");
    play.taken();
    t.deepEqual(change(play).connection(connected).taken(), []);
  }
});

test("where a connection is refused for good, the next one logs nobody in by itself", (t) => {
  const play = filled().connection({ state: "connecting" }).press("enter");
  const reason = { kind: "closing", code: "banned", text: "You are banned from this server." } as const;
  play.connection({ state: "stopped", reason }).taken();
  t.deepEqual(play.press("ctrl+r").connection(connected).taken(), [{ do: "connect" }]);
  t.like(play.press("enter").taken(), [{ do: "login" }]);
});

test("a connection that is lost under a request is told", (t) => {
  const play = filled().press("enter").do({ type: "loginFailed", text: "The connection was cut." });
  t.deepEqual(play.login.problem, { kind: "text", text: "The connection was cut." });
  t.false(play.login.busy);
});

test("a click and a focus report are not typed", (t) => {
  const play = new Play().focus(false).do({
    type: "input",
    event: {
      type: "mouse",
      action: "press",
      button: 0,
      x: 1,
      y: 1,
      ctrl: false,
      alt: false,
      shift: false,
    },
  });
  t.is(play.login.fields.name.text, "");
  t.false(play.state.focused);
});

test("a login that this machine has kept needs no password, once the server is there", (t) => {
  const play = new Play({ columns: 80, rows: 24 }, newLogin("Alice", "", { saved: "alice" }));
  t.deepEqual(play.taken(), []);
  play.connection(connected);
  t.deepEqual(play.taken(), [{ do: "resume", name: "Alice", takeover: false }]);
});

test("a kept login that is no good any more is said, and the password is asked for", (t) => {
  const play = new Play({ columns: 80, rows: 24 }, newLogin("alice", "", { saved: "alice" }));
  refusedWith(play.connection(connected), new ChatError("token_refused")).taken();
  t.like(play.login.problem, { text: "The saved login is no longer good. Log in with the password." });
  t.deepEqual(play.press("enter").taken(), []);
  t.is(play.login.field, "password");
  play.type("secret123").press("enter");
  t.deepEqual(play.taken(), [
    { do: "login", name: "alice", password: "secret123", takeover: false, remember: true },
  ]);
});

test("a kept login takes a session over when the person says so, and is for its own account only", (t) => {
  const play = new Play({ columns: 80, rows: 24 }, newLogin("alice", "", { saved: "alice" }));
  refusedWith(
    play.connection(connected),
    new ChatError("already_online", { since: 1, address: "::1" }),
  ).taken();
  play.press("enter");
  t.deepEqual(play.taken(), [{ do: "resume", name: "alice", takeover: true }]);
  refusedWith(play, new ChatError("busy"));
  play.press("up").type("x").press("enter");
  t.deepEqual(play.taken(), []);
});

test("F3 says whether this machine keeps the login, and the request says it too", (t) => {
  const play = filled().press("f3");
  t.true(play.login.remember);
  t.deepEqual(play.press("enter").taken(), [
    { do: "login", name: "alice", password: "secret123", takeover: false, remember: true },
  ]);
  t.false(filled().press("f3", "f3").login.remember);
});

test("how long an address has to wait is said in seconds", (t) => {
  const play = refusedWith(filled().press("enter"), new ChatError("slow_down", { retryAfter: 20 }));
  t.like(play.login.problem, { text: "Too much in too short a time. Wait 20 s." });
});
