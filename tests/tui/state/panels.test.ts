import test from "ava";
import type { ListRow } from "../../../tui/state/state.ts";
import { aliceAmongOthers, message, noon, type Play } from "./play.ts";

const people = (first: number, last: number): { name: string; since: number }[] =>
  Array.from({ length: last - first + 1 }, (_, index) => ({ name: `user${first + index}`, since: noon }));

function online(play: Play, first: number, last: number, page?: string, next?: string): Play {
  const result = { total: 9, accounts: people(first, last), ...(next === undefined ? {} : { next }) };
  return play.answer("online", page === undefined ? {} : { page }, result);
}

function rows(play: Play): readonly ListRow[] {
  const { panel } = play.chat;
  if (panel?.kind !== "list" || panel.rows === undefined) throw new Error("There is no list.");
  return panel.rows;
}

const selected = (play: Play): number => (play.chat.panel?.kind === "list" ? play.chat.panel.selected : -1);

test("F1 to F4 open their panels, Esc closes each", (t) => {
  for (const [key, panel] of [
    ["f1", { kind: "help" }],
    ["f2", { kind: "list", list: "online" }],
    ["f3", { kind: "list", list: "recent" }],
    ["f4", { kind: "list", list: "blocked" }],
  ] as const) {
    const play = aliceAmongOthers().press(key);
    t.like(play.chat.panel, panel);
    t.is(play.press("escape").chat.panel, undefined);
  }
});

test("another panel takes the place of the first", (t) => {
  const play = aliceAmongOthers().press("f2", "f3");
  t.like(play.chat.panel, { kind: "list", list: "recent", rows: undefined });
  online(play, 1, 3);
  t.like(play.chat.panel, { kind: "list", list: "recent", rows: undefined });
});

test("pages of a list are asked for one after the other, and joined", (t) => {
  const play = online(aliceAmongOthers().press("f2"), 1, 100, undefined, "user100");
  t.deepEqual(play.taken().at(-1), { do: "ask", ask: { request: "online", params: { page: "user100" } } });
  online(play, 101, 130, "user100");
  t.is(rows(play).length, 130);
  t.deepEqual(play.taken(), []);
});

test("a list that is asked for twice at once shows everybody once", (t) => {
  const play = aliceAmongOthers().press("f2", "f2");
  online(play, 1, 100, undefined, "user100");
  online(play, 1, 100, undefined, "user100");
  online(play, 101, 130, "user100");
  online(play, 101, 130, "user100");
  t.is(rows(play).length, 130);
});

test("recent tells those who have left apart", (t) => {
  const accounts = [
    { name: "bob", time: noon, online: true },
    { name: "dave", time: noon - 5, online: false },
  ];
  const play = aliceAmongOthers().press("f3").answer("recent", {}, { accounts });
  t.deepEqual(rows(play), accounts);
});

test("the selection moves by rows and pages and stays within the list", (t) => {
  const play = online(aliceAmongOthers().press("f2"), 1, 40);
  t.is(selected(play.press("up")), 0);
  t.is(selected(play.press("down", "down")), 2);
  t.is(selected(play.press("pagedown")), 20);
  t.is(selected(play.press("pageup")), 2);
  t.is(selected(play.press("pagedown", "pagedown", "pagedown")), 39);
});

test("Enter goes to the conversation with whom is selected, and closes the list", (t) => {
  const play = online(aliceAmongOthers().press("f2"), 1, 3).press("down", "enter");
  t.is(play.chat.current, "user2");
  t.is(play.chat.panel, undefined);
});

test("Enter on oneself, or on an empty list, closes it", (t) => {
  const self = aliceAmongOthers().press("f2");
  self.answer("online", {}, { total: 1, accounts: [{ name: "alice", since: noon }] }).press("enter");
  t.is(self.chat.panel, undefined);
  t.is(self.notice, "That is you.");
  t.is(self.chat.current, "everyone");
  const empty = aliceAmongOthers().press("f4").answer("blocked", {}, { accounts: [] }).press("enter");
  t.is(empty.chat.panel, undefined);
});

test("the help scrolls as far as it goes, and one page back from there shows something else", (t) => {
  const play = aliceAmongOthers().press("f1");
  const top = (): number => (play.chat.panel?.kind === "help" ? play.chat.panel.top : -1);
  play.press("up");
  t.is(top(), 0);
  for (let presses = 0; presses < 50; presses++) play.press("pagedown");
  const last = top();
  t.true(last > 20 && last < 400, String(last));
  t.is(play.press("pagedown").press("up") && top(), last - 1);
});

test("blocking and unblocking say what they mean, also when they change nothing", (t) => {
  const words = (request: "block" | "unblock", changed: boolean): string => {
    const play = aliceAmongOthers().answer(request, { name: "bob" }, { name: "bob", changed });
    t.is(play.chat.contacts.get("bob")?.blocked, request === "block");
    return play.notice;
  };
  t.regex(
    words("block", true),
    /bob is blocked\. .*\/unblock bob\. .*refused.* hidden, and you look offline\./,
  );
  t.regex(words("block", false), /bob is blocked already\./);
  t.regex(words("unblock", true), /bob is not blocked any more\. .*in the history/);
  t.regex(words("unblock", false), /bob is not blocked\./);
});

test("a refused list closes its panel and says why", (t) => {
  const play = aliceAmongOthers().press("f2").refuse("online", {}, "The connection was cut.");
  t.is(play.chat.panel, undefined);
  t.regex(play.notice, /was cut/);
});

test("a refused block says why", (t) => {
  t.regex(aliceAmongOthers().refuse("block", { name: "bob" }, "No room.").notice, /No room/);
});

test("what is asked in the background fails in the background", (t) => {
  const play = aliceAmongOthers().press("f1").refuse("blocked", {}, "x").refuse("contacts", {}, "y");
  play.refuse("conversations", {}, "z");
  t.is(play.chat.panel?.kind, "help");
  t.is(play.notice, "");
});

test("going elsewhere closes the panel, a message that arrives doesn't", (t) => {
  const play = aliceAmongOthers().press("f1").posted("everyone", message(1, "bob"));
  t.is(play.chat.panel?.kind, "help");
  t.is(play.press("ctrl+n").chat.panel, undefined);
  t.is(play.press("f1", "f9", "f1", "f9").chat.panel, undefined);
});
