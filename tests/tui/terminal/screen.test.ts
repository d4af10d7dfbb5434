import test from "ava";
import { enterSequence, mouseOff, mouseOn, restoreSequence, setTitle } from "../../../tui/terminal/modes.ts";
import { Screen } from "../../../tui/terminal/screen.ts";

const recorded = (options = {}) => {
  const written: string[] = [];
  return { written, screen: new Screen((text) => written.push(text), options) };
};

test("entering and leaving happen once each, and can happen again", (t) => {
  const { screen, written } = recorded();
  screen.leave();
  t.deepEqual(written, [], "what was not entered is not left");
  screen.enter();
  screen.enter();
  t.true(screen.entered);
  screen.leave();
  screen.leave();
  t.false(screen.entered);
  screen.enter();
  t.deepEqual(written, [enterSequence(), restoreSequence, enterSequence()]);
});

test("mouse, focus and keyboard are asked for only when wanted", (t) => {
  const { screen, written } = recorded({ mouse: true, focus: true, keyboard: true });
  screen.enter();
  for (const wanted of ["\x1b[?1000h", "\x1b[?1006h", "\x1b[?1004h", "\x1b[>5u"]) {
    t.true(written[0]?.includes(wanted), JSON.stringify(wanted));
    t.false(enterSequence().includes(wanted), JSON.stringify(wanted));
  }
});

test("leaving switches off every mode that entering switches on, whatever was chosen", (t) => {
  const entered = enterSequence({ mouse: true, focus: true, keyboard: true });
  const modes = [...entered.matchAll(/\[\?(\d+)h/g)].map(([, mode]) => mode);
  t.true(modes.length >= 5);
  for (const mode of modes) t.true(restoreSequence.includes(`\x1b[?${mode}l`), `mode ${mode}`);
  t.true(restoreSequence.includes("\x1b[?25h"));
});

test("the keyboard and the title are given back before the alternate screen goes", (t) => {
  const order = ["\x1b[?2026l", "\x1b[<u", "\x1b[23;0t", "\x1b[?1049l"].map((part) =>
    restoreSequence.indexOf(part),
  );
  t.false(order.includes(-1));
  t.deepEqual(
    order,
    order.toSorted((a, b) => a - b),
  );
});

test("a title cannot end its own sequence", (t) => {
  t.is(setTitle("3 · bob\x07\x1b]52;c;x\x1b\\\nhome"), "\x1b]0;3 · bob home\x1b\\");
});

test("the mouse can be switched while in full screen", (t) => {
  t.is(mouseOn.replaceAll("h", "l").length, mouseOff.length);
  for (const mode of ["1000", "1006"]) t.true(mouseOn.includes(`${mode}h`) && mouseOff.includes(`${mode}l`));
});
