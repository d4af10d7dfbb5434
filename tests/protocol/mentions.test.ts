import test from "ava";
import fc from "fast-check";
import { findMentions, isMentioned } from "../../protocol/index.ts";

const found = (text: string, name = "bob"): string[] =>
  findMentions(text, name).map(([start, end]) => text.slice(start, end));

test("a name behind @ is a mention wherever it stands, in any spelling", (t) => {
  for (const text of ["@bob", "hi @Bob!", "(@BOB)", "ask @bob, please", "line\n@bob"])
    t.true(isMentioned(text, "bob"));
});

test("a name at the start of a line with a colon or comma behind it is a mention", (t) => {
  for (const text of ["bob: look", "Bob, look", "first\n  bob: look"]) t.true(isMentioned(text, "bob"));
});

test("a name in running text, a longer name, a part of one and an address are no mentions", (t) => {
  for (const text of [
    "bob",
    "so bob, look",
    "@bobby",
    "@bob-2",
    "@bob_",
    "me@bob.example",
    "@@bob",
    "bobby: look",
  ])
    t.false(isMentioned(text, "bob"), text);
});

test("all mentions are found, without what is around them", (t) => {
  t.deepEqual(found(" bob: ask @bob and @bobby"), ["bob", "@bob"]);
  t.deepEqual(found("nothing"), []);
});

test("what can't be a name is never mentioned", (t) => {
  for (const name of ["", ".", ".*", "a(", "everyone"])
    t.false(isMentioned(`@${name} ${name}: x`, name), name);
});

test("asking twice gives the same answer", (t) => {
  fc.assert(
    fc.property(fc.string(), fc.constantFrom("bob", "al", "x-y_z"), (text, name) => {
      const whole = `${text} @${name}`;
      t.is(isMentioned(whole, name), isMentioned(whole, name));
      t.is(isMentioned(whole, name), findMentions(whole, name).length > 0);
    }),
  );
});
