/** A page of messages in memory is weighed by what is on it. */
import test from "ava";
import { type Page, pages } from "../../data/messages.ts";

const key = "everyone/1";
const { apply, decode, empty: begin, encode, weigh } = pages("folder");
const weightOf = (page: Page) => weigh?.(page) ?? 0;

function add(page: Page, number: number, text: string): void {
  apply(page, {
    kind: "message",
    conversation: "everyone",
    number,
    from: "a",
    text,
    time: 1,
    key: `${number}`,
  });
}

test("a page weighs what is on it, whether it was read, grew, or lost messages", (t) => {
  const page = decode(begin(key), key);
  const empty = weightOf(page);
  for (const number of [1, 2, 3]) add(page, number, "x".repeat(number * 1000));
  t.true(weightOf(page) > 2 * 6000, "as many bytes as there may be in memory");
  apply(page, { kind: "removal", conversation: "everyone", number: 2 });
  t.is(page.messages.length, 1);
  t.is(weightOf(page), weightOf(decode(encode(page, key), key)));
  apply(page, { kind: "removal", conversation: "everyone", number: 3 });
  t.is(weightOf(page), empty);
});
