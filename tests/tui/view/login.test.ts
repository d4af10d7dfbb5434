/** What the login form says. */
import test from "ava";
import { ChatError } from "../../../protocol/index.ts";
import { newLogin } from "../../../tui/state/login.ts";
import { connected, noon, Play } from "../state/play.ts";
import { drawn, screenOf } from "./screens.ts";

const text = (play: Play): string => screenOf(play.state).join("\n").replace(/\s+/g, " ");

function refused(error: ChatError, size = { columns: 80, rows: 24 }): Play {
  const play = new Play(size, newLogin("alice")).connection(connected).type("secret123").press("enter");
  return play.do({ type: "loginRefused", error });
}

test("the form says where it logs in, how the connection is, and what the keys do", (t) => {
  const play = new Play();
  t.regex(text(play), /Log in at 127\.0\.0\.1:2000 · connecting …/);
  t.regex(
    text(play.connection(connected)),
    /· connected .*Name .*Password .*Enter go on.*F2 sign up instead/,
  );
  t.regex(text(play.press("f2")), /Sign up at .*Password again .*F2 log in instead/);
});

test("while a login is under way the form says what it waits for", (t) => {
  const play = new Play().connection(connected).type("alice").press("tab").type("secret123");
  play.do({ type: "loginWaits", for: "disk" });
  t.notRegex(text(play), /Waiting/);
  t.regex(text(play.press("enter")), /One moment …/);
  t.regex(text(play.do({ type: "loginWaits", for: "disk" })), /Waiting for the disk …/);
  t.regex(text(play.do({ type: "loginWaits", for: "server" })), /One moment …/);
});

test("a password is never on the screen", (t) => {
  const play = new Play().press("tab").type("secret123");
  t.notRegex(text(play), /secret123/);
  t.regex(text(play), /Password •{9} /);
});

test("the cursor is where one types", (t) => {
  const cursorOf = (play: Play): unknown => drawn(play.state).cursor;
  const play = new Play();
  t.deepEqual(cursorOf(play), { row: 3, column: 18 });
  t.deepEqual(cursorOf(play.type("al")), { row: 3, column: 20 });
  t.deepEqual(cursorOf(play.press("tab")), { row: 4, column: 18 });
  t.deepEqual(cursorOf(play.type("你好")), { row: 4, column: 20 });
});

test("a field scrolls with its cursor", (t) => {
  const play = new Play().press("tab").type("x".repeat(50));
  t.is(drawn(play.state).cursor?.row, 4);
  t.true((drawn(play.state).cursor?.column ?? 99) < 18 + 20);
});

test("the tries left are counted in words", (t) => {
  t.regex(
    text(refused(new ChatError("bad_login", { triesLeft: 2 }))),
    /wrong\. 2 tries left before a lock of 60 s/,
  );
  t.regex(text(refused(new ChatError("bad_login", { triesLeft: 1 }))), /wrong\. 1 try left/);
});

test("a lock is counted down until it's over", (t) => {
  const play = refused(new ChatError("locked", { retryAfter: 60 }));
  t.regex(text(play), /alice is locked from here\. Again in 60 s/);
  t.regex(text(play.wait(1)), /Again in 60 s/);
  t.regex(text(play.wait(1000)), /Again in 59 s/);
  t.regex(text(play.wait(57_000)), /Again in 2 s/);
  t.regex(text(play.wait(1999)), /The lock on alice is over/);
});

test("a session elsewhere is told with since when and from where, and what Enter and Esc do", (t) => {
  const since = noon - 3 * 3_600_000;
  const play = refused(new ChatError("already_online", { since, address: "10.0.0.7" }));
  t.regex(
    text(play),
    /alice is logged in already from 10\.0\.0\.7, since 09:00 \(3 h\)\. Enter takes over .*Esc leaves/,
  );
});

test("all of that fits into a small window", (t) => {
  for (const error of [
    new ChatError("bad_login", { triesLeft: 2 }),
    new ChatError("locked", { retryAfter: 60 }),
    new ChatError("already_online", { since: noon - 90_000, address: "192.168.100.200" }),
  ]) {
    const shown = text(refused(error, { columns: 40, rows: 10 }));
    t.regex(shown, /Name alice/);
    t.regex(shown, /Ctrl-C quit/);
  }
});

