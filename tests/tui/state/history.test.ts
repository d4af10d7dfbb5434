/** Older messages load by themselves. */
import test from "ava";
import type { Message } from "../../../protocol/index.ts";
import { viewport } from "../../../tui/log/viewport.ts";
import { paneOf } from "../../../tui/state/scrolling.ts";
import { aliceAmongOthers, messages, type Play, summary } from "./play.ts";

const asked = (play: Play): unknown[] =>
  play
    .taken()
    .map((effect) => (effect.do === "ask" && effect.ask.request === "history" ? effect.ask.params : effect));

/** A conversation of which the newest 100 of 300 messages are held. */
function some(): Play {
  const play = aliceAmongOthers().summaries(summary("bob", { last: 300, read: 300, received: 300 }));
  play.type("/w bob").press("enter");
  play.taken();
  return play.history("bob", messages(201, 300, "bob"), { before: 201 });
}

test("the first visit asks for the newest page, the next one doesn't", (t) => {
  const play = aliceAmongOthers().press("alt+2");
  t.deepEqual(asked(play), [{ conversation: play.current.name }]);
  play.history(play.current.name, []).press("ctrl+n", "ctrl+p");
  t.deepEqual(
    asked(play).filter((one) => JSON.stringify(one).includes(`"${play.current.name}"`)),
    [],
  );
});

test("older messages are asked for once when the top of the log shows", (t) => {
  const play = some();
  t.deepEqual(asked(play), []);
  play.press("ctrl+home");
  t.deepEqual(asked(play), [{ conversation: "bob", before: 201 }]);
  play.press("pageup", "pageup", "ctrl+home").wait(1000);
  t.deepEqual(asked(play), []);
});

test("the page joins on at the top, and what was on screen stays there", (t) => {
  const play = some().press("ctrl+home");
  const { scroll } = play.current;
  play.history("bob", messages(101, 200, "bob"), { asked: 201, before: 101 });
  t.is(play.current.messages[0]?.number, 101);
  t.deepEqual(play.current.scroll, scroll);
});

test("paging up reaches the first message, and then asks no more", (t) => {
  const play = some();
  let pages = 0;
  for (let presses = 0; presses < 100; presses++) {
    play.press("pageup");
    for (const one of asked(play) as { before: number }[]) {
      pages++;
      const first = Math.max(1, one.before - 100);
      const page: Message[] = messages(first, one.before - 1, "bob");
      play.history("bob", page, first > 1 ? { asked: one.before, before: first } : { asked: one.before });
    }
  }
  t.is(pages, 2);
  t.is(play.current.messages[0]?.number, 1);
  t.deepEqual(play.current.history, { state: "complete" });
});

test("where all of a page is hidden by a block, the page before it is asked for", (t) => {
  const play = some().press("ctrl+home");
  play.taken();
  play.history("bob", [], { asked: 201, before: 101 });
  t.deepEqual(asked(play), [{ conversation: "bob", before: 101 }]);
});

test("a short conversation fills the log from its history without a key", (t) => {
  const play = aliceAmongOthers({ size: { columns: 80, rows: 60 } })
    .type("/w bob")
    .press("enter");
  play.taken();
  play.history("bob", messages(41, 50, "bob"), { before: 41 });
  t.deepEqual(asked(play), [{ conversation: "bob", before: 41 }]);
});

test("a refusal is not asked again, until the next login", (t) => {
  const play = some().press("ctrl+home");
  play.taken();
  play.refuse("history", { conversation: "bob", before: 201 }, "no").press("pageup", "ctrl+home").wait(5000);
  t.deepEqual(asked(play), []);
  play.sessionIn("alice").press("escape");
  t.deepEqual(
    asked(play).filter((one) => JSON.stringify(one).includes("before")),
    [{ conversation: "bob", before: 201 }],
  );
});

test("without a session nothing is asked for", (t) => {
  const play = some().hear({ kind: "session", session: { state: "interrupted", name: "alice" } });
  play.press("ctrl+home", "pageup").wait(1000);
  t.deepEqual(asked(play), []);
});

test("what is unread is fetched before the log is put where it starts, but not thousands of messages", (t) => {
  const play = aliceAmongOthers().summaries(summary("bob", { last: 9000, received: 9000, unread: 1000 }));
  play.type("/w bob").press("enter");
  let pages = 0;
  for (let wanted = asked(play); wanted.length > 0 && pages < 100; wanted = asked(play)) {
    const { before } = wanted[0] as { before?: number };
    const last = (before ?? 9001) - 1;
    const page = messages(last - 99, last, "bob").map((one) =>
      one.number % 2 ? one : { ...one, from: "alice" },
    );
    play.history("bob", page, {
      ...(before === undefined ? {} : { asked: before }),
      before: last - 99,
    });
    pages++;
  }
  t.true(pages >= 10 && pages <= 12, `${pages} pages`);
  t.true(play.current.positioned);
  t.true(play.current.messages.length <= 1200);
});

test("what is unread within one page more is fetched, and the log starts there", (t) => {
  const play = aliceAmongOthers().summaries(
    summary("bob", { last: 300, received: 300, read: 150, unread: 150 }),
  );
  play
    .type("/w bob")
    .press("enter")
    .history("bob", messages(201, 300, "bob"), { before: 201 });
  t.false(play.current.positioned);
  play.history("bob", messages(101, 200, "bob"), { asked: 201, before: 101 });
  t.true(play.current.positioned);
  t.is(play.current.lineAfter, 150);
});

test("where the server's retention has removed what was before, the log says so at its beginning", (t) => {
  const play = aliceAmongOthers();
  play
    .press("alt+2")
    .answer(
      "history",
      { conversation: "bob" },
      { conversation: "bob", messages: messages(5, 7, "bob"), removed: 4 },
    );
  t.deepEqual([play.current.removed, play.current.history], [4, { state: "complete" }]);
  const rows = viewport(play.current, paneOf(play.chat, play.state.size)).rows;
  t.regex(rows[0] ?? "", /older ones were removed by this server's retention/);
  t.is(rows.filter((row) => row.includes("removed")).length, 1);
});

test("what was missed and removed leaves no hole: what is held from before goes, and the log says so", (t) => {
  const play = aliceAmongOthers({ everyone: messages(1, 3, "bob") });
  const event = {
    event: "missed",
    conversation: "everyone",
    messages: messages(9, 10, "bob"),
    older: false,
    removed: 8,
  } as const;
  play.event(event);
  t.deepEqual(
    play.current.messages.map(({ number }) => number),
    [9, 10],
  );
  t.like(play.current, { removed: 8, history: { state: "complete" } });
});

test("a removal that is older than what is held takes nothing from the log", (t) => {
  const play = aliceAmongOthers({ everyone: messages(1, 3, "bob") });
  play.event({
    event: "missed",
    conversation: "everyone",
    messages: messages(4, 5, "bob"),
    older: false,
    removed: 2,
  });
  t.is(play.current.messages.length, 5);
});
