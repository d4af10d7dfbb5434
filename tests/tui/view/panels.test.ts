/** Panels at every size: the selected row has a mark, settings are explained, and no text reorders what is beside it. */
import test from "ava";
import { settingsRows } from "../../../tui/state/settings-panel.ts";
import { aliceAmongOthers, message, type Play } from "../state/play.ts";
import { drawn, screenOf } from "./screens.ts";
import { isSound } from "./sound.ts";

const sizes = [
  { columns: 80, rows: 24 },
  { columns: 120, rows: 40 },
  { columns: 40, rows: 10 },
  { columns: 20, rows: 5 },
];
const named = (size: { columns: number; rows: number }): string => `${size.columns}x${size.rows}`;

const shalom = "\u05e9\u05dc\u05d5\u05dd";

/** The screen without the contacts. */
const panelOf = (play: Play): string[] => screenOf(play.state).map((row) => row.split("│ ").at(-1) ?? "");
const raw = (play: Play): string => drawn(play.state).inset?.rows.join("\n") ?? "";

const panels: readonly (readonly [name: string, open: (play: Play) => Play])[] = [
  ["people", (play) => play.press("f2").answer("online", {}, { accounts: [bob, carol], total: 2 })],
  ["the switcher", (play) => play.press("ctrl+g")],
  ["settings", (play) => play.press("f12")],
  ["the outbox", (play) => play.press("alt+o")],
  ["links", (play) => play.press("escape", "up", "up").type("o")],
  ["lines written before", (play) => play.press("ctrl+r")],
  ["what was found", found],
];
const bob = { name: "bob", since: 0 };
const carol = { name: "Carol", since: 0 };

function found(play: Play): Play {
  play.press("ctrl+f").type("x");
  const params = { conversation: "everyone", words: ["x"] };
  return play.answer("search", params, {
    conversation: "everyone",
    messages: [message(1, "bob", "x 1"), message(2, "bob", "x 2")],
  });
}

/** With something for every panel. */
function busy(size: { columns: number; rows: number }): Play {
  const text = "http://one.example and http://two.example";
  const play = aliceAmongOthers({ size, everyone: [message(1, "bob", text)] });
  for (const key of ["a", "b"]) {
    play.type(key).press("enter");
    play.do({ type: "queued", message: { key: key.repeat(26), conversation: "everyone", text: key } });
  }
  return play;
}

test("whom one has just unblocked stays in the list, and is no longer said to be blocked", (t) => {
  const accounts = [bob, { name: "dave", since: 0 }];
  const play = aliceAmongOthers().press("f4").answer("blocked", {}, { accounts });
  play.answer("unblock", { name: "bob" }, { name: "bob", changed: true });
  const shown = panelOf(play).join("\n");
  t.regex(shown, /Blocked by you: 1 /);
  t.regex(shown, /▸ {3}bob +not blocked any more/);
  t.regex(shown, / x dave +since/);
  play.answer("block", { name: "bob" }, { name: "bob", changed: true });
  t.regex(panelOf(play).join("\n"), /Blocked by you: 2 .*\n▸ x bob +since/);
});

for (const size of sizes.slice(0, 3)) {
  test(`a foot tells of scrolling where there is more than fits, and only there: ${named(size)}`, (t) => {
    const play = aliceAmongOthers({ size }).type("/delete-account").press("enter");
    const told = (): boolean => /(PgUp PgDn|Up Down) scroll/.test(panelOf(play).join("\n"));
    t.is(told(), size.rows < 24);
    play.press("escape", "f1");
    t.true(told());
    play.press("escape", "f12").type("i");
    t.is(told(), size.rows < 10);
  });
}

