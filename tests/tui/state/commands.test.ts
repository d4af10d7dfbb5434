import test from "ava";
import type { Effect } from "../../../tui/state/effects.ts";
import { aliceAmongOthers, connected, Play } from "./play.ts";

const run = (line: string, play = aliceAmongOthers()): Play => play.type(line).press("enter");
const kinds = (effects: readonly Effect[]): string[] => effects.map((effect) => effect.do);

test("/whisper with a text sends it to that one only, and goes there", (t) => {
  const play = run("/whisper bob  are you there?");
  t.deepEqual(
    play.taken().filter(({ do: what }) => what === "send"),
    [{ do: "send", conversation: "bob", text: "are you there?" }],
  );
  t.is(play.chat.current, "bob");
});

test("/whisper without a text goes there", (t) => {
  const play = run("/w @Bob");
  t.is(play.chat.current, "bob");
  t.false(kinds(play.taken()).includes("send"));
});

test("/whisper keeps the newlines of its text", (t) => {
  const play = aliceAmongOthers().paste("/w bob one\n  two").press("enter", "enter");
  t.like(
    play.taken().find(({ do: what }) => what === "send"),
    { text: "one\n  two" },
  );
});

for (const [line, words] of [
  ["/whisper nobody hi", /no account called nobody/],
  ["/whisper alice hi", /That is you/],
  ["/whisper", /Whom/],
  ["/block", /Whom/],
  ["/unblock", /Whom/],
  ["/block nobody", /no account called nobody/],
  ["/block Alice", /That is you/],
] as const) {
  test(`${line} says what is wrong and stays in the input`, (t) => {
    const play = run(line);
    t.deepEqual(play.taken(), []);
    t.regex(play.notice, words);
    t.is(play.draft, line);
  });
}

test("until the server has told all accounts any name may be one, also after a new login", (t) => {
  const unlisted = (): Play => new Play().connection(connected).sessionIn("alice");
  const sends = [{ do: "send", conversation: "zoe", text: "hi" }];
  const sent = (play: Play) =>
    run("/whisper zoe hi", play)
      .taken()
      .filter(({ do: what }) => what === "send");
  t.deepEqual(sent(unlisted()), sends);
  t.deepEqual(sent(unlisted().answer("contacts", {}, { accounts: [], next: "bob" })), sends);
  t.deepEqual(sent(unlisted().answer("contacts", {}, { accounts: [] })), []);
  const again = aliceAmongOthers()
    .hear({ kind: "session", session: { state: "interrupted", name: "alice" } })
    .sessionIn("alice");
  t.deepEqual(sent(again), sends);
});

test("/broadcast sends to everyone from anywhere", (t) => {
  const play = run("/w bob");
  play.taken();
  run("/broadcast all of you", play);
  t.deepEqual(play.taken(), [{ do: "send", conversation: "everyone", text: "all of you" }]);
  t.is(play.chat.current, "everyone");
});

test("/broadcast without a text goes there", (t) => {
  const play = run("/all", run("/w bob"));
  t.is(play.chat.current, "everyone");
});

test("/block and /unblock take a name, or whoever the conversation is with", (t) => {
  const play = run("/block bob");
  t.deepEqual(play.taken(), [{ do: "ask", ask: { request: "block", params: { name: "bob" } } }]);
  run("/w dave", play);
  play.taken();
  run("/unblock", play);
  t.deepEqual(play.taken(), [{ do: "ask", ask: { request: "unblock", params: { name: "dave" } } }]);
});

for (const [line, request] of [
  ["/online", "online"],
  ["/recent", "recent"],
  ["/blocked", "blocked"],
] as const) {
  test(`${line} asks and opens the list`, (t) => {
    const play = run(line);
    t.like(play.chat.panel, { kind: "list", list: request, rows: undefined });
    t.deepEqual(play.taken(), [{ do: "ask", ask: { request, params: {} } }]);
    t.is(play.draft, "");
  });
}

test("the rest do what they say", (t) => {
  t.is(run("/help").chat.panel?.kind, "help");
  t.false(run("/sidebar").chat.sidebar);
  t.deepEqual(run("/reconnect").taken(), [{ do: "connect" }]);
  t.deepEqual(run("/logout").taken(), [{ do: "logout" }]);
  t.deepEqual(run("/quit").taken(), [{ do: "quit" }]);
});

test("a message to someone whom one blocks isn't sent, and says how to unblock", (t) => {
  const play = aliceAmongOthers().answer("block", { name: "bob" }, { name: "bob", changed: true });
  play.press("escape").taken();
  run("/w bob hi", play);
  t.false(kinds(play.taken()).includes("send"));
  t.regex(play.notice, /Unblock first: \/unblock bob/);
  t.is(play.draft, "/w bob hi");
});

test("the keys do the same as the commands", (t) => {
  const play = aliceAmongOthers();
  t.is(play.press("f6").draft, "/whisper ");
  play.press("ctrl+u", "alt+2", "f9");
  t.is(play.chat.current, "everyone");
  play.press("f7");
  t.false(play.chat.sidebar);
  play.taken();
  t.deepEqual(play.press("f8").taken(), [{ do: "logout" }]);
  t.deepEqual(play.press("ctrl+l", "ctrl+z").taken(), [{ do: "redraw" }, { do: "suspend" }]);
});

test("F6 doesn't overwrite what is typed", (t) => {
  const play = aliceAmongOthers().type("half a thought").press("f6");
  t.is(play.draft, "half a thought");
  t.regex(play.notice, /Send or clear/);
});

test("F5 blocks and unblocks whom the conversation is with", (t) => {
  const play = aliceAmongOthers();
  t.regex(play.press("f5").notice, /Whom/);
  play.press("alt+2").taken();
  const { id, name } = play.current;
  t.deepEqual(play.press("f5").taken(), [{ do: "ask", ask: { request: "block", params: { name } } }]);
  play.answer("block", { name }, { name, changed: true }).press("escape").taken();
  t.true(play.chat.contacts.get(id)?.blocked);
  t.deepEqual(play.press("f5").taken(), [{ do: "ask", ask: { request: "unblock", params: { name } } }]);
});

test("Ctrl-C clears the input; twice with nothing typed quits", (t) => {
  const play = aliceAmongOthers().type("something").press("ctrl+c");
  t.is(play.draft, "");
  t.deepEqual(play.taken(), []);
  play.press("ctrl+c");
  t.is(play.chat.notice?.kind, "quit");
  t.deepEqual(play.taken(), []);
  t.deepEqual(play.press("ctrl+c").taken(), [{ do: "quit" }]);
});

test("any other key between the two Ctrl-C means staying", (t) => {
  const play = aliceAmongOthers().press("ctrl+c").type("x").press("ctrl+c", "ctrl+c");
  t.is(play.chat.notice?.kind, "quit");
  t.deepEqual(play.taken(), []);
});

test("a notice lasts until the next key, a message or a tick don't take it away", (t) => {
  const play = run("/nonsense");
  t.regex(play.notice, /nonsense/);
  play.wait(60_000);
  t.regex(play.notice, /nonsense/);
  play.press("left");
  t.is(play.notice, "");
  run("/nonsense", play.press("ctrl+u")).type("x");
  t.is(play.notice, "");
});

test("the same mistake twice is told twice", (t) => {
  const play = run("/nonsense").press("enter");
  t.regex(play.notice, /nonsense/);
});