test("in a small window the countdown has a row of its own, and the cursor is still in its field", (t) => {
  const play = new Play({ columns: 40, rows: 10 });
  const reason = { kind: "network", code: "ECONNREFUSED" } as const;
  play.connection({ state: "waiting", reason, retryAt: noon + 2500 });
  t.deepEqual(screenOf(play.state).slice(0, 2), ["  Log in at 127.0.0.1:2000", "  OFFLINE, again in 3 s"]);
  t.is(drawn(play.state).cursor?.row, 2);
});

test("that the login is kept is said in a window of any width, and cut in none", (t) => {
  for (let columns = 20; columns < 60; columns++) {
    const rows = screenOf(new Play({ columns, rows: 12 }).connection(connected).press("f3").state);
    const [row = ""] = rows.filter((one) => one.includes("[x]"));
    t.true(row.length > 0 && row.length <= columns, `${columns}`);
    t.true(/\[x\]($| on this machine$)/.test(row), row);
  }
});

const tiny = { columns: 20, rows: 5 };

test("in the smallest window the form still says what matters", (t) => {
  t.deepEqual(screenOf(new Play(tiny).connection(connected).state), [
    "Log in · connected",
    "Name",
    "Password",
    "Enter go on",
    "Tab next field",
  ]);
  const shown = (error: ChatError): string[] => screenOf(refused(error, tiny).state);
  t.deepEqual(shown(new ChatError("bad_login", { triesLeft: 2 })), [
    "Log in · connected",
    "Name     alice",
    "Password",
    "Wrong. 2 tries left.",
    "Enter go on",
  ]);
  t.is(shown(new ChatError("locked", { retryAfter: 60 }))[3], "Locked for 60 s.");
  t.deepEqual(shown(new ChatError("already_online", { since: noon, address: "10.0.0.7" })).slice(2), [
    "Logged in elsewhere.",
    "Enter takes over;",
    "Esc doesn't.",
  ]);
});

test("in the smallest window the cursor is in its field, and signing up has room", (t) => {
  const play = new Play(tiny).connection(connected).press("f2").type("bartholomew-the-20th");
  t.deepEqual(screenOf(play.state).slice(0, 4), [
    "Sign up · connected",
    "Name     -the-20th",
    "Password",
    "Again",
  ]);
  t.deepEqual(drawn(play.state).cursor, { row: 1, column: 18 });
  t.deepEqual(drawn(play.press("tab").type("x").state).cursor, { row: 2, column: 10 });
});

test("a server with a long name leaves the rows as long as the window is wide", (t) => {
  for (const size of [
    { columns: 40, rows: 10 },
    { columns: 60, rows: 24 },
  ]) {
    const { state } = new Play(size);
    for (const row of screenOf({ ...state, server: `${"x".repeat(70)}:2000` }))
      t.true(row.length <= size.columns);
  }
});

test("without a connection the form says what Enter has begun, and which key tries now", (t) => {
  const play = new Play({ columns: 80, rows: 24 }, newLogin("alice")).type("secret123");
  t.notRegex(text(play), /connect now/);
  const reason = { kind: "network", code: "ECONNREFUSED" } as const;
  play.connection({ state: "waiting", reason, retryAt: noon + 2500 });
  t.regex(text(play), /Ctrl-R connect now/);
  t.regex(text(play.press("enter")), /Nothing listens there.* Goes on as soon as there is a connection\./);
  t.notRegex(text(play.type("4")), /Goes on/);
});

test("without a connection the form says why and when it tries again", (t) => {
  const play = new Play();
  const reason = { kind: "network", code: "ECONNREFUSED" } as const;
  play.connection({ state: "waiting", reason, retryAt: noon + 2500 });
  t.regex(text(play), /OFFLINE, again in 3 s.*Nothing listens there/);
  t.regex(text(play.wait(1000)), /OFFLINE, again in 2 s/);
});

test("why a connection was lost while a login was under way is told once", (t) => {
  for (const size of [{ columns: 80, rows: 24 }, { columns: 40, rows: 10 }, tiny]) {
    const play = new Play(size, newLogin("alice")).connection(connected).type("secret123").press("enter");
    const said = "The server sent a malformed answer to login.";
    play.connection({ state: "stopped", reason: { kind: "protocol", text: said } });
    play.do({ type: "loginFailed", text: `That doesn't look like a chat server. ${said}` });
    t.is(text(play).split("like a chat").length, 2, text(play));
    for (const row of screenOf(play.state)) t.true(row.length <= size.columns);
  }
});
