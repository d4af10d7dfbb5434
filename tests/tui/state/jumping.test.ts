/** Jumping into the history: an island around the message, which grows, joins the newest messages, and is left again. */
import test from "ava";
import type { Message } from "../../../protocol/index.ts";
import { firstVisible, viewport } from "../../../tui/log/viewport.ts";
import { inLog } from "../../../tui/state/island.ts";
import { lastNumber } from "../../../tui/state/messages.ts";
import { paneOf } from "../../../tui/state/scrolling.ts";
import { plain } from "../log/rows.ts";
import { aliceAmongOthers, message, messages, type Play, summary } from "./play.ts";

const asked = (play: Play): unknown[] =>
  play.taken().flatMap((effect) => (effect.do === "ask" ? [effect.ask.params] : []));

/** Numbers of the messages that the log can show, first and last. */
const held = (play: Play): number[] => {
  const all = inLog(play.current).messages;
  return [all[0]?.number ?? 0, lastNumber({ messages: all })];
};

function view(play: Play) {
  const pane = paneOf(play.chat, play.state.size);
  const shown = inLog(play.current);
  return { ...viewport(shown, pane), firstVisible: firstVisible(shown, pane) };
}

/** A room of which the newest 100 of 1,000 messages are held. */
function room(read = 1000): Play {
  const play = aliceAmongOthers();
  play.answer("block", { name: "dave" }, { name: "dave", changed: true }).press("escape");
  play.summaries(summary("everyone", { last: 1000, received: 1000, read, unread: 1000 - read }));
  play.history("everyone", messages(901, 1000, "bob"), { before: 901 });
  play.takenAll();
  return play;
}

/** Finds a mention at this number, which the log then goes to. */
function found(play: Play, number: number): Play {
  play.takenAll();
  play.press("alt+p");
  const [params] = asked(play) as [{ conversation: string }];
  play.answer("search", params, { conversation: "everyone", messages: [message(number, "bob")] });
  return play;
}

/** The two first pages of an island around this message. */
function pages(play: Play, number: number): Play {
  play.page("everyone", messages(number - 50, number, "bob"), {
    asked: { before: number + 1 },
    before: number - 50,
  });
  return play.page("everyone", messages(number + 1, number + 50, "bob"), {
    asked: { after: number },
    after: number + 50,
  });
}

function island(number: number): Play {
  const play = pages(found(room(), number), number);
  play.takenAll();
  return play;
}

test("a message far back is shown among its neighbours, as soon as they are here", (t) => {
  const play = found(room(), 300);
  t.deepEqual(asked(play), [
    { conversation: "everyone", before: 301 },
    { conversation: "everyone", after: 300 },
  ]);
  t.deepEqual(held(play), [901, 1000]);
  pages(play, 300);
  t.deepEqual(held(play), [250, 350]);
  const { firstVisible, lastVisible } = view(play);
  t.true(firstVisible < 298 && lastVisible > 304, `${firstVisible} to ${lastVisible}`);
  t.is(play.current.jump?.number, 300);
  const marked = view(play)
    .rows.map(plain)
    .filter((row) => row.includes("▸"));
  t.deepEqual(marked, ["12:00▸bob text 300"]);
});

test("a message that is held needs nothing from the server", (t) => {
  const play = found(room(), 950);
  t.deepEqual(asked(play), []);
  t.is(play.current.island, undefined);
  t.true(view(play).firstVisible < 950 && view(play).lastVisible > 950);
  play.press("escape");
  t.is(play.current.scroll, undefined);
});

test("escape leads back to where the log was, also after several jumps", (t) => {
  const play = room().press("pageup");
  const before = view(play).lastVisible;
  pages(found(play, 300), 300);
  pages(found(play, 120), 120);
  t.deepEqual(held(play), [70, 170]);
  play.press("escape");
  t.deepEqual(held(play), [901, 1000]);
  t.is(view(play).lastVisible, before);
  t.is(play.current.jump, undefined);
});

