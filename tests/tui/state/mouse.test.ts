/** The mouse: the wheel scrolls what is under it, clicks do what keys would; all of it found where it is drawn. */
import test from "ava";
import fc from "fast-check";
import { targetAt } from "../../../tui/hit.ts";
import { selectedIndex } from "../../../tui/state/browsing.ts";
import { screenOf } from "../view/screens.ts";
import { aliceAmongOthers, message, messages, type Play } from "./play.ts";

/** The cell where a text is on screen. */
function cellOf(play: Play, text: string): { x: number; y: number } {
  const rows = screenOf(play.state);
  const y = rows.findLastIndex((row) => row.includes(text));
  return { x: rows[y]?.indexOf(text) ?? -1, y };
}

const clickOn = (play: Play, text: string): Play => {
  const { x, y } = cellOf(play, text);
  return play.click(x, y);
};

test("a click on a contact opens the conversation, and the list stays where it is", (t) => {
  t.is(clickOn(aliceAmongOthers(), "● bob").chat.current, "bob");
  const play = aliceAmongOthers();
  const accounts = Array.from({ length: 60 }, (_, index) => ({ name: `user${index + 10}`, online: false }));
  play.answer("contacts", {}, { accounts }).mouse("wheeldown", 2, 2).mouse("wheeldown", 2, 2);
  const before = screenOf(play.state).map((row) => row.slice(0, 21));
  t.false(before[0]?.includes("everyone"));
  clickOn(play, "○ user30");
  t.is(play.chat.current, "user30");
  t.deepEqual(
    screenOf(play.state).map((row) => row.slice(0, 21).replace("▸", " ").trim()),
    before.map((row) => row.trim()),
  );
  t.true(screenOf(play.press("f9").state)[0]?.includes("#▸everyone"));
});

test("the wheel scrolls the log, and the newest message is one click away", (t) => {
  const play = aliceAmongOthers({ everyone: messages(1, 100, "bob") }).mouse("wheelup", 40, 5);
  t.not(play.current.scroll, undefined);
  t.is(play.mouse("wheeldown", 40, 5).current.scroll, undefined);
  play.mouse("wheelup", 40, 5).posted("everyone", message(101, "bob"));
  t.is(clickOn(play, "↓ 1 new").current.scroll, undefined);
});

test("the wheel scrolls a panel that is over the log", (t) => {
  const play = aliceAmongOthers().press("f1").mouse("wheeldown", 40, 5);
  t.like(play.chat.panel, { kind: "help", top: 3 });
  t.like(play.mouse("wheelup", 40, 5).chat.panel, { top: 0 });
});

test("a click on a row of a panel selects it, a second one takes it", (t) => {
  const play = aliceAmongOthers().press("ctrl+g");
  clickOn(play, "  dave");
  t.like(play.chat.panel, { kind: "switcher", selected: 2 });
  t.is(clickOn(play, "  dave ").chat.current, "everyone");
});

test("a second click on the selected row goes there", (t) => {
  const play = aliceAmongOthers().press("ctrl+g");
  const { x, y } = cellOf(play, "│   dave");
  play.click(x + 4, y).click(x + 4, y);
  t.is(play.chat.current, "dave");
});

test("in the settings a click selects a row, a second one or one on the value changes it", (t) => {
  for (const size of [
    { columns: 80, rows: 24 },
    { columns: 40, rows: 10 },
    { columns: 20, rows: 5 },
  ]) {
    const change = (value: string) => [{ do: "set", path: ["notify"], value }];
    const play = aliceAmongOthers({ size }).press("f12");
    const { x, y } = cellOf(play, "notify ");
    play.click(x, y);
    t.like(play.chat.panel, { kind: "settings", selected: 1 });
    t.deepEqual(play.taken(), []);
    t.deepEqual(play.click(x, cellOf(play, "▸ notify").y).taken(), change("osc9"));
    const other = aliceAmongOthers({ size }).press("f12");
    const value = cellOf(other, "bell");
    t.deepEqual(other.click(value.x, value.y).taken(), change("osc9"));
    t.like(other.chat.panel, { selected: 1 });
  }
});

test("what stands below the settings is nothing to click on", (t) => {
  const play = aliceAmongOthers().press("f12");
  const { x, y } = cellOf(play, "Kept in");
  t.deepEqual(targetAt(play.state, play.chat, { x, y }), { kind: "nothing" });
});

test("a click on a completion takes it, also where Tab has gone into the list", (t) => {
  t.is(clickOn(aliceAmongOthers().type("hi @"), "@Carol").draft, "hi @Carol ");
  const play = clickOn(aliceAmongOthers().type("/").press("tab", "tab"), "/online ");
  t.is(play.draft, "/online");
  t.is(clickOn(aliceAmongOthers({ size: { columns: 20, rows: 5 } }).type("@"), "@bob").draft, "@bob ");
});

