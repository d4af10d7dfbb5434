/** What counts as read, and the line "new". */
import test from "ava";
import fc from "fast-check";
import { viewport } from "../../../tui/log/viewport.ts";
import { paneOf } from "../../../tui/state/scrolling.ts";
import { screenOf } from "../view/screens.ts";
import { aliceAmongOthers, message, messages, noon, type Play, summary } from "./play.ts";

const shown = (play: Play): string[] => [...viewport(play.current, paneOf(play.chat, play.state.size)).rows];
const hasLine = (play: Play): boolean => shown(play).some((row) => row.includes(" new "));
const readMarks = (play: Play): number[] =>
  play.takenAll().flatMap((effect) => (effect.do === "markRead" ? [effect.number] : []));

test("what comes into view counts as read, and the server is told", (t) => {
  const play = aliceAmongOthers().posted("everyone", message(1, "bob"));
  t.like(play.current, { unread: 0, read: 1 });
  t.deepEqual(readMarks(play), [1]);
  t.false(hasLine(play));
});

test("a message elsewhere is unread, one's own is not", (t) => {
  const play = aliceAmongOthers().posted("bob", message(1, "bob")).posted("bob", message(2, "alice"));
  t.is(play.conversation("bob").unread, 1);
  t.deepEqual(readMarks(play), []);
});

test("unread messages that mention me are counted, until they are seen", (t) => {
  const play = aliceAmongOthers().press("ctrl+n");
  const to = play.chat.current;
  for (const [index, text] of ["@alice hi", "hi alice", "Alice: hi"].entries())
    play.posted("everyone", { ...message(index + 1, "bob"), text });
  play.posted("everyone", { ...message(4, "alice"), text: "@alice" });
  t.like(play.conversation("everyone"), { unread: 3, mentions: 2 });
  t.not(to, "everyone");
  play.press("alt+/");
  t.like(play.current, { unread: 0, mentions: 0 });
});

test("mentions that the server has counted go one by one as they are seen", (t) => {
  const everyone = messages(1, 100, "bob").map((each) =>
    each.number % 20 === 5 ? { ...each, text: "@alice" } : each,
  );
  const play = aliceAmongOthers({ everyone, read: 20 });
  t.is(play.current.mentions, 3);
  while (play.current.read < 80) play.press("pagedown");
  t.is(play.current.mentions, play.current.read >= 85 ? 0 : 1);
  play.press("ctrl+end");
  t.like(play.current, { unread: 0, mentions: 0 });
});

test("what has its end under the badge at the lower edge isn't seen until all of it can be read", (t) => {
  const size = { columns: 40, rows: 10 };
  const everyone = (text: string) => messages(1, 30, "bob").map((each) => ({ ...each, text }));
  const atEdge = (play: Play): string =>
    screenOf(play.state).findLast((row) => row.startsWith("12:00")) ?? "";
  const full = aliceAmongOthers({ size, everyone: everyone("x".repeat(28)), read: 5 });
  t.regex(atEdge(full), /bob x+ ↓ 21 new/);
  t.is(full.current.read, 8);
  t.is(full.press("shift+down").current.read, 9);
  t.is(full.press("ctrl+end").current.read, 30);
  const short = aliceAmongOthers({ size, everyone: everyone("x"), read: 5 });
  t.regex(atEdge(short), /bob x +↓ 21 new/);
  t.is(short.current.read, 9);
  t.is(
    aliceAmongOthers({ everyone: everyone("x".repeat(28)), read: 20 }).current.read,
    30,
    "without a badge",
  );
});

test("under a panel nothing is seen until it closes", (t) => {
  const play = aliceAmongOthers().press("f1").posted("everyone", message(1, "bob"));
  t.like(play.current, { unread: 1, read: 0 });
  t.deepEqual(readMarks(play), []);
  play.press("escape");
  t.like(play.current, { unread: 0, read: 1 });
  t.true(hasLine(play));
});

