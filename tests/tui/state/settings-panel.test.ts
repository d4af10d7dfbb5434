import test from "ava";
import { initialSettings } from "../../../tui/state/settings.ts";
import { settingsRows } from "../../../tui/state/settings-panel.ts";
import { aliceAmongOthers, connected, Play } from "./play.ts";

const run = (line: string): Play => aliceAmongOthers().type(line).press("enter");
const names: readonly string[] = settingsRows({ settings: initialSettings }).map(({ name }) => name);
/** The panel with this setting selected. */
const selected = (name: string): Play =>
  aliceAmongOthers()
    .press("f12")
    .press(...Array(names.indexOf(name)).fill("down"));

test("a key and /set open the settings", (t) => {
  for (const play of [aliceAmongOthers().press("f12"), run("/set"), run("/settings")]) {
    t.deepEqual(play.chat.panel, { kind: "settings", selected: 0 });
  }
});

test("changing the selected setting asks for the next of its values, or the one before", (t) => {
  for (const key of ["enter", "right", "left"]) {
    t.deepEqual(
      selected("sidebar").press(key).taken(),
      [{ do: "set", path: ["sidebar"], value: false }],
      key,
    );
  }
});

test("Space changes it, too, and nothing is typed into the input behind the panel", (t) => {
  const play = selected("sidebar").type(" ");
  t.deepEqual(play.taken(), [{ do: "set", path: ["sidebar"], value: false }]);
  t.is(play.type("word").draft, "");
});

test("what has no list of values is changed in the file", (t) => {
  const play = selected("keys").press("enter");
  t.deepEqual(play.taken(), []);
  t.regex(play.notice, /^keys is changed in the file /);
  t.regex(run("/set keys help").notice, /^keys is changed in the file /);
});

test("the selection stays among the settings", (t) => {
  const play = aliceAmongOthers().press("f12", "up");
  t.like(play.chat.panel, { selected: 0 });
  t.like(play.press(...Array(100).fill("down")).chat.panel, { selected: names.length - 1 });
});

test("/set changes a setting, says what it is, or what it can be", (t) => {
  const off = [{ do: "set", path: ["sidebar"], value: false }];
  for (const word of ["off", "false", "NO"]) t.deepEqual(run(`/set sidebar ${word}`).taken(), off, word);
  t.is(run("/set sidebar off").draft, "");
  t.is(run("/set sidebar").notice, "sidebar is on.");
  t.is(run("/set sidebar maybe").notice, "sidebar can be on or off.");
  t.is(run("/set sidebra off").notice, "There is no setting called sidebra. /set shows them all.");
});

test("changed settings hold at once", (t) => {
  const settings = { ...initialSettings, sidebar: false };
  const play = aliceAmongOthers().do({ type: "settings", settings, problems: [] });
  t.is(play.state.settings, settings);
  t.false(play.chat.sidebar);
  t.is(play.notice, "");
});

test("contacts that were hidden by a key stay so while other settings change", (t) => {
  const play = aliceAmongOthers().press("f7");
  t.false(play.do({ type: "settings", settings: { ...initialSettings }, problems: [] }).chat.sidebar);
});

test("a mistake in the file is told, and so is its end", (t) => {
  const play = aliceAmongOthers().do({
    type: "settings",
    settings: initialSettings,
    problems: ["First.", "Second."],
  });
  t.regex(play.notice, /: First\. \(And 1 more: \/set shows them\.\)$/);
  play.do({ type: "settings", settings: initialSettings, problems: [] });
  t.is(play.notice, "Nothing is wrong with the settings any more.");
});

test("settings can change on the login form, too", (t) => {
  const settings = { ...initialSettings, sidebar: false };
  const play = new Play().connection(connected).do({ type: "settings", settings, problems: ["First."] });
  t.deepEqual(play.state.settingsFile.problems, ["First."]);
  t.false(play.sessionIn("alice").chat.sidebar);
});
