/** Sessions that begin, break and end, and what of the screen outlives them. */
import test from "ava";
import { ChatError } from "../../../protocol/index.ts";
import { aliceAmongOthers, connected, keyOf, message, messages, noon, Play } from "./play.ts";

const asked = (play: Play): string[] =>
  play.taken().map((effect) => (effect.do === "ask" ? effect.ask.request : effect.do));

test("a session starts on the main screen, and asks for all that it shows", (t) => {
  const play = new Play().connection(connected).sessionIn("alice");
  t.is(play.chat.me, "alice");
  t.true(play.chat.live);
  t.deepEqual(asked(play), ["contacts", "blocked", "conversations", "history"]);
});

test("what breaks comes back as it was: draft, place in the log, messages", (t) => {
  const play = aliceAmongOthers({ everyone: messages(1, 100, "bob") })
    .type("half")
    .press("pageup");
  const { scroll } = play.current;
  play.hear({ kind: "session", session: { state: "interrupted", name: "alice" } });
  t.false(play.chat.live);
  t.is(play.draft, "half");
  play.sessionIn("alice").press("left");
  t.true(play.chat.live);
  t.deepEqual(play.current.scroll, scroll);
  t.is(play.draft, "half");
  t.is(play.current.messages.length, 100);
});

test("after a takeover the form says from where, and is ready to take it back", (t) => {
  const play = aliceAmongOthers().sessionOut({ kind: "taken over", address: "10.0.0.\x1b[31m7" });
  const { problem, fields, field } = play.login;
  t.regex(problem?.kind === "text" ? problem.text : "", /from 10\.0\.0\.7 took your session over/);
  t.is(fields.name.text, "alice");
  t.is(field, "password");
});

test("what was on screen comes back for the same account", (t) => {
  const play = aliceAmongOthers().press("alt+2").type("half").press("f1");
  play.sessionOut({ kind: "taken over", address: "10.0.0.7" }).sessionIn("alice");
  t.is(play.chat.current, "bob");
  t.is(play.draft, "half");
  t.is(play.chat.panel, undefined);
  t.is(play.state.parked, undefined);
});

test("nothing of it is shown to another account", (t) => {
  const play = aliceAmongOthers({ everyone: messages(1, 5, "bob") })
    .press("alt+2")
    .type("half");
  play.sessionOut({ kind: "taken over", address: "10.0.0.7" }).sessionIn("mallory");
  t.is(play.chat.me, "mallory");
  t.is(play.chat.current, "everyone");
  t.is(play.chat.contacts.size, 0);
  t.deepEqual(
    play.chat.conversations.all.map(({ id }) => id),
    ["everyone"],
  );
  t.is(play.current.messages.length, 0);
  t.is(play.state.parked, undefined);
});

test("logging out leaves nothing behind", (t) => {
  const play = aliceAmongOthers().press("alt+2").type("half").sessionOut({ kind: "logged out" });
  t.is(play.state.parked, undefined);
  t.is(play.login.problem, undefined);
  t.is(play.sessionIn("alice").chat.conversations.size, 1);
});

test("a login that is refused after a reconnect keeps the screen for later, and says why", (t) => {
  const play = aliceAmongOthers().type("half");
  const error = new ChatError("already_online", { since: noon, address: "10.0.0.7" });
  play.sessionOut({ kind: "refused", error });
  t.deepEqual(play.login.problem, { kind: "held", name: "alice", since: noon, address: "10.0.0.7" });
  t.is(play.sessionIn("alice").draft, "half");
});

test("messages that wait survive a takeover, and are stored after it", (t) => {
  const play = aliceAmongOthers();
  play.do({ type: "queued", message: { key: keyOf(7), conversation: "everyone", text: "mine" } });
  play.sessionOut({ kind: "taken over", address: "10.0.0.7" }).sessionIn("alice");
  t.is(play.current.outgoing.length, 1);
  play.hear({ kind: "send", key: keyOf(7), send: { state: "stored", number: 7, time: noon } });
  t.is(play.current.outgoing.length, 0);
  t.is(play.current.messages.at(-1)?.text, "mine");
});

test("what comes late for a session that is over changes nothing", (t) => {
  const play = aliceAmongOthers().sessionOut({ kind: "logged out" });
  const before = play.login;
  play.posted("everyone", message(1, "bob")).refuse("online", {}, "late");
  play.event({ event: "presence", name: "bob", online: false, time: noon });
  t.is(play.login, before);
});

test("a window too small shows no messages, so it reads none", (t) => {
  const play = aliceAmongOthers().resize(19, 4).posted("everyone", message(1, "bob"));
  t.is(play.current.unread, 1);
  play.resize(80, 24);
  t.is(play.current.unread, 0);
});

test("the connection's state and round trip are kept for the status bar", (t) => {
  const play = aliceAmongOthers().hear({ kind: "roundTrip", ms: 12.4 });
  t.is(play.state.roundTrip, 12.4);
  play.connection({ state: "waiting", reason: { kind: "silence" }, retryAt: noon + 3000 });
  t.is(play.state.connection.state, "waiting");
});