test("without the keyboard nothing is seen until it's back, and the line stays there", (t) => {
  const play = aliceAmongOthers({ everyone: messages(1, 3, "bob") }).focus(false);
  play.posted("everyone", message(4, "bob")).posted("everyone", message(5, "bob"));
  t.like(play.current, { unread: 2, read: 3, lineAfter: 3 });
  t.deepEqual(readMarks(play), []);
  play.focus(true);
  t.like(play.current, { unread: 0, read: 5, lineAfter: 3 });
  t.deepEqual(readMarks(play), [5]);
  t.true(hasLine(play));
});

test("who types has the keyboard, even if the terminal told that another window has it", (t) => {
  const play = aliceAmongOthers({ everyone: messages(1, 3, "bob") }).focus(false);
  play.posted("everyone", message(4, "bob")).press("left");
  t.like(play.current, { unread: 0, read: 4 });
  play.focus(false).posted("everyone", message(5, "bob")).paste("x");
  t.like(play.current, { unread: 0, read: 5 });
});

test("below the edge of a log that is scrolled up nothing is seen", (t) => {
  const play = aliceAmongOthers({ everyone: messages(1, 100, "bob") }).press("pageup");
  play.takenAll();
  play.posted("everyone", message(101, "bob"));
  t.like(play.current, { unread: 1, read: 100 });
  play.press("pagedown", "pagedown");
  t.like(play.current, { unread: 0, read: 101 });
});

test("paging down counts as read what it shows, page by page", (t) => {
  const play = aliceAmongOthers({ everyone: messages(1, 100, "bob"), read: 20 });
  const unread: number[] = [play.current.unread];
  while (play.current.unread > 0) unread.push(play.press("pagedown").current.unread);
  t.true(unread.length >= 4);
  t.deepEqual(
    unread,
    unread.toSorted((a, b) => b - a),
  );
  t.is(play.current.read, 100);
});

test("a conversation opens where the unread messages start, with the line above them", (t) => {
  const play = aliceAmongOthers({ everyone: messages(1, 100, "bob"), read: 20 });
  t.regex(shown(play)[0] ?? "", / new /);
  t.regex(shown(play)[1] ?? "", /text 21$/);
  t.is(play.current.lineAfter, 20);
  t.true(play.current.read < 100);
});

test("where all unread messages fit, the log is at its bottom, with the line", (t) => {
  const play = aliceAmongOthers({ everyone: messages(1, 100, "bob"), read: 97 });
  t.is(play.current.scroll, undefined);
  t.is(play.current.unread, 0);
  t.true(hasLine(play));
  t.regex(shown(play).at(-1) ?? "", /text 100$/);
});

test("the line stands above what others wrote, not above one's own messages that the server counts as unread", (t) => {
  const everyone = [message(1, "bob"), message(2, "alice"), message(3, "alice"), message(4, "bob")];
  const rows = shown(aliceAmongOthers({ everyone, read: 1 }));
  t.regex(rows.join("\n"), /text 3.*\n.*─ new ─.*\n.*text 4/);
});

test("without unread messages there is no line", (t) => {
  t.false(hasLine(aliceAmongOthers({ everyone: messages(1, 100, "bob") })));
});

test("the line goes with leaving the conversation, and with an answer", (t) => {
  const play = aliceAmongOthers({ everyone: messages(1, 100, "bob"), read: 97 });
  play.press("ctrl+n", "ctrl+p");
  t.false(hasLine(play));
  const other = aliceAmongOthers({ everyone: messages(1, 100, "bob"), read: 97 });
  other.do({ type: "queued", message: { key: "k", conversation: "everyone", text: "mine" } });
  t.false(hasLine(other));
});

test("so many messages at once that they don't fit stop the log at the first of them", (t) => {
  const play = aliceAmongOthers({ everyone: messages(1, 3, "bob") });
  play.missed("everyone", messages(4, 60, "bob"));
  t.regex(shown(play)[0] ?? "", / new /);
  t.regex(shown(play)[1] ?? "", /text 4$/);
  t.true(play.current.read < 60);
});

test("messages that come one by one are followed", (t) => {
  const play = aliceAmongOthers();
  for (const one of messages(1, 60, "bob")) play.posted("everyone", one);
  t.is(play.current.scroll, undefined);
  t.is(play.current.read, 60);
});

