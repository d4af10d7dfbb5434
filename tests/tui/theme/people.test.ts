import test from "ava";
import fc from "fast-check";
import { People } from "../../../tui/theme/people.ts";

const names = fc.uniqueArray(fc.stringMatching(/^[a-z][a-z0-9_-]{1,19}$/), { maxLength: 40 });

const coloursOf = (people: People, all: readonly string[]): number[] =>
  all.map((name) => people.colourOf(name));

function meeting(all: readonly string[], colours = 16): People {
  const people = new People(colours);
  people.add(all);
  return people;
}

test("nobody shares a colour while there are enough, and no colour is used twice more than another", (t) => {
  fc.assert(
    fc.property(names, fc.integer({ min: 1, max: 20 }), (all, colours) => {
      const used = coloursOf(meeting(all, colours), all);
      const uses = Array.from({ length: colours }, (_, index) => used.filter((one) => one === index).length);
      t.true(Math.max(...uses) - Math.min(...uses) <= 1);
    }),
  );
});

test("the order in which they are told makes no difference", (t) => {
  fc.assert(
    fc.property(names, (all) => {
      t.deepEqual(coloursOf(meeting(all), all), coloursOf(meeting(all.toReversed()), all));
    }),
  );
});

test("whoever has a colour keeps it when others come", (t) => {
  fc.assert(
    fc.property(names, names, (first, second) => {
      const people = meeting(first);
      const before = coloursOf(people, first);
      people.add([...second, ...first]);
      t.deepEqual(coloursOf(people, first), before);
    }),
  );
});

test("alone, everyone has the colour that their name asks for", (t) => {
  const stranger = new People(16);
  for (const name of ["bob", "carol", "dave"]) t.is(meeting([name]).colourOf(name), stranger.colourOf(name));
});

test("names that differ little ask for different colours as often as any", (t) => {
  const stranger = new People(16);
  const asked = Array.from({ length: 1600 }, (_, index) => stranger.colourOf(`user${index}`));
  const uses = Array.from({ length: 16 }, (_, colour) => asked.filter((one) => one === colour).length);
  t.true(Math.min(...uses) > 60 && Math.max(...uses) < 140, uses.join(" "));
});
