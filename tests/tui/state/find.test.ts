/** Finding in a conversation: what is asked for, what is shown, and where Enter leads. */
import test from "ava";
import type { Params } from "../../../protocol/index.ts";
import { parseFind } from "../../../tui/state/find-query.ts";
import type { FindPanel } from "../../../tui/state/state.ts";
import { aliceAmongOthers, message, messages, noon, type Play } from "./play.ts";

type Search = Params<"search">;

const asked = (play: Play): Search[] =>
  play
    .taken()
    .flatMap((effect) => (effect.do === "ask" && effect.ask.request === "search" ? [effect.ask.params] : []));

function panel(play: Play): FindPanel {
  if (play.chat.panel?.kind !== "find") throw new Error("There is no find panel.");
  return play.chat.panel;
}

const rows = (play: Play): number[] => panel(play).finds?.rows.map(({ number }) => number) ?? [];

/** Answers the only search that is under way. */
function answer(play: Play, numbers: readonly number[], before?: number): Play {
  const [params] = asked(play);
  if (params === undefined) throw new Error("Nothing was asked for.");
  const found = numbers.map((number) => message(number, "bob"));
  return play.answer("search", params, {
    conversation: "everyone",
    messages: found,
    reached: noon,
    ...(before !== undefined && { before }),
  });
}

const finding = (text: string): Play => {
  const play = aliceAmongOthers({ everyone: messages(1, 100, "bob") }).press("ctrl+f");
  play.takenAll();
  return play.type(text);
};

test("what is typed is searched for, and the newest found comes first", (t) => {
  const play = finding("lunch");
  t.deepEqual(play.draft, "");
  const [params] = asked(play);
  t.deepEqual(params, { conversation: "everyone", words: ["lunch"] });
  play.answer("search", params as Search, {
    conversation: "everyone",
    messages: [message(3, "bob"), message(7, "bob")],
  });
  t.deepEqual(rows(play), [7, 3]);
  t.deepEqual(asked(play), []);
});

test("one search is under way at a time, and what comes for another query is dropped", (t) => {
  const play = finding("l");
  const [first] = asked(play) as [Search];
  play.type("u").type("nch");
  t.deepEqual(asked(play), []);
  play.answer("search", first, { conversation: "everyone", messages: [message(9, "bob")] });
  t.deepEqual(asked(play), [{ conversation: "everyone", words: ["lunch"] }]);
  t.deepEqual(rows(play), []);
});

test("it goes on by itself until the panel is full, and further as one goes down", (t) => {
  const play = finding("x");
  answer(play, [90], 81);
  answer(play, [], 41);
  t.deepEqual(rows(play), [90]);
  const many = Array.from({ length: 40 }, (_, index) => index + 1);
  answer(play, many, 1);
  t.deepEqual(asked(play), []);
  play.press("pagedown", "pagedown");
  t.deepEqual(asked(play), [{ conversation: "everyone", words: ["x"], before: 1 }]);
});

test("Enter shows the message among its neighbours, Esc goes back, and Up in an empty search goes on with the last one", (t) => {
  const play = finding("x");
  answer(play, [20, 50]).press("down", "enter");
  t.is(play.chat.panel, undefined);
  t.is(play.current.jump?.number, 20);
  play.press("escape");
  t.like(play.current, { jump: undefined, scroll: undefined });
  play.press("ctrl+f");
  t.is(panel(play).query.text, "");
  play.press("up");
  t.deepEqual(rows(play), [50, 20]);
  t.like(panel(play), { selected: 1, query: { text: "x" } });
  play.press("escape", "alt+2", "ctrl+f", "up");
  t.is(panel(play).query.text, "");
});

test("a search left by Esc is kept, too, and an empty one takes the place of none", (t) => {
  const play = answer(finding("x"), [20]);
  play.press("escape", "ctrl+f", "escape", "ctrl+f").type("y");
  t.is(panel(play.press("up")).query.text, "y");
  play.press("ctrl+u", "up");
  t.like(panel(play), { query: { text: "x" } });
  t.deepEqual(rows(play), [20]);
});