test("a message higher than the log is shown from its beginning, and read once its end has been on screen", (t) => {
  const rows = Array.from({ length: 50 }, (_, index) => `row ${index + 1}`).join("\n");
  const play = aliceAmongOthers({ everyone: messages(1, 3, "bob") });
  play.posted("everyone", message(4, "bob", rows));
  t.regex(shown(play).join("\n"), /row 1$/m);
  t.like(play.current, { unread: 1, read: 3 });
  play.press("pagedown");
  t.is(play.current.unread, 1);
  play.press("pagedown", "pagedown");
  t.regex(shown(play).at(-1) ?? "", /row 50$/);
  t.like(play.current, { unread: 0, read: 4 });
});

test("in a window that is too small to show anything, nothing is seen", (t) => {
  const play = aliceAmongOthers({ everyone: messages(1, 3, "bob") }).resize(15, 3);
  play.posted("everyone", message(4, "bob"));
  t.like(play.current, { unread: 1, read: 3 });
  play.resize(80, 24);
  t.like(play.current, { unread: 0, read: 4 });
});

test("back from a panel, the log shows what came under it first", (t) => {
  const play = aliceAmongOthers().press("f1");
  for (const one of messages(1, 60, "bob")) play.posted("everyone", one);
  t.is(play.current.unread, 60);
  play.press("escape");
  t.regex(shown(play).join("\n"), /text 1$/m);
  t.true(play.current.unread > 0);
});

test("to the newest message means that the rest doesn't matter", (t) => {
  const play = aliceAmongOthers({ everyone: messages(1, 100, "bob"), read: 20 }).press("ctrl+end");
  t.like(play.current, { unread: 0, read: 100, scroll: undefined });
});

test("before the server has said what is unread, nothing is seen", (t) => {
  const play = aliceAmongOthers();
  play.sessionIn("alice").missed("everyone", messages(1, 3, "bob"));
  t.deepEqual(readMarks(play), []);
  play.summaries(summary("everyone", { last: 3, unread: 3 }));
  t.deepEqual(readMarks(play), [3]);
});

test("what the server counts and what it sends is counted once, in any order", (t) => {
  const parts: ReadonlyArray<(play: Play) => unknown> = [
    (play) => play.missed("bob", messages(5, 9, "bob")),
    (play) => play.summaries(summary("bob", { last: 9, read: 2, received: 4, unread: 7 })),
  ];
  for (const order of [parts, parts.toReversed()]) {
    const play = aliceAmongOthers();
    for (const part of order) part(play);
    t.is(play.conversation("bob").unread, 7);
    play.posted("bob", message(10, "bob"));
    t.is(play.conversation("bob").unread, 8);
  }
});

test("what was read here counts as read, also where the server hasn't heard of it", (t) => {
  const play = aliceAmongOthers({ everyone: messages(1, 10, "bob") });
  t.is(play.current.read, 10);
  play.sessionIn("alice").takenAll();
  play.missed("everyone", messages(11, 12, "bob")).focus(false);
  play.summaries(summary("everyone", { last: 12, read: 5, received: 10, unread: 7 }));
  t.is(play.current.unread, 2);
  t.deepEqual(readMarks(play), [10]);
});

test("what was read elsewhere is read here", (t) => {
  const play = aliceAmongOthers().posted("bob", message(1, "bob"));
  t.is(play.conversation("bob").unread, 1);
  play.sessionIn("alice").summaries(summary("bob", { last: 1, read: 1, received: 1, unread: 0 }));
  t.is(play.conversation("bob").unread, 0);
});

test("reading to the end leaves nothing unread, whatever was counted", (t) => {
  const play = aliceAmongOthers().summaries(summary("bob", { last: 9, read: 2, received: 9, unread: 1000 }));
  play
    .type("/w bob")
    .press("enter")
    .history("bob", messages(1, 9, "bob"));
  t.is(play.current.unread, 0);
});