test("the island grows at either end when that end shows, and asks once", (t) => {
  const play = island(300).press("ctrl+home");
  t.deepEqual(asked(play), [{ conversation: "everyone", before: 250 }]);
  play.press("pageup").wait(1000);
  t.deepEqual(asked(play), []);
  play.page("everyone", messages(150, 249, "bob"), { asked: { before: 250 }, before: 150 });
  t.deepEqual(held(play), [150, 350]);
  for (let presses = 0; presses < 30; presses++) play.press("pagedown");
  t.deepEqual(asked(play), [{ conversation: "everyone", after: 350 }]);
  play.page("everyone", messages(351, 450, "bob"), { asked: { after: 350 }, after: 450 });
  t.deepEqual(held(play), [150, 450]);
});

test("paged down to the newest messages it is one with them, and the log stays where it is", (t) => {
  const play = island(800);
  for (let presses = 0; presses < 30; presses++) play.press("pagedown");
  const { lastVisible } = view(play);
  play.page("everyone", messages(851, 950, "bob"), { asked: { after: 850 }, after: 950 });
  t.is(play.current.island, undefined);
  t.deepEqual(held(play), [750, 1000]);
  t.is(view(play).lastVisible, lastVisible);
  play.takenAll();
  play.press("ctrl+home");
  t.deepEqual(asked(play), [{ conversation: "everyone", before: 750 }]);
});

test("an island lets go of what is far from the screen, and can fetch it again", (t) => {
  const play = aliceAmongOthers();
  play.summaries(summary("bob", { last: 9000, received: 9000, read: 9000 })).press("alt+2");
  play.history("bob", messages(8901, 9000, "bob"), { before: 8901 });
  play.takenAll();
  play.press("alt+p");
  const search = { conversation: "bob", mentions: true, count: 1, before: 9001 };
  play.answer("search", search, { conversation: "bob", messages: [message(5000, "bob")] });
  for (const [first, last, at] of [
    [4901, 5000, { before: 5001 }],
    [5001, 5100, { after: 5000 }],
  ] as const) {
    play.page("bob", messages(first, last, "bob"), { asked: at, before: first, after: last });
  }
  for (let first = 4901; first > 1800; first -= 100) {
    play.press("ctrl+home");
    const page = messages(first - 100, first - 1, "bob");
    play.page("bob", page, { asked: { before: first }, before: first - 100 });
  }
  const [first = 0, last = 0] = held(play);
  t.is(first, 1701);
  t.true(last - first < 1500, `${first} to ${last}`);
  t.deepEqual(play.current.island?.newer, { state: "more", after: last });
});

test("what arrives is counted, goes to the window and doesn't move the island", (t) => {
  const play = island(300);
  const before = view(play);
  play.posted("everyone", message(1001, "bob")).posted("everyone", message(1002, "carol"));
  t.deepEqual(view(play).rows, before.rows);
  t.like(play.current, { unread: 2, read: 1000 });
  t.deepEqual(
    play.takenAll().filter((effect) => effect.do === "markRead"),
    [],
  );
  play.press("escape");
  t.deepEqual(held(play), [901, 1002]);
  t.like(play.current, { unread: 0, read: 1002, lineAfter: 1000 });
});

test("from an island ctrl-end leads to the newest message, or to the first unread one", (t) => {
  const play = island(300).press("ctrl+end");
  t.deepEqual(held(play), [901, 1000]);
  t.is(view(play).lastVisible, 1000);
  const later = island(300);
  for (let number = 1001; number <= 1050; number++) later.posted("everyone", message(number, "bob"));
  later.press("ctrl+end");
  t.is(view(later).firstVisible, 1001);
  t.true(later.current.unread > 0);
  t.is(view(later.press("ctrl+end")).lastVisible, 1050);
});

test("sending leads back to the newest message", (t) => {
  const play = island(300).type("mine").press("enter");
  play.do({ type: "queued", message: { key: "k", conversation: "everyone", text: "mine" } });
  t.like(play.current, { island: undefined, jump: undefined, scroll: undefined });
});

