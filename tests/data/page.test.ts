/** A page of messages in memory is what was read and what has come since, whatever was removed. */
import test from "ava";
import fc from "fast-check";
import { Page } from "../../data/page.ts";
import type { Message } from "../../protocol/index.ts";

function message(number: number, text: string): Message {
  return { number, from: "a", text, time: number, key: `k${number}` };
}

function parsed(page: Page): Message[] {
  const text = Buffer.concat(page.format().parts).toString();
  return JSON.parse(`[${text}]`) as Message[];
}

const texts = fc.array(fc.string({ unit: "binary", maxLength: 300 }), { maxLength: 30 });
const steps = fc.array(
  fc.oneof(
    fc.record({ add: fc.string({ unit: "binary", maxLength: 300 }) }),
    fc.record({ remove: fc.nat({ max: 40 }) }),
  ),
);

test("a page has what was read and what came, in any order of additions and removals", (t) => {
  const run = (read: string[], added: ({ add: string } | { remove: number })[], begin: number) => {
    let expected = read.map((text, at) => message(begin + at, text));
    const page = new Page(expected);
    let next = begin + expected.length;
    for (const step of added) {
      if ("add" in step) {
        const came = message(next++, step.add);
        // Every other one as the journal has it.
        if (next % 2 === 0) page.add(came);
        else page.add(came, JSON.stringify({ kind: "message", conversation: "everyone", ...came }));
        expected = [...expected, came];
      } else {
        page.removeUpTo(begin + step.remove);
        expected = expected.filter(({ number }) => number > begin + step.remove);
      }
      t.deepEqual([...page], expected);
    }
    t.is(page.length, expected.length);
    t.deepEqual(parsed(page), expected);
    for (let number = begin - 1; number <= next; number++)
      t.deepEqual(
        page.get(number),
        expected.find((one) => one.number === number),
      );
  };
  fc.assert(fc.property(texts, steps, fc.integer({ min: 2, max: 5000 }), run));
});

test("a page weighs what is on it, whether it was read, grew, or lost messages", (t) => {
  const read = [1, 2, 3].map((number) => message(number, "x".repeat(number * 1000)));
  const empty = new Page([]).weight;
  const page = new Page(read);
  t.true(page.weight > 2 * 6000, "as many bytes as there may be in memory");
  const before = page.weight;
  page.add(message(4, "x".repeat(5000)));
  t.true(page.weight > before + 5000);
  page.removeUpTo(3);
  t.true(page.weight > empty + 5000 && page.weight < empty + 6000);
  page.removeUpTo(4);
  t.is(page.weight, empty);
});
