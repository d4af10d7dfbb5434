/** Browse mode: choosing messages, what can be done with them, and that nothing moves the selection by itself. */
import test from "ava";
import fc from "fast-check";
import { fits } from "../../../tui/layout.ts";
import { viewport } from "../../../tui/log/viewport.ts";
import { messageAt, selectedIndex, shownIn } from "../../../tui/state/browsing.ts";
import type { Effect } from "../../../tui/state/effects.ts";
import { paneOf } from "../../../tui/state/scrolling.ts";
import { aliceAmongOthers, keyOf, message, messages, type Play, summary } from "./play.ts";
import { steps } from "./random.ts";

const selected = (play: Play): string | undefined =>
  messageAt(shownIn(play.chat), selectedIndex(play.chat))?.text;
const browsing = (count = 50): Play =>
  aliceAmongOthers({ everyone: messages(1, count, "bob") }).press("escape");
const copied = (play: Play): string | undefined =>
  play.taken().find((effect): effect is Extract<Effect, { do: "copy" }> => effect.do === "copy")?.text;

function isOnScreen(play: Play): boolean {
  const { spans } = viewport(shownIn(play.chat), paneOf(play.chat, play.state.size));
  return spans.some(({ index }) => index === selectedIndex(play.chat));
}

test("Esc with nothing typed selects the newest message on screen, Esc again goes back", (t) => {
  const play = browsing();
  t.is(selected(play), "text 50");
  t.is(play.press("escape").chat.browse, undefined);
  t.is(play.current.scroll, undefined);
  t.is(selected(play.press("pageup", "escape")), "text 30");
});

test("what puts text into the input leaves the messages, so that typing goes on behind it", (t) => {
  const ways: readonly ((play: Play) => Play)[] = [
    (play) => play.press("f6"),
    (play) => play.press("ctrl+g").type("/whisper").press("enter"),
  ];
  for (const way of ways) {
    const play = way(browsing()).type("bob");
    t.is(play.chat.browse, undefined);
    t.is(play.draft, "/whisper bob");
  }
});

test("with something typed, or nothing to choose from, there is no browsing", (t) => {
  t.is(browsing(0).chat.browse, undefined);
  t.regex(aliceAmongOthers().type("/browse").press("enter").notice, /no messages/);
  t.is(
    aliceAmongOthers({ everyone: messages(1, 5, "bob") })
      .type("x")
      .press("escape").chat.browse,
    undefined,
  );
});

test("letters and arrows move by messages, pages and to the ends, and what is selected is on screen", (t) => {
  const play = browsing();
  t.is(selected(play.type("kk").press("up")), "text 47");
  t.is(selected(play.type("j").press("down")), "text 49");
  t.is(selected(play.press("pageup")), "text 29");
  t.is(selected(play.press("pageup")), "text 19");
  t.is(selected(play.press("pageup")), "text 1");
  t.true(isOnScreen(play));
  t.is(selected(play.press("pagedown")), "text 20");
  t.is(selected(play.type("g")), "text 1");
  t.true(isOnScreen(play));
  t.is(selected(play.type("k")), "text 1");
  t.is(selected(play.type("G").press("down")), "text 50");
  t.is(selected(play.type("kkkkkkkkkkkkkkkkkkkkkkkkk")), "text 25");
  t.true(isOnScreen(play));
});

test("a message that is higher than the log is walked through", (t) => {
  const play = aliceAmongOthers({ size: { columns: 60, rows: 12 }, everyone: messages(1, 3, "bob") });
  play.posted("everyone", message(4, "bob", "row\n".repeat(30))).posted("everyone", message(5, "bob"));
  play.press("ctrl+end", "escape").type("k");
  let presses = 0;
  for (; selected(play)?.startsWith("row"); presses++) play.type("k");
  t.true(presses > 3 && presses < 10, String(presses));
  t.is(selected(play), "text 3");
});

test("at the top older messages are asked for, and the selection stays", (t) => {
  const play = aliceAmongOthers({ size: { columns: 80, rows: 14 } });
  play.sessionIn("alice").summaries(summary("everyone", { last: 60, received: 60, read: 60 }));
  play
    .missed("everyone", messages(41, 60, "bob"), true)
    .press("escape")
    .takenAll();
  play.type("g");
  t.is(selected(play), "text 41");
  t.deepEqual(play.taken(), [
    { do: "ask", ask: { request: "history", params: { conversation: "everyone", before: 41 } } },
  ]);
  play.history("everyone", messages(21, 40, "bob"), { asked: 41 });
  t.is(selected(play), "text 41");
  t.is(selected(play.type("k")), "text 40");
});

test("what arrives moves neither the selection nor the log; what is below is counted", (t) => {
  const play = browsing();
  const before = viewport(shownIn(play.chat), paneOf(play.chat, play.state.size)).rows;
  play.missed("everyone", messages(51, 80, "bob"));
  t.is(selected(play), "text 50");
  t.deepEqual(viewport(shownIn(play.chat), paneOf(play.chat, play.state.size)).rows, before);
  t.is(play.current.unread, 30);
  t.is(selected(play.type("G")), "text 80");
  t.is(play.current.unread, 0);
});

