/** Keys that settings have changed: what they do, and that every word about keys on screen follows. */
import test from "ava";
import { readKeys } from "../../../tui/settings/key-changes.ts";
import { newLogin } from "../../../tui/state/login.ts";
import { initialSettings, type Settings } from "../../../tui/state/settings.ts";
import { aliceAmongOthers, connected, Play } from "../state/play.ts";
import { screenOf } from "./screens.ts";

const withKeys = (wanted: Record<string, string[]>): Settings => ({
  ...initialSettings,
  keys: readKeys(wanted).changes,
});
const size = { columns: 100, rows: 120 };
const alice = (wanted: Record<string, string[]>): Play =>
  aliceAmongOthers({ size, settings: withKeys(wanted) });
const text = (play: Play): string => screenOf(play.state).join("\n");

test("an action hears its new key and no more its old one", (t) => {
  const play = alice({ help: ["alt+h"] });
  t.is(play.press("f1").chat.panel, undefined);
  t.like(play.press("alt+h").chat.panel, { kind: "help" });
});

test("the n-th key for a conversation's number goes to the n-th conversation", (t) => {
  const play = alice({ "conversation-number": ["ctrl+alt+a", "ctrl+alt+b"] });
  t.is(play.press("ctrl+alt+b").chat.current, "bob");
  t.is(play.press("ctrl+alt+a").chat.current, "everyone");
});

test("a key of two chords can be bound", (t) => {
  const play = alice({ help: ["Ctrl-X Ctrl-H", "Ctrl-X h"] });
  t.like(play.press("ctrl+x", "ctrl+h").chat.panel, { kind: "help" });
  t.like(
    alice({ help: ["Ctrl-X h"] })
      .press("ctrl+x")
      .type("h").chat.panel,
    { kind: "help" },
  );
});

test("help, hints and feet show the keys that hold", (t) => {
  const play = alice({ help: ["alt+h"], "close-panel": ["f12"], "panel-page-up": [], online: [] });
  t.regex(text(play), /Alt-H help/);
  t.notRegex(text(play), /F1 help|F2 online/);
  const help = text(play.press("alt+h"));
  t.regex(help, /F12 closes · PgDn scroll/);
  t.regex(help, /F12 close /);
  t.regex(help, /\(no key\) +who is online/);
});

test("the notice about leaving names the key that was pressed", (t) => {
  t.is(alice({ "clear-or-quit": ["alt+q"] }).press("alt+q").notice, "Press Alt-Q again to quit.");
});

test("the login form follows, too", (t) => {
  const play = new Play(size, newLogin(), withKeys({ "login-switch-mode": ["f5"], "login-next-field": [] }));
  play.connection(connected);
  t.regex(text(play), /Enter go on · F5 sign up instead · Ctrl-C quit/);
  t.is(play.press("f2").login.mode, "login");
  t.is(play.press("f5").login.mode, "signup");
});
