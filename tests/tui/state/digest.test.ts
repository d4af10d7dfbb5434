/** The line that says what came while nobody was here. */
import test from "ava";
import { screenOf } from "../view/screens.ts";
import { aliceAmongOthers, connected, message, messages, noon, Play, summary } from "./play.ts";

const morning = noon - 2 * 3_600_000 - 48 * 60_000;
const hour = 3_600_000;

type Summaries = Parameters<Play["summaries"]>;

/** Logs in to what the summaries tell of. */
function login(...summaries: Summaries): Play {
  const accounts = ["bob", "Carol", "dave"].map((name) => ({ name, online: true, since: morning }));
  return new Play()
    .connection(connected)
    .sessionIn("alice")
    .answer("contacts", {}, { accounts })
    .summaries(...summaries);
}

const digest = (play: Play): string | undefined =>
  play.chat.digest?.state === "told" ? play.chat.digest.text : undefined;

const missedMuch: Summaries = [
  summary("everyone", { last: 90, unread: 43, mentions: 2, since: noon - hour }),
  summary("bob", { last: 2, unread: 2, since: morning }),
  summary("Carol", { last: 1, unread: 1, since: noon }),
  summary("dave", { last: 9 }),
];

test("after a login it counts what is unread, says since when, and names the keys", (t) => {
  const play = login(...missedMuch);
  const words =
    "3 whispers, 2 mentions and 41 other broadcasts since 09:12. Alt-A goes there, Esc hides this.";
  t.is(digest(play), words);
  const shown = screenOf(play.state)
    .map((row) => row.split("│ ").at(-1)?.trim())
    .join(" ");
  t.true(shown.includes(words));
});

test("one of each is said in the singular, what there is none of isn't said, and a limit isn't a count", (t) => {
  const of = (...summaries: Summaries): string => digest(login(...summaries))?.replace(/ since .*/, "") ?? "";
  t.is(of(summary("bob", { last: 1, unread: 1, since: noon })), "1 whisper");
  t.is(of(summary("everyone", { last: 1, unread: 1, mentions: 1, since: noon })), "1 mention");
  t.is(of(summary("everyone", { last: 5000, unread: 1000, since: noon })), "1000+ broadcasts");
});

test("it waits for the last page of what the server says", (t) => {
  const play = new Play().connection(connected).sessionIn("alice");
  play.answer("conversations", {}, { conversations: [missedMuch[0] ?? summary("everyone")], next: "2" });
  t.is(digest(play), undefined);
  play.answer(
    "conversations",
    { page: "2" },
    { conversations: [summary("bob", { last: 1, unread: 1, since: morning })] },
  );
  t.regex(digest(play) ?? "", /^1 whisper, 2 mentions and 41 other broadcasts since 09:12/);
});

test("nothing unread, or all of it on screen at once: no line", (t) => {
  t.is(digest(login(summary("everyone", { last: 9, read: 9, received: 9 }))), undefined);
  const play = aliceAmongOthers({ everyone: messages(1, 10, "bob"), read: 7 });
  t.is(play.current.unread, 0);
  t.is(digest(play), undefined);
});

test("it stays while one types and talks, gives way to a notice, and goes when all has been on screen", (t) => {
  const play = login(...missedMuch).history("everyone", messages(1, 90, "bob"));
  play.type("hello").press("ctrl+c").posted("everyone", message(91, "bob"));
  t.regex(digest(play) ?? "", /41 other/);
  play.press("ctrl+c");
  t.regex(screenOf(play.state).join("\n"), /Press Ctrl-C again/);
  t.notRegex(screenOf(play.state).join("\n"), /other broadcasts/);
  play.press("alt+a");
  t.is(play.chat.current, "bob");
  play.history("bob", messages(1, 2, "bob")).press("alt+a");
  t.is(play.chat.current, "carol");
  play.history("Carol", messages(1, 1, "Carol"));
  t.regex(digest(play) ?? "", /^3 whispers/);
  play.press("alt+a");
  t.is(play.chat.current, "everyone");
  play.press("ctrl+end");
  t.is(digest(play), undefined);
});

test("Esc hides it, where nothing is typed", (t) => {
  const play = login(...missedMuch)
    .type("x")
    .press("escape");
  t.regex(digest(play) ?? "", /^3 whispers/);
  t.is(play.press("backspace", "escape").chat.digest, undefined);
});

test("after a lost connection it comes where one was away for long, and not after a moment", (t) => {
  const back = (away: number): string | undefined => {
    const play = login().history("everyone", []);
    play.hear({ kind: "session", session: { state: "interrupted", name: "alice" } }).wait(away);
    play.sessionIn("alice").summaries(summary("bob", { last: 1, unread: 1, since: noon }));
    return digest(play);
  };
  t.is(back(60_000), undefined);
  t.regex(back(6 * 60_000) ?? "", /^1 whisper since 12:00/);
});

test("after a session that was taken over, too", (t) => {
  const play = login().sessionOut({ kind: "taken over", address: "10.0.0.1" }).wait(hour).sessionIn("alice");
  t.regex(digest(play.summaries(...missedMuch)) ?? "", /^3 whispers/);
});
