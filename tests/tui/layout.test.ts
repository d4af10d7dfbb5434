/** How the screen is divided, from 20x5 to 300x100. */
import test from "ava";
import fc from "fast-check";
import { type Layout, layoutChat } from "../../tui/layout.ts";
import { textWidth } from "../../tui/text/width.ts";
import { aliceAmongOthers, messages, noon, type Play } from "./state/play.ts";
import { screenOf } from "./view/screens.ts";

const layoutOf = (play: Play): Layout => layoutChat(play.chat, play.state.size);
const at = (columns: number, rows: number): Play =>
  aliceAmongOthers({ size: { columns, rows }, everyone: messages(1, 20, "bob") });

test("the contacts hide where there is no room, and get a little more where there is plenty", (t) => {
  const widths = [20, 59, 60, 80, 120, 160, 300].map((columns) => layoutOf(at(columns, 24)).sidebar);
  t.deepEqual(widths, [0, 0, 23, 23, 24, 32, 32]);
  t.is(layoutOf(at(300, 100).press("f7")).sidebar, 0);
});

test("in the smallest window one can chat", (t) => {
  const play = at(20, 5).type("hi");
  t.deepEqual(screenOf(play.state).slice(0, 4), ["  text 19", "12:00 bob", "  text 20", "everyone> hi"]);
  t.regex(screenOf(play.state)[4] ?? "", /^ alice\S* connected ●3$/);
  play.press("alt+2").type("hi");
  t.is(screenOf(play.state)[3], "bob only> hi");
});

test("the prompt gives up words before it gives up who reads it, and always leaves room to write", (t) => {
  const prompts = (name: string): string[] => {
    const play = at(20, 5).event({ event: "joined", name, time: noon }).type(`/w ${name}`).press("enter");
    return [60, 40, 28, 20].map((columns) => layoutOf(play.resize(columns, 5)).prompt);
  };
  t.deepEqual(prompts("bob"), ["to bob only> ", "to bob only> ", "to bob only> ", "bob only> "]);
  t.deepEqual(prompts("bartholomew-the-20th"), [
    "bartholomew-the-20th only> ",
    "to bartholomew-the-20th only> ",
    "bartholomew-… only> ",
    "bart… only> ",
  ]);
});

test("a notice leaves a row of the log in the smallest window, and ends in an ellipsis when cut", (t) => {
  const play = at(20, 5)
    .press("f2")
    .refuse("online", {}, "There is no server that would know about this today.");
  t.deepEqual(screenOf(play.state).slice(0, 4), [
    "  text 20",
    " There is no server",
    " that would know…",
    "everyone>",
  ]);
});

test("a panel shows something in the smallest window, and how it's closed", (t) => {
  const play = at(20, 5).press("f1");
  t.deepEqual(screenOf(play.state).slice(0, 2), ["── Help · Esc closes", " Finding your way"]);
});

test("whatever the size, the parts fill the screen and there is room to write and to read", (t) => {
  const size = fc.record({
    columns: fc.integer({ min: 20, max: 300 }),
    rows: fc.integer({ min: 5, max: 100 }),
  });
  const lines = fc
    .array(fc.constantFrom("word ", "\n", "你好"), { maxLength: 200 })
    .map((all) => all.join(""));
  fc.assert(
    fc.property(size, lines, fc.boolean(), (window, draft, noticed) => {
      const play = at(window.columns, window.rows).paste(draft);
      if (noticed) play.press("f2").refuse("online", {}, "word ".repeat(50)).press("f2");
      const { sidebar, header, log, notice, prompt, input } = layoutOf(play);
      t.is(sidebar + log.columns, window.columns);
      t.is(header + log.rows + notice.length + input.rows.length + 1, window.rows);
      t.true(log.rows >= 1 && input.rows.length >= 1);
      t.true(log.columns - textWidth(prompt) >= 8);
    }),
  );
});