for (const size of sizes) {
  for (const [name, open] of panels) {
    test(`the selected row of ${name} has a mark, and no other: ${named(size)}`, (t) => {
      const play = open(busy(size));
      for (const key of ["up", "down"]) {
        play.press(key);
        const marked = panelOf(play).filter((row) => row.startsWith("▸ "));
        t.is(marked.length, 1, panelOf(play).join("\n"));
        isSound(t, play.state);
      }
    });
  }

  test(`the explanation of every setting can be read whole: ${named(size)}`, (t) => {
    const play = aliceAmongOthers({ size }).press("f12");
    for (const { name, help } of settingsRows(play.state)) {
      t.true(
        panelOf(play).some((row) => row.startsWith(`▸ ${name}`.slice(0, size.columns))),
        name,
      );
      play.type("i");
      t.regex(panelOf(play).join("\n"), new RegExp(`── ${name} [─·]`));
      t.true(readThrough(play).startsWith(help), name);
      isSound(t, play.state);
      play.press("escape");
      t.like(play.chat.panel, { kind: "settings" });
      play.press("down");
    }
    t.is(play.press("escape").chat.panel, undefined);
  });

  test(`right-to-left text is isolated in every panel that shows any: ${named(size)}`, (t) => {
    const isolated = /\u2067[^\u2069]*[\u05d0-\u05ea][^\u2067]*\u2069/;
    const bare = /(^|\u2069)[^\u2067\u2069]*[\u05d0-\u05ea]/m;
    const play = aliceAmongOthers({ size });
    play.type(shalom).press("enter");
    const sent = { key: "a".repeat(26), conversation: "everyone", text: shalom };
    play.do({ type: "queued", message: sent });
    if (size.columns > 20) t.regex(raw(play.press("alt+o")), isolated, "outbox");
    t.notRegex(raw(play), bare);
    t.regex(raw(play.press("escape", "ctrl+r")), isolated, "lines");
    play.press("escape", "ctrl+f").type("x");
    play.answer(
      "search",
      { conversation: "everyone", words: ["x"] },
      { conversation: "everyone", messages: [message(3, "bob", `${shalom} ${"x".repeat(200)}`)] },
    );
    t.regex(raw(play), isolated, "found");
    t.notRegex(raw(play), bare);
    isSound(t, play.state);
    play.press("ctrl+u").type(shalom).press("escape", "ctrl+f");
    t.regex(raw(play), isolated, "the search before");
    isSound(t, play.state);
  });
}

/** All that a panel of words says, row by row as it's scrolled. */
function readThrough(play: Play): string {
  const rows: string[] = [];
  for (let count = 0; count < 20; count++) {
    const shown = panelOf(play).filter((row) => row.startsWith("  "));
    const fresh = rows.length === 0 ? shown : shown.slice(-1);
    if (count === 0 || scrolledTo(play) === count) rows.push(...fresh.map((row) => row.trim()));
    play.press("down");
  }
  return rows.join(" ");
}

const scrolledTo = ({ chat: { panel } }: Play): number => (panel && "top" in panel ? panel.top : 0);

test("links have the numbers that open them, as far as there are keys", (t) => {
  const text = Array.from({ length: 11 }, (_, index) => `http://l${index + 1}.example`).join(" ");
  const play = aliceAmongOthers({ everyone: [message(1, "bob", text)] })
    .press("escape")
    .type("o");
  const shown = panelOf(play).join("\n");
  t.regex(shown, /^▸ 1 http:\/\/l1\.example\/\n {2}2 http/m);
  t.regex(shown, /^ {2}9 http:\/\/l9\.example\/\n {4}http:\/\/l10\./m);
  t.regex(shown, /a number opens its link/);
});

test("keys for a row are told neither below an empty panel nor in the status bar", (t) => {
  const open: readonly ((play: Play) => Play)[] = [
    (play) => play.press("f4").answer("blocked", {}, { accounts: [] }),
    (play) => play.press("alt+o"),
    (play) => play.press("ctrl+r"),
    (play) => play.press("ctrl+f"),
    (play) => play.press("ctrl+g").type("nobody at all"),
  ];
  for (const empty of open.map((each) => screenOf(each(aliceAmongOthers()).state).join("\n")))
    t.notRegex(empty, /Enter|takes? back|edits/);
  const full = busy({ columns: 120, rows: 40 }).press("alt+o");
  t.regex(screenOf(full.state).join("\n"), /takes back.*take back/s);
});

test("an empty search offers the one before", (t) => {
  const play = aliceAmongOthers({ everyone: [message(1, "bob")] });
  t.notRegex(panelOf(play.press("ctrl+f")).join("\n"), /again/);
  play.type("needle").press("escape", "ctrl+f");
  t.regex(panelOf(play).join("\n"), /^ {2}Up again: needle$/m);
});

test("what a block means is said whole in a small window", (t) => {
  for (const request of ["block", "unblock"] as const) {
    const play = aliceAmongOthers({ size: { columns: 40, rows: 10 } });
    play.answer(request, { name: "bob" }, { name: "bob", changed: true });
    const said = screenOf(play.state)
      .map((row) => row.trim())
      .join(" ");
    t.true(said.includes(play.notice), said);
  }
});