test("a click in the input puts the cursor there, also where it's scrolled or wraps", (t) => {
  const play = aliceAmongOthers().type("hello world");
  clickOn(play, "world");
  t.is(play.type("X").draft, "hello Xworld");
  const { x, y } = cellOf(play, "hello");
  t.is(play.click(x + 40, y).current.draft.cursor, 12);
  t.is(play.click(x - 5, y).current.draft.cursor, 0);
  const tall = aliceAmongOthers({ size: { columns: 40, rows: 10 } }).paste("1\n2\n3\n4\n5\nsixth\n7\n8");
  const sixth = cellOf(tall, "sixth");
  t.is(tall.click(sixth.x + 2, sixth.y).type("X").draft, "1\n2\n3\n4\n5\nsiXxth\n7\n8");
  const wide = aliceAmongOthers().type("你好 bob");
  const prompt = cellOf(wide, "to everyone> ");
  t.is(wide.click(prompt.x + 13 + 3, prompt.y).current.draft.cursor, 1);
});

test("a click in the query of a panel puts the cursor there; among the messages it's back to typing", (t) => {
  const play = aliceAmongOthers().press("ctrl+g").type("dave");
  const { x, y } = cellOf(play, "go to> dave");
  play.click(x + 7, y).type("X");
  t.like(play.chat.panel, { query: { text: "Xdave" } });
  const browsing = aliceAmongOthers({ everyone: messages(1, 3, "bob") }).press("escape");
  t.is(clickOn(browsing, "messages>").chat.browse, undefined);
});

test("a question before sending doesn't outlive a click that moves the cursor", (t) => {
  const play = aliceAmongOthers().paste("1\n2\n3\n4\nlast").press("enter");
  t.is(play.chat.notice?.kind, "question");
  t.is(clickOn(play, "last").chat.notice, undefined);
});

test("a click on a hint is the key that it names", (t) => {
  t.is(clickOn(aliceAmongOthers(), "F1 help").chat.panel?.kind, "help");
  t.is(clickOn(aliceAmongOthers().press("f1"), "Esc close").chat.panel, undefined);
  t.is(clickOn(aliceAmongOthers({ size: { columns: 40, rows: 10 } }), "F1 help").chat.panel?.kind, "help");
});

test("a double click on a message begins to choose, then one click chooses another", (t) => {
  const play = aliceAmongOthers({ everyone: messages(1, 10, "bob") });
  t.is(clickOn(play, "text 4").chat.browse, undefined);
  t.is(clickOn(play, "text 4").chat.browse?.at, 4);
  t.is(clickOn(play, "text 7").chat.browse?.at, 7);
  const slow = clickOn(aliceAmongOthers({ everyone: messages(1, 10, "bob") }), "text 4").wait(600);
  t.is(clickOn(slow, "text 4").chat.browse, undefined);
});

test("in browse mode the wheel takes the selection along", (t) => {
  const play = aliceAmongOthers({ everyone: messages(1, 100, "bob") }).press("escape");
  for (let turns = 0; turns < 10; turns++) play.mouse("wheelup", 40, 5);
  t.true((play.chat.browse?.at as number) < 75);
});

test("whoever drags is told how to select text", (t) => {
  const play = aliceAmongOthers().mouse("press", 30, 5).mouse("release", 45, 6);
  t.regex(play.notice, /^Shift and drag selects text .* Alt-M or \/mouse/);
  t.is(play.mouse("release", 1, 1).chat.current, "everyone");
});

test("other buttons do nothing", (t) => {
  const play = aliceAmongOthers();
  const { x, y } = cellOf(play, "● bob");
  t.is(play.mouse("press", x, y, 2).mouse("release", x, y, 2).chat.current, "everyone");
});

test("Alt-M and /mouse leave the mouse to the terminal", (t) => {
  const set = { do: "set", path: ["mouse"], value: false } as const;
  const play = aliceAmongOthers().press("alt+m");
  t.deepEqual(play.taken(), [set]);
  t.regex(play.notice, /drag to select text/);
  t.deepEqual(aliceAmongOthers().type("/mouse").press("enter").taken(), [set]);
});

test("at every size a contact, a message and a hint are found where they are drawn, and nothing anywhere throws", (t) => {
  const sizes = fc.record({
    columns: fc.integer({ min: 20, max: 200 }),
    rows: fc.integer({ min: 5, max: 60 }),
  });
  fc.assert(
    fc.property(sizes, fc.nat(220), fc.nat(70), (size, x, y) => {
      const play = aliceAmongOthers({ size, everyone: messages(1, 9, "bob") });
      t.notThrows(() => targetAt(play.state, play.chat, { x, y }));
      const found = (text: string): unknown => {
        const cell = cellOf(play, text);
        return cell.y === -1 ? undefined : targetAt(play.state, play.chat, cell);
      };
      const [contact, said, hint] = [found("● bob"), found("text 9"), found("F1 help")];
      if (contact) t.like(contact, { kind: "contact", name: "bob" });
      if (said) t.like(said, { kind: "message", index: 8 });
      if (hint) t.like(hint, { kind: "hint", action: "help" });
      t.notThrows(() => play.click(x, y).mouse("wheelup", x, y).click(x, y));
      if (play.chat.browse) t.true(selectedIndex(play.chat) >= 0);
    }),
  );
});

test("a notice goes with the next click or turn of the wheel that says nothing itself", (t) => {
  const noticed = (): Play => {
    const play = aliceAmongOthers({ everyone: messages(1, 100, "bob") }).press("alt+u");
    t.not(play.notice, "");
    return play;
  };
  t.is(noticed().mouse("wheelup", 50, 5).notice, "");
  t.is(noticed().click(50, 5).notice, "");
  t.not(noticed().mouse("press", 50, 5).notice, "");
});
