import test from "ava";
import { clock, dayOf, duration, when } from "../../../tui/log/times.ts";

const at = (day: number, hour: number, minute: number): number =>
  new Date(2026, 10, day, hour, minute).getTime();

test("a clock has two digits each", (t) => t.is(clock(at(23, 9, 5)), "09:05"));

test("a time today is a clock, an older one has its day", (t) => {
  t.is(when(at(23, 9, 5), at(23, 18, 0)), "09:05");
  t.is(when(at(22, 23, 59), at(23, 0, 0)), "Sunday, 22 November 2026, 23:59");
});

test("a day changes at midnight", (t) => {
  t.is(dayOf(at(23, 0, 0)), dayOf(at(23, 23, 59)));
  t.not(dayOf(at(23, 23, 59)), dayOf(at(24, 0, 0)));
});

for (const [ms, words] of [
  [-5000, "0 s"],
  [400, "0 s"],
  [12_000, "12 s"],
  [59_400, "59 s"],
  [60_000, "1 min"],
  [3_599_000, "59 min"],
  [3_600_000, "1 h"],
  [86_399_000, "23 h"],
  [200_000_000, "2 d"],
] as const) {
  test(`${ms} ms are ${words}`, (t) => t.is(duration(ms), words));
}
