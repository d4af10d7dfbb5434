import test from "ava";
import { groundEvent } from "../../../tui/terminal/ground.ts";

test("a terminal's answer tells a light ground from a dark one, in any number of digits", (t) => {
  for (const [reply, light] of [
    ["11;rgb:ffff/ffff/ffff", true],
    ["11;rgb:fd/f6/e3", true],
    ["11;rgba:f/f/f/f", true],
    ["11;rgb:EEEE/eeee/EEEE", true],
    ["11;rgb:0000/0000/0000", false],
    ["11;rgb:2e2e/3434/4040", false],
    ["11;rgb:00/00/ff", false],
  ] as const) {
    t.deepEqual(groundEvent(reply), { type: "ground", light }, reply);
  }
});

test("any other reply tells nothing", (t) => {
  for (const reply of ["", "11;?", "10;rgb:ff/ff/ff", "11;rgb:x/y/z", "11;red"])
    t.is(groundEvent(reply), undefined);
});
