import test from "ava";
import type { Effect } from "../../../tui/state/effects.ts";
import { initialSettings, type Settings } from "../../../tui/state/settings.ts";
import { aliceAmongOthers, connected, message, noon, type Play } from "./play.ts";

/** alice, who looks elsewhere. */
const away = (settings: Partial<Settings> = {}): Play =>
  aliceAmongOthers({ settings: { ...initialSettings, ...settings } }).focus(false);

const told = (play: Play): Effect[] => play.taken().filter((effect) => effect.do === "notify");

test("a whisper is told while one looks elsewhere, in words", (t) => {
  t.deepEqual(told(away().posted("bob", message(1, "bob", "hi\x1b[31m\nthere"))), [
    { do: "notify", how: "bell", title: "bob", text: "hi there" },
  ]);
});

test("a mention is told, another message to everyone isn't", (t) => {
  t.deepEqual(told(away().posted("everyone", message(1, "bob", "all: hi"))), []);
  t.like(told(away().posted("everyone", message(1, "bob", "@Alice: hi")))[0], { title: "bob to everyone" });
});

test("nothing is told while the window has the keyboard, or never said that it hasn't", (t) => {
  t.deepEqual(told(aliceAmongOthers().posted("bob", message(1, "bob"))), []);
  t.deepEqual(told(away().focus(true).posted("bob", message(1, "bob"))), []);
});

test("settings say how, and whether at all", (t) => {
  const how = (settings: Partial<Settings>): unknown =>
    told(away(settings).posted("bob", message(1, "bob"))).map(
      (effect) => effect.do === "notify" && effect.how,
    );
  t.deepEqual(how({ notify: "osc777" }), ["osc777"]);
  t.deepEqual(how({ notify: "off" }), []);
  t.deepEqual(how({ quiet: true }), []);
});

test("a conversation has a level of its own", (t) => {
  const levels = (level: "all" | "mentions" | "none"): Partial<Settings> => ({
    "notify-in": { bob: level, everyone: level },
  });
  const count = (level: "all" | "mentions" | "none", where: string, text: string): number =>
    told(away(levels(level)).posted(where, message(1, "bob", text))).length;
  for (const where of ["Bob", "everyone"]) {
    t.is(count("all", where, "hi"), 1, where);
    t.is(count("mentions", where, "hi"), 0, where);
    t.is(count("mentions", where, "hi @alice"), 1, where);
    t.is(count("none", where, "hi @alice"), 0, where);
  }
});

test("a name with a server counts there, before the name alone", (t) => {
  const { server } = aliceAmongOthers().state;
  const count = (levels: Settings["notify-in"], where = "bob"): number =>
    told(away({ "notify-in": levels }).posted(where, message(1, "bob"))).length;
  t.is(count({ [`bob@${server}`]: "none" }), 0);
  t.is(count({ [`bob@${server}`]: "all", bob: "none" }), 1);
  t.is(count({ "bob@elsewhere:2000": "none" }), 1);
  t.is(count({ "everyone@elsewhere:2000": "all" }, "everyone"), 0);
  t.is(count({ [`everyone@${server}`]: "all" }, "everyone"), 1);
});

test("one's own messages and those of people one blocks are never told", (t) => {
  const all = { "notify-in": { everyone: "all" } } as const;
  t.deepEqual(told(away(all).posted("everyone", message(1, "Alice", "@alice"))), []);
  const play = away(all).answer("blocked", {}, { accounts: [{ name: "dave", since: noon }] });
  t.deepEqual(told(play.posted("everyone", message(1, "dave"))), []);
});

test("of several that come together the first is told that deserves it", (t) => {
  const some = [message(1, "bob", "hi"), message(2, "Carol", "hi @alice"), message(3, "dave", "@alice")];
  t.like(told(away().posted("everyone", ...some))[0], { title: "Carol to everyone" });
});

test("many at once are told once, later ones again", (t) => {
  const play = away().posted("bob", message(1, "bob")).posted("Carol", message(1, "Carol"));
  t.is(told(play).length, 1);
  play.wait(4999).posted("bob", message(2, "bob"));
  t.is(told(play).length, 0);
  play.wait(1).posted("bob", message(3, "bob"));
  t.is(told(play).length, 1);
});

test("what was missed is told once a session, however much it is", (t) => {
  const play = away().missed("everyone", [message(1, "bob", "no mention")]);
  t.deepEqual(told(play), []);
  play.missed("bob", [message(1, "bob"), message(2, "bob")]);
  t.deepEqual(told(play), [
    { do: "notify", how: "bell", title: "chat-tui", text: "Messages came while you were away." },
  ]);
  play.wait(60_000).missed("Carol", [message(1, "Carol")]);
  t.deepEqual(told(play), []);
  play.hear({ kind: "session", session: { state: "interrupted", name: "alice" } });
  play
    .connection(connected)
    .sessionIn("alice")
    .wait(60_000)
    .missed("Carol", [message(2, "Carol")]);
  t.is(told(play).length, 1);
});

test("/notify says and changes what is told here", (t) => {
  const run = (line: string, play = aliceAmongOthers()): Play => play.type(line).press("enter");
  t.is(run("/notify").notice, "Of messages to everyone those that mention you are notified.");
  t.is(run("/notify", aliceAmongOthers().press("alt+2")).notice, "All whispers from bob are notified.");
  const play = run("/notify none", aliceAmongOthers().press("alt+2"));
  t.deepEqual(play.taken().at(-1), {
    do: "set",
    path: ["notify-in", `bob@${play.state.server}`],
    value: "none",
  });
  t.is(play.notice, "No whispers from bob are notified.");
  t.regex(run("/notify loud").notice, /for all, mentions or none/);
});

test("/quiet and its key switch notifications off and on", (t) => {
  for (const quiet of [false, true]) {
    const play = away({ quiet });
    t.deepEqual(play.press("alt+q").taken(), [{ do: "set", path: ["quiet"], value: !quiet }]);
    t.deepEqual(play.type("/quiet").press("enter").taken(), [{ do: "set", path: ["quiet"], value: !quiet }]);
  }
});

test("a person called like something of Object's own has the usual level", (t) => {
  t.is(told(away().posted("constructor", message(1, "constructor"))).length, 1);
});
