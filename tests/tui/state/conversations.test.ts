/** Moving between conversations. */
import test from "ava";
import fc from "fast-check";
import { sidebarRows } from "../../../tui/state/navigation.ts";
import type { ChatScreen } from "../../../tui/state/state.ts";
import { aliceAmongOthers, message, noon, type Play, summary } from "./play.ts";
import { start, steps } from "./random.ts";

const order = (play: Play): string[] => sidebarRows(play.chat).map(({ conversation }) => conversation.name);

test("everyone comes first, then who is online, then the rest by name", (t) => {
  t.deepEqual(order(aliceAmongOthers()), ["everyone", "bob", "Carol", "dave"]);
  const play = aliceAmongOthers().event({ event: "presence", name: "bob", online: false, time: noon });
  t.deepEqual(order(play), ["everyone", "Carol", "bob", "dave"]);
});

test("whom one talked with last comes before the others", (t) => {
  const play = aliceAmongOthers().summaries(
    summary("dave", { last: 3, read: 3, received: 3, time: noon - 5 }),
  );
  t.deepEqual(order(play), ["everyone", "dave", "bob", "Carol"]);
  play.posted("Carol", message(1, "Carol"));
  t.deepEqual(order(play), ["everyone", "Carol", "dave", "bob"]);
  play.wait(1000).posted("dave", { ...message(4, "dave"), time: noon + 1000 });
  t.deepEqual(order(play), ["everyone", "dave", "Carol", "bob"]);
});

test("the order and what it holds are those of contacts sorted anew, whatever has happened", (t) => {
  fc.assert(
    fc.property(start, steps(), (play, all) => {
      const seen: [ChatScreen, ReturnType<typeof sidebarRows>][] = [];
      for (const step of all) {
        step(play);
        const { screen } = play.state;
        if (screen.kind === "chat") seen.push([screen, sidebarRows(screen)]);
      }
      for (const [chat, rows] of seen)
        t.deepEqual(rows, sidebarRows({ ...chat, contacts: new Map(chat.contacts) }));
    }),
    { numRuns: 150 },
  );
});

test("someone new appears, oneself never", (t) => {
  const play = aliceAmongOthers().event({ event: "joined", name: "Aaron", time: noon });
  play.event({ event: "presence", name: "Aaron", online: true, time: noon });
  play.event({ event: "presence", name: "ALICE", online: true, time: noon });
  t.deepEqual(order(play), ["everyone", "Aaron", "bob", "Carol", "dave"]);
});

test("next and previous go around, by each of their keys", (t) => {
  const play = aliceAmongOthers();
  const went = (key: string): string => play.press(key).chat.current;
  t.deepEqual(["ctrl+n", "alt+down", "alt+right", "ctrl+n"].map(went), ["bob", "carol", "dave", "everyone"]);
  t.deepEqual(["ctrl+p", "alt+up", "alt+left", "ctrl+p"].map(went), ["dave", "carol", "bob", "everyone"]);
});

test("Alt and a digit go to that row, and nowhere if there is none", (t) => {
  const play = aliceAmongOthers();
  t.is(play.press("alt+3").chat.current, "carol");
  t.is(play.press("alt+1").chat.current, "everyone");
  t.is(play.press("alt+9").chat.current, "everyone");
});

test("Alt-/ goes back and forth between two", (t) => {
  const play = aliceAmongOthers().press("alt+2", "alt+4");
  t.is(play.press("alt+/").chat.current, "bob");
  t.is(play.press("alt+/").chat.current, "dave");
});

test("next unread goes to whispers first, then to broadcasts, then says that there are none", (t) => {
  const play = aliceAmongOthers().press("alt+4");
  play.posted("everyone", message(1, "bob")).posted("Carol", message(1, "Carol"));
  t.is(play.press("alt+a").chat.current, "carol");
  play.history("Carol", [message(1, "Carol")]);
  t.is(play.press("tab").chat.current, "everyone");
  t.is(play.press("alt+a").chat.current, "everyone");
  t.regex(play.notice, /Nothing unread elsewhere/);
});

test("Tab with something typed goes nowhere", (t) => {
  const play = aliceAmongOthers().posted("bob", message(1, "bob")).type("half a thought").press("tab");
  t.is(play.chat.current, "everyone");
  t.is(play.draft, "half a thought");
});

test("what is half typed waits in its conversation", (t) => {
  const play = aliceAmongOthers().type("for everyone").press("alt+2");
  t.is(play.draft, "");
  play.type("for bob").press("ctrl+p");
  t.is(play.draft, "for everyone");
  t.is(play.press("ctrl+n").draft, "for bob");
});

test("sending a whisper from elsewhere leaves what is half typed to that person", (t) => {
  const play = aliceAmongOthers().press("alt+2").type("half").press("f9");
  play.type("/w bob quick").press("enter");
  t.is(play.chat.current, "bob");
  t.is(play.draft, "half");
  t.is(play.conversation("everyone").draft.text, "");
});

test("presence says since when, and who left", (t) => {
  const play = aliceAmongOthers().event({ event: "presence", name: "Carol", online: false, time: noon + 5 });
  t.like(play.chat.contacts.get("carol"), { name: "Carol", online: false, since: noon + 5 });
});

test("a change of presence keeps that someone is blocked; the server's list decides at the next login", (t) => {
  const play = aliceAmongOthers().answer("blocked", {}, { accounts: [{ name: "bob", since: noon }] });
  play.event({ event: "presence", name: "bob", online: false, time: noon });
  t.true(play.chat.contacts.get("bob")?.blocked);
  play.sessionIn("alice").answer("blocked", {}, { accounts: [{ name: "dave", since: noon }] });
  t.false(play.chat.contacts.get("bob")?.blocked);
  t.true(play.chat.contacts.get("dave")?.blocked);
});

test("all pages of contacts and conversations are asked for", (t) => {
  const play = aliceAmongOthers();
  const one = { name: "zoe", online: false };
  t.deepEqual(play.answer("contacts", {}, { accounts: [one], next: "zoe" }).taken(), [
    { do: "ask", ask: { request: "contacts", params: { page: "zoe" } } },
  ]);
  t.deepEqual(play.answer("contacts", { page: "zoe" }, { accounts: [{ ...one, name: "zora" }] }).taken(), []);
  t.true(["zoe", "zora"].every((name) => order(play).includes(name)));
  const first = play.sessionIn("alice");
  first.taken();
  first.answer("conversations", {}, { conversations: [], next: "5" });
  t.false(first.chat.summarized);
  t.deepEqual(first.taken(), [{ do: "ask", ask: { request: "conversations", params: { page: "5" } } }]);
  t.true(first.answer("conversations", { page: "5" }, { conversations: [] }).chat.summarized);
});