test("what was under way when a search was closed is asked for again", (t) => {
  const play = finding("x");
  const [first] = asked(play);
  play.press("escape", "ctrl+f", "up");
  t.deepEqual(asked(play), [first]);
  const further = answer(finding("x"), [20, 50], 20);
  const [more] = asked(further);
  t.is(more?.before, 20);
  further.press("escape", "ctrl+f", "up");
  t.deepEqual(rows(further), [50, 20]);
  t.deepEqual(asked(further), [more]);
});

test("Enter before the answer is here goes nowhere", (t) => {
  const play = finding("x");
  answer(play, [20]).type("y").press("enter");
  t.is(play.chat.panel?.kind, "find");
  t.is(play.current.jump, undefined);
});

test("the slash commands search at once", (t) => {
  const play = aliceAmongOthers().type("/search big lunch").press("enter");
  t.deepEqual(asked(play), [{ conversation: "everyone", words: ["big", "lunch"] }]);
  t.deepEqual(asked(aliceAmongOthers().type("/mentions").press("enter")), [
    { conversation: "everyone", mentions: true },
  ]);
});

test("what can't be asked is said and not asked", (t) => {
  const play = finding("form:bob");
  t.deepEqual(asked(play), []);
  t.regex(
    panel(play).finds?.problem ?? "",
    /^There is no form:\. There are from:, before:, after: and has:\./,
  );
});

test("a refusal is shown, and Enter tries again", (t) => {
  const play = finding("x");
  const [params] = asked(play) as [Search];
  play.refuse("search", params, "The connection was lost.");
  t.is(panel(play).finds?.problem, "The connection was lost.");
  t.deepEqual(asked(play.press("enter")), [params]);
});

test("without a session nothing is asked until there is one", (t) => {
  const play = aliceAmongOthers().hear({ kind: "session", session: { state: "interrupted", name: "alice" } });
  play.press("ctrl+f").type("x");
  t.deepEqual(asked(play), []);
  t.deepEqual(asked(play.sessionIn("alice")), [{ conversation: "everyone", words: ["x"] }]);
});

const parsed = (line: string) => parseFind(line, aliceAmongOthers().chat, noon);
const local = (year: number, month: number, day: number) => new Date(year, month - 1, day).getTime();

test("operators and words may stand in any order", (t) => {
  t.deepEqual(parsed('from:CAROL "big lunch" has:link now'), {
    from: "Carol",
    link: true,
    words: ["big lunch", "now"],
  });
  t.deepEqual(parsed("from:me has:mention"), { from: "alice", mentions: true });
  t.deepEqual(parsed("after:2026-11-01 before:2026-11-23"), {
    since: local(2026, 11, 1),
    until: local(2026, 11, 23),
  });
  t.deepEqual(parsed("AFTER:yesterday before:today"), {
    since: local(2026, 11, 22),
    until: local(2026, 11, 23),
  });
});

test("what only looks like an operator is a word", (t) => {
  t.deepEqual(parsed('http://example.com 12:30 "from:bob" c++'), {
    words: ["http://example.com", "12:30", "from:bob", "c++"],
  });
});

test("what is wrong with an operator is said in words", (t) => {
  t.is(parsed("from:bbo"), "There is no account called bbo.");
  t.is(parsed("from:"), "Something has to follow from:, without a blank.");
  t.is(parsed("has:links"), "There is no has:links. There are has:link and has:mention.");
  for (const day of ["2026-13-01", "2026-02-30", "soon", "1.11.2026"]) {
    t.is(parsed(`before:${day}`), `“${day}” is no day. Write it like 2026-11-01, or today or yesterday.`);
  }
  t.regex(String(parsed("constructor:x")), /^There is no constructor:/);
  t.regex(String(parsed("a ".repeat(17))), /16 words at most/);
});
