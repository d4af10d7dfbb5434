/** Settings in line mode: listed, changed, and what they do there. */
import test from "ava";
import { initialSettings, type Settings } from "../../../tui/state/settings.ts";
import { message } from "../state/play.ts";
import { aliceInLines, LinePlay } from "./play.ts";

const holds = (play: LinePlay, settings: Partial<Settings>, problems: string[] = []): LinePlay =>
  play.do({ type: "settings", settings: { ...initialSettings, ...settings }, problems });

test("/settings lists each with its value and its words, and where they are kept", (t) => {
  const play = aliceInLines();
  play.lines = {
    ...play.lines,
    state: { ...play.state, settingsFile: { path: "/a/b.jsonc", problems: ["Line 1: no."] } },
  };
  const said = play.line("/settings").said();
  t.is(said[0], "Settings, kept in /a/b.jsonc; /set NAME VALUE changes one:");
  t.true(said.includes("quiet is off: no notifications at all"));
  t.is(said.at(-1), "Line 1: no.");
});

test("a change goes to the file, and is told once it holds, whoever has made it", (t) => {
  const play = aliceInLines().line("/set typing off", "/quiet");
  t.deepEqual(play.taken(), [
    { do: "set", path: ["typing"], value: false },
    { do: "set", path: ["quiet"], value: true },
  ]);
  t.deepEqual(play.said(), []);
  t.deepEqual(holds(play, { typing: false, quiet: true }).said(), ["quiet is on.", "typing is off."]);
  t.deepEqual(holds(play, { typing: false, quiet: true, "notify-in": { bob: "all" } }).said(), []);
});

test("what is wrong with the file is told, at the login form, too", (t) => {
  t.deepEqual(holds(aliceInLines(), {}, ["Line 3: no."]).said(), [": Line 3: no."]);
  t.deepEqual(holds(new LinePlay(), {}, ["Line 3: no."]).said(), [": Line 3: no."]);
});

test("a whisper rings where nobody types, but not of those that settings leave out", (t) => {
  const rings = (settings: Partial<Settings>, prepare = (play: LinePlay) => play): boolean => {
    const play = prepare(holds(aliceInLines(), settings));
    play.posted("bob", message(1, "bob"));
    return play.takenAll().some((effect) => effect.do === "notify");
  };
  t.true(rings({}));
  t.true(rings({}, (play) => play.typing("hel").wait(10_000)));
  t.false(rings({}, (play) => play.typing("hel").wait(9_999)));
  t.false(rings({ quiet: true }));
  t.false(rings({ notify: "off" }));
  t.false(rings({ "notify-in": { bob: "none" } }));
});

test("what has rung is read all the same", (t) => {
  const play = aliceInLines();
  play.posted("bob", message(1, "bob"));
  t.true(play.takenAll().some((effect) => effect.do === "markRead"));
});

test("others are told that a line is typed, and that it is no more, unless the setting is off", (t) => {
  const told = (play: LinePlay) => play.takenAll().filter((effect) => effect.do === "typing");
  const play = aliceInLines().typing("h").typing("hello");
  t.deepEqual(told(play), [{ do: "typing", conversation: "everyone", typing: true }]);
  t.deepEqual(told(play.line("hello").typing("")), [
    { do: "typing", conversation: "everyone", typing: false },
  ]);
  t.is(play.draft, "");
  t.deepEqual(told(play.typing("/w bob")), []);
  t.deepEqual(told(holds(play, { typing: false }).typing("hello")), []);
  t.deepEqual(told(new LinePlay().typing("alice")), []);
});