test("who jumps over unread messages hasn't read them", (t) => {
  const unread: Message[] = messages(1001, 1080, "bob");
  const play = room().focus(false).missed("everyone", unread);
  play.press("ctrl+home").focus(true);
  play.takenAll();
  found(play, 1070);
  t.true(view(play).lastVisible >= 1070);
  t.like(play.current, { read: 1000, unread: 80 });
  t.deepEqual(
    play.takenAll().filter((effect) => effect.do === "markRead"),
    [],
  );
});

test("the next mention after the one jumped to is looked for from there", (t) => {
  const play = island(300).press("alt+n");
  t.deepEqual(asked(play), [{ conversation: "everyone", mentions: true, count: 1, after: 300 }]);
  play.press("alt+p");
  t.deepEqual(asked(play), [{ conversation: "everyone", mentions: true, count: 1, before: 300 }]);
});

test("a search for a mention goes on where the server stopped, and says when there is none", (t) => {
  const play = room().press("alt+p");
  const first = { conversation: "everyone", mentions: true, count: 1, before: 1001 };
  t.deepEqual(asked(play), [first]);
  play.answer("search", first, { conversation: "everyone", messages: [], reached: 5, before: 500 });
  t.deepEqual(asked(play), [{ ...first, before: 500 }]);
  t.regex(play.notice, /^Looking for a mention of you: .* …$/);
  play.answer("search", { ...first, before: 500 }, { conversation: "everyone", messages: [] });
  t.is(play.notice, "No earlier mention of you here.");
  t.deepEqual(asked(play), []);
});

test("a mention found after the conversation was left is no reason to jump", (t) => {
  const play = room().press("alt+p");
  const [params] = asked(play) as [{ conversation: string }];
  play.press("alt+2");
  play.takenAll();
  play.answer("search", params, { conversation: "everyone", messages: [message(300, "bob")] });
  t.deepEqual(asked(play), []);
});

test("without a connection nothing is looked for, and one that breaks ends the search with words", (t) => {
  const play = room().press("alt+p");
  const [params] = asked(play) as [{ conversation: string }];
  play.refuse("search", params, "The connection was lost.");
  t.is(play.notice, "The connection was lost.");
  play.hear({ kind: "session", session: { state: "interrupted", name: "alice" } }).press("alt+p");
  t.deepEqual(asked(play), []);
  t.regex(play.notice, /without a connection/);
});

test("where the place can't be had the log stays, and the person is told", (t) => {
  const play = found(room(), 300);
  play.refuse("history", { conversation: "everyone", before: 301 }, "The connection was lost.");
  play.refuse("history", { conversation: "everyone", after: 300 }, "The connection was lost.");
  t.is(play.notice, "The connection was lost.");
  t.like(play.current, { island: undefined, arriving: undefined, jump: undefined });
  t.deepEqual(held(play), [901, 1000]);
});

test("an island outlives a reconnect, and asks again for what failed", (t) => {
  const play = island(300).press("ctrl+home");
  play.refuse("history", { conversation: "everyone", before: 250 }, "The connection was lost.");
  play.hear({ kind: "session", session: { state: "interrupted", name: "alice" } }).sessionIn("alice");
  t.deepEqual(held(play), [250, 350]);
  t.true(JSON.stringify(asked(play)).includes('"before":250'));
});

test("the line “new” is one key away", (t) => {
  const play = aliceAmongOthers({ everyone: messages(1, 100, "bob"), read: 20 });
  play.press("ctrl+end");
  t.is(view(play).lastVisible, 100);
  play.press("alt+u");
  t.true(view(play).firstVisible <= 21 && view(play).lastVisible < 60);
  play.press("escape");
  t.is(view(play).lastVisible, 100);
  t.regex(aliceAmongOthers().press("alt+u").notice, /all has been read/);
});
