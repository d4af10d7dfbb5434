/** The settings panel and what the login form says about the file. */
import test from "ava";
import { initialSettings } from "../../../tui/state/settings.ts";
import { aliceAmongOthers, connected, Play } from "../state/play.ts";
import { screenOf } from "./screens.ts";

const text = (play: Play): string => screenOf(play.state).join("\n");
const problems = ['Line 3, column 5: "sidebar" takes true or false, not 3.'];

test("the panel shows names, values and help, where they are kept and how to change them", (t) => {
  const shown = text(aliceAmongOthers().press("f12"));
  t.regex(shown, /── Settings ─/);
  t.regex(shown, /│ {3}sidebar +on +show the contacts/);
  t.regex(shown, /│ {3}keys +– +keys of your own/);
  t.regex(shown, /│ {3}the colours: .*\n.*there is\n/);
  t.regex(shown, /Kept in/);
  t.regex(shown, /Esc closes · Left Enter change/);
});

test("the panel shows all that is wrong with the file", (t) => {
  const play = aliceAmongOthers().do({
    type: "settings",
    settings: initialSettings,
    problems: [...problems, "And more."],
  });
  t.regex(text(play.press("f12")), /Line 3, column 5: [^.]*3\.\n.*And more\./);
});

test("in a small window the settings come first", (t) => {
  const play = aliceAmongOthers({ size: { columns: 40, rows: 10 } });
  play.do({ type: "settings", settings: initialSettings, problems: Array(9).fill("Wrong.") });
  t.regex(text(play.press("f12")), /theme +auto.*\n.*notify +bell/);
});

test("the login form tells what is wrong with the file", (t) => {
  const play = new Play({ columns: 80, rows: 24 }).connection(connected);
  t.notRegex(text(play), /Line 3/);
  play.do({ type: "settings", settings: initialSettings, problems });
  t.regex(text(play), /Line 3, column 5: "sidebar" takes true or false, not 3\./);
});