test("whatever happens, unread is what came from others and was on no screen", (t) => {
  const step = fc.oneof(
    fc
      .constantFrom("pageup", "pagedown", "ctrl+end", "f1", "escape", "ctrl+n", "ctrl+p", "shift+down")
      .map((key) => (play: Play) => void play.press(key)),
    fc.boolean().map((focused) => (play: Play) => void play.focus(focused)),
    fc.integer({ min: 1, max: 40 }).map((count) => (play: Play) => {
      const last = play.conversation("everyone").messages.at(-1)?.number ?? 0;
      play.missed("everyone", messages(last + 1, last + count, count % 3 === 0 ? "alice" : "bob"));
    }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
      const play = aliceAmongOthers({ size: { columns: 60, rows: 14 } });
      play.answer("history", { conversation: "bob" }, { conversation: "bob", messages: [] });
      for (const act of steps) {
        const before = play.conversation("everyone").read;
        act(play);
        const { messages: held, read, unread } = play.conversation("everyone");
        t.is(unread, held.filter(({ number, from }) => number > read && from !== "alice").length);
        t.true(read >= before);
        if (read > before) {
          t.true(play.state.focused && play.chat.panel === undefined && play.chat.current === "everyone");
        }
      }
    }),
  );
});

test("days are told apart by a line", (t) => {
  const yesterday = { ...message(1, "bob"), time: noon - 86_400_000 };
  const play = aliceAmongOthers({ everyone: [yesterday, message(2, "bob"), message(3, "bob")] });
  const rules = shown(play).filter((row) => row.includes("──"));
  t.is(rules.length, 2);
  t.regex(rules[0] ?? "", /Sunday, 22 November 2026/);
  t.regex(rules[1] ?? "", /Monday, 23 November 2026/);
});

test("the next unread conversation is a whisper, then one with a mention, then any other", (t) => {
  const unread = (mentions: number): Play => {
    const play = aliceAmongOthers().press("alt+2");
    return play.summaries(summary("everyone", { last: 9, unread: 9, mentions }));
  };
  t.is(unread(0).press("alt+a").chat.current, "everyone");
  const play = unread(1).posted("dave", message(1, "dave"));
  t.is(play.press("alt+a").chat.current, "dave");
  t.is(play.press("tab").chat.current, "everyone");
});

test("with nothing unread elsewhere the next unread message is the one below", (t) => {
  const play = aliceAmongOthers({ everyone: messages(1, 100, "bob") }).press("pageup", "pageup");
  play.missed("everyone", messages(101, 160, "bob")).press("alt+a");
  t.regex(shown(play)[0] ?? "", / new /);
  t.regex(shown(play)[1] ?? "", /text 101$/);
  t.is(play.press("ctrl+end", "alt+a").notice, "Nothing unread elsewhere.");
});

test("End goes to the newest message with nothing typed, else to the end of the line", (t) => {
  const play = aliceAmongOthers({ everyone: messages(1, 100, "bob") }).press("pageup");
  t.not(play.type("x").press("home", "end").current.scroll, undefined);
  t.is(play.press("ctrl+u", "end").current.scroll, undefined);
});

const flood = (play: Play, count: number, from = "bob"): void => {
  const last = play.conversation("everyone").messages.at(-1)?.number ?? 0;
  for (const one of messages(last + 1, last + count, from)) play.posted("everyone", one);
};

test("what passes between two frames is unread until it's shown: the log follows, and says what is above", (t) => {
  const play = aliceAmongOthers({ everyone: messages(1, 100, "bob") });
  play.between(() => flood(play, 60));
  t.like(play.current, { read: 100, unread: 60 });
  t.deepEqual(readMarks(play), []);
  play.paint();
  t.regex(shown(play).at(-1) ?? "", /text 160$/);
  t.like(play.current, { read: 100, unread: 60, looking: "past" });
  play.posted("everyone", message(161, "bob"));
  t.like(play.current, { read: 100, unread: 61, scroll: undefined });
  play.press("alt+u");
  t.regex(shown(play).join("\n"), / new .*\n.*text 101$/m);
  while (play.current.unread > 0) play.press("pagedown");
  t.like(play.current, { read: 161, looking: "following" });
});

test("a frame that follows a flood slower than it fits is at the bottom, and all of it is read", (t) => {
  const play = aliceAmongOthers({ everyone: messages(1, 100, "bob") });
  for (let frame = 1; frame <= 5; frame++) play.between(() => flood(play, 15)).paint();
  t.like(play.current, { read: 175, unread: 0, scroll: undefined });
});