test("a resize keeps the selection, and keeps it on screen", (t) => {
  const play = browsing().type("kkkkkkkkkkkkkkkkkkk").resize(40, 10);
  t.is(selected(play), "text 31");
  t.true(isOnScreen(play));
});

test("a new session keeps the selection; where its message is gone it's the next one", (t) => {
  const play = browsing().type("kkk");
  play.hear({ kind: "session", session: { state: "interrupted", name: "alice" } }).sessionIn("alice");
  play.summaries(summary("everyone", { last: 50, received: 50, read: 50 }));
  t.is(selected(play), "text 47");
  play.answer("block", { name: "dave" }, { name: "dave", changed: true });
  t.is(selected(play), undefined);
  t.not(play.chat.browse, undefined);
  play.history("everyone", messages(48, 50, "bob"));
  t.is(selected(play), "text 48");
});

test("an own message that is stored meanwhile stays selected", (t) => {
  const play = aliceAmongOthers({ everyone: messages(1, 3, "bob") });
  play.do({ type: "queued", message: { key: keyOf(9), conversation: "everyone", text: "mine" } });
  play.press("escape");
  t.is(selected(play), "mine");
  play.hear({ kind: "send", key: keyOf(9), send: { state: "stored", number: 4, time: 0 } });
  t.is(play.chat.browse?.at, 4);
  t.is(selected(play), "mine");
});

test("copying takes the text of what is selected, or of all that is marked, in their order", (t) => {
  const play = browsing().type("k");
  t.is(copied(play.type("y")), "text 49");
  t.regex(play.notice, /^Copied 7 characters, if your terminal/);
  play.type("v").type("kkk").press("space").type("kk");
  t.is(copied(play.type("y")), "text 46\ntext 49");
  play.type("jj").type("v");
  t.is(copied(play.type("y")), "text 49");
});

test("more than terminals take is not copied", (t) => {
  const play = aliceAmongOthers({
    size: { columns: 300, rows: 100 },
    everyone: Array.from({ length: 30 }, (_, index) => message(index + 1, "bob", "x".repeat(4000))),
  }).press("escape");
  for (let count = 0; count < 25; count++) play.type("vk");
  t.is(copied(play.type("y")), undefined);
  t.regex(play.notice, /more than a terminal copies/);
});

test("w whispers to the sender, b blocks the sender, u undoes it", (t) => {
  t.is(browsing().type("w").chat.current, "bob");
  t.is(browsing().type("w").chat.browse, undefined);
  const play = browsing().type("b");
  t.deepEqual(play.taken(), [{ do: "ask", ask: { request: "block", params: { name: "bob" } } }]);
  play.answer("block", { name: "bob" }, { name: "bob", changed: true }).takenAll();
  t.deepEqual(play.type("u").taken(), [{ do: "ask", ask: { request: "unblock", params: { name: "bob" } } }]);
  t.deepEqual(play.type("u").taken(), []);
});

test("one can neither whisper to oneself nor block oneself", (t) => {
  for (const key of ["w", "b"]) {
    const play = aliceAmongOthers({ everyone: messages(1, 2, "alice") })
      .press("escape")
      .type(key);
    t.is(play.notice, "You wrote that yourself.");
    t.deepEqual(play.taken(), []);
  }
});

test("x takes back an own message that waits, and no other", (t) => {
  const play = aliceAmongOthers({ everyone: messages(1, 3, "bob") });
  play.do({ type: "queued", message: { key: keyOf(9), conversation: "everyone", text: "mine" } });
  t.deepEqual(play.press("escape").type("x").taken(), [{ do: "cancel", key: keyOf(9) }]);
  t.deepEqual(play.type("kx").taken(), []);
  t.regex(play.notice, /Only an own message/);
});

test("o opens the only web link, and asks which of several", (t) => {
  const withText = (text: string): Play =>
    aliceAmongOthers({ everyone: [message(1, "bob", text)] })
      .press("escape")
      .type("o");
  t.deepEqual(withText("see https://example.org/a?b=c.").taken(), [
    { do: "openLink", url: "https://example.org/a?b=c" },
  ]);
  t.regex(withText("mailto:bob@example.org javascript:alert(1) file:///etc/passwd").notice, /no web link/);
  const play = withText("http://one.example and https://two.example");
  t.like(play.chat.panel, { kind: "links", urls: ["http://one.example/", "https://two.example/"] });
  t.deepEqual(play.press("down", "enter").taken(), [{ do: "openLink", url: "https://two.example/" }]);
  t.is(play.chat.panel, undefined);
  play.do({ type: "linkOpened", url: "https://two.example/", copied: true });
  t.regex(play.notice, /no browser .*Copied 20 characters/);
});

