/** The keys that edit what is typed: that each does what its row says. */
import test from "ava";
import { keyGroups } from "../../../tui/state/keys.ts";
import { aliceAmongOthers } from "./play.ts";

/** Keys → what is left of `one two.three four`, with the cursor as `|`, which starts before `three`. */
const moves: ReadonlyArray<readonly [keys: readonly string[], after: string]> = [
  [["left", "ctrl+b"], "one two|.three four"],
  [["right"], "one two.t|hree four"],
  [["alt+b", "ctrl+left"], "one |two.three four"],
  [["alt+f", "ctrl+right"], "one two.three| four"],
  [["ctrl+a", "home"], "|one two.three four"],
  [["ctrl+e", "end"], "one two.three four|"],
  [["backspace"], "one two|three four"],
  [["delete", "ctrl+d"], "one two.|hree four"],
  [["ctrl+w"], "one |three four"],
  [["alt+backspace", "ctrl+backspace"], "one |three four"],
  [["alt+d"], "one two.| four"],
  [["ctrl+u"], "|three four"],
  [["ctrl+k"], "one two.|"],
  [["ctrl+t"], "one twot.|hree four"],
  [["alt+t"], "one three.two| four"],
  [["ctrl+j", "alt+enter", "shift+enter"], "one two.\n|three four"],
];

function typed(): ReturnType<typeof aliceAmongOthers> {
  const play = aliceAmongOthers().type("one two.three four");
  return play.press(...Array(10).fill("left"));
}

function shown(play: ReturnType<typeof aliceAmongOthers>): string {
  const { text, cursor } = play.current.draft;
  return `${text.slice(0, cursor)}|${text.slice(cursor)}`;
}

for (const [keys, after] of moves) {
  for (const key of keys) test(`${key} edits`, (t) => t.is(shown(typed().press(key)), after));
}

test("what was cut last comes back, and then what was cut before it", (t) => {
  const play = typed().press("ctrl+k", "ctrl+a", "ctrl+y");
  t.is(shown(play), "three four|one two.");
  play.press("ctrl+e", "ctrl+w", "ctrl+y", "alt+y");
  t.is(shown(play), "three fourone three four|");
});

test("what was cut in one conversation can be put into another", (t) => {
  t.is(shown(typed().press("ctrl+k", "alt+2", "ctrl+y")), "three four|");
});

for (const [undo, redo] of [
  ["ctrl+_", "alt+_"],
  ["ctrl+/", "alt+_"],
] as const) {
  test(`${undo} undoes, ${redo} redoes`, (t) => {
    const play = aliceAmongOthers();
    for (const character of "one two") play.type(character);
    t.is(shown(play.press(undo)), "one |");
    t.is(shown(play.press(redo)), "one two|");
  });
}

test("Ctrl-C can be undone, a message that was sent can't", (t) => {
  t.is(shown(aliceAmongOthers().type("oops").press("ctrl+c", "ctrl+_")), "oops|");
  t.is(shown(aliceAmongOthers().type("gone").press("enter", "ctrl+_")), "|");
});

test("up and down move between the rows that are shown", (t) => {
  const play = aliceAmongOthers({ size: { columns: 40, rows: 20 } });
  // 27 columns beside the prompt.
  play.type("a".repeat(40));
  t.is(shown(play.press("up")).indexOf("|"), 13);
  t.is(shown(play.press("down")).indexOf("|"), 40);
  t.is(shown(play.press("down")).indexOf("|"), 40);
  t.is(shown(play.press("up", "up")).indexOf("|"), 13);
});

test("every row of the group is tried here", (t) => {
  const group = keyGroups.find(({ title }) => title === "Editing");
  const tried = new Set([
    ...moves.flatMap(([keys]) => keys),
    "ctrl+y",
    "alt+y",
    "ctrl+_",
    "ctrl+/",
    "alt+_",
    "ctrl+r",
    "tab",
    "ctrl+x ctrl+e",
    "alt+e",
    "shift+tab",
    "up",
    "down",
  ]);
  t.deepEqual(
    group?.rows.flatMap(({ keys }) => keys).filter((key) => !tried.has(key)),
    [],
  );
});

test("a paste of several lines goes into the input and sends nothing", (t) => {
  const play = aliceAmongOthers().paste("/quit\nsecond line\n");
  t.is(play.draft, "/quit\nsecond line\n");
  t.deepEqual(play.taken(), []);
});

test("typing goes on under a panel and while there is no session", (t) => {
  const play = aliceAmongOthers().press("f1").type("under it");
  t.is(play.draft, "under it");
  play.hear({ kind: "session", session: { state: "interrupted", name: "alice" } }).type(", offline");
  t.is(play.draft, "under it, offline");
});