test("a frame that shows nothing new changes nothing, so that none follows it", (t) => {
  const play = aliceAmongOthers({ everyone: messages(1, 100, "bob"), read: 20 });
  const { screen } = play.state;
  t.is(play.paint().state.screen, screen);
  t.deepEqual(play.takenAll(), []);
});

test("under a list of completions nothing is seen until it closes", (t) => {
  const play = aliceAmongOthers().type("@b").posted("everyone", message(1, "bob"));
  t.like(play.current, { unread: 1, read: 0 });
  t.like(play.press("escape").current, { unread: 0, read: 1 });
});

test("an answer from further up doesn't count as reading what is between, and a key leads there", (t) => {
  const play = aliceAmongOthers({ everyone: messages(1, 100, "bob"), read: 20 });
  const { read } = play.current;
  play.do({ type: "queued", message: { key: "k", conversation: "everyone", text: "mine" } });
  t.like(play.current, { read, unread: 100 - read, scroll: undefined, lineAfter: read });
  t.regex(screenOf(play.state)[1] ?? "", new RegExp(`↑ ${100 - read} new · Alt-U$`));
  play.between(() => flood(play, 60)).paint();
  t.is(play.current.scroll, undefined);
  t.regex(shown(play.press("alt+u")).join("\n"), new RegExp(` new .*\n.*text ${read + 1}$`, "m"));
  t.true(play.current.read > read);
});

test("a click on what is told to be new above goes there", (t) => {
  const play = aliceAmongOthers({ everyone: messages(1, 100, "bob"), read: 20 });
  const { read } = play.current;
  play.do({ type: "queued", message: { key: "k", conversation: "everyone", text: "mine" } });
  const column = screenOf(play.state)[1]?.indexOf("↑") ?? 0;
  t.true(play.click(column, 1).current.read > read);
});

test("whatever comes, is painted, scrolled and resized: what counts as read has been in a frame", (t) => {
  const key = (...chords: string[]) =>
    fc.constantFrom(...chords).map((one) => (play: Play) => play.press(one));
  const paint = (play: Play): Play => play.paint();
  const step: fc.Arbitrary<(play: Play) => unknown> = fc.oneof(
    { weight: 3, arbitrary: fc.nat(40).map((count) => (play: Play) => flood(play, count)) },
    { weight: 4, arbitrary: fc.constant(paint) },
    key("pageup", "pagedown", "shift+up", "shift+down", "alt+u", "alt+a", "alt+/", "ctrl+home"),
    key("f1", "escape", "ctrl+n", "ctrl+p", "j", "k", "ctrl+c"),
    fc.constantFrom("@b", "x").map((text) => (play: Play) => play.type(text)),
    fc.boolean().map((focused) => (play: Play) => play.focus(focused)),
    fc
      .constantFrom("wheelup" as const, "wheeldown" as const)
      .map((turn) => (play: Play) => play.mouse(turn, 50, 5)),
    fc.tuple(fc.integer({ min: 70, max: 100 }), fc.integer({ min: 5, max: 30 })).map(
      ([columns, rows]) =>
        (play: Play) =>
          play.resize(columns, rows),
    ),
    fc.nat(9).map((count) => (play: Play) => flood(play, count, "alice")),
    fc.constant((play: Play) =>
      play.do({ type: "queued", message: { key: "k", conversation: "everyone", text: "mine" } }),
    ),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const play = aliceAmongOthers({ size: { columns: 80, rows: 14 } });
      play.answer("history", { conversation: "bob" }, { conversation: "bob", messages: [] });
      const drawn = new Set<number>();
      for (const act of steps) {
        play.between(act);
        if (act === paint && play.state.focused) {
          for (const row of screenOf(play.state)) drawn.add(Number(/text (\d+)\b/.exec(row)?.[1]));
        }
        const { messages: held, read, unread } = play.conversation("everyone");
        const others = held.filter(({ from }) => from !== "alice").map(({ number }) => number);
        t.deepEqual(
          others.filter((number) => number <= read && !drawn.has(number)),
          [],
        );
        t.is(unread, others.filter((number) => number > read).length);
      }
    }),
  );
});