test("a digit opens the link of its number, and no other", (t) => {
  const text = "http://one.example http://two.example";
  const play = aliceAmongOthers({ everyone: [message(1, "bob", text)] })
    .press("escape")
    .type("o");
  t.like(play.type("3").chat.panel, { kind: "links" });
  t.deepEqual(play.taken(), []);
  t.deepEqual(play.type("2").taken(), [{ do: "openLink", url: "http://two.example/" }]);
  t.is(play.chat.panel, undefined);
  t.is(play.draft, "");
});

test("i tells all about a message", (t) => {
  const words = (play: Play): string => (play.chat.panel?.kind === "words" ? play.chat.panel.text : "");
  t.regex(
    words(browsing().type("i")),
    /From: bob\nTo: everyone\nTime: .* 12:00:00\nNumber: 50\nState: received/,
  );
  const own = aliceAmongOthers()
    .press("alt+2")
    .history("bob", [message(1, "alice")])
    .press("escape");
  t.regex(words(own.type("i")), /To: bob and you only\n.*\n.*\nState: stored/);
  own.event({ event: "delivered", conversation: "bob", number: 1 }).press("escape").type("i");
  t.regex(words(own), /State: delivered to bob/);
  const queued = aliceAmongOthers();
  queued.do({ type: "queued", message: { key: "k", conversation: "everyone", text: "mine" } });
  t.regex(words(queued.press("escape").type("i")), /Number: none .*\nState: queued/);
});

test("other letters do what they do with Alt; those that do nothing say what to do, and nothing is typed", (t) => {
  const play = browsing().posted("dave", message(1, "dave"));
  t.is(play.type("a").chat.current, "dave");
  t.is(play.chat.browse, undefined);
  for (const act of [(one: Play) => one.type("z"), (one: Play) => one.paste("pasted")]) {
    const other = act(browsing());
    t.regex(other.notice, /Letters are keys/);
    t.is(other.draft, "");
  }
  t.is(browsing().press("ctrl+y", "ctrl+j", "enter", "backspace").draft, "");
});

test("Esc, then a key, is that key with Alt, also with something typed and with a pause", (t) => {
  const play = aliceAmongOthers().type("two words").press("escape").wait(500).type("b");
  t.is(play.draft, "two words");
  t.is(play.current.draft.cursor, 4);
  t.is(play.type("b").draft, "two bwords");
  t.is(play.press("escape").wait(2000).type("b").draft, "two bbwords");
});

test("another conversation ends browsing, a panel over the log doesn't", (t) => {
  t.is(browsing().press("f9").chat.browse, undefined);
  t.is(browsing().press("ctrl+n").chat.browse, undefined);
  const play = browsing().type("?");
  t.is(play.chat.panel?.kind, "help");
  t.is(selected(play.type("x").press("escape")), "text 50");
});

test("whatever happens, the selection is a message of the conversation or none, and on screen", (t) => {
  const keys = fc
    .constantFrom(..."jkgGwbyoivu? ", "escape", "pageup", "pagedown", "up", "down", "ctrl+n", "f1", "enter")
    .map((key) => (play: Play) => void (key.length === 1 ? play.type(key) : play.press(key)));
  const some = fc.integer({ min: 1, max: 40 }).map((count) => (play: Play) => {
    if (play.state.screen.kind !== "chat") return;
    const last = play.conversation("everyone").messages.at(-1)?.number ?? 0;
    play.missed("everyone", messages(last + 1, last + count, count % 3 === 0 ? "alice" : "bob"));
  });
  fc.assert(
    fc.property(fc.array(fc.oneof(keys, some), { maxLength: 30 }), steps(), (acts, others) => {
      const play = aliceAmongOthers({ size: { columns: 60, rows: 14 }, everyone: messages(1, 30, "bob") });
      play.press("escape");
      const all = acts.flatMap((act, index) => [act, others[index] ?? act]);
      for (const act of all) {
        act(play);
        if (play.state.screen.kind !== "chat" || play.chat.browse === undefined) continue;
        // What isn't drawn is put right once it is.
        if (!fits(play.state.size)) continue;
        // A server that numbers messages twice, or sends a page out of order, deserves no better.
        const numbers = shownIn(play.chat).messages.map(({ number }) => number);
        if (numbers.some((number, at) => at > 0 && number <= (numbers[at - 1] ?? 0))) return;
        const index = selectedIndex(play.chat);
        if (index === -1) {
          t.is(shownIn(play.chat).messages.length + shownIn(play.chat).outgoing.length, 0);
          continue;
        }
        const one = messageAt(shownIn(play.chat), index);
        t.is(one && ("number" in one ? one.number : one.key), play.chat.browse.at);
        if (play.state.size.columns >= 40 && play.state.size.rows >= 10) t.true(isOnScreen(play));
      }
    }),
    { numRuns: 200 },
  );
});
