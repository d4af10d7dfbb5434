/** Random conversations for property tests. */
import fc from "fast-check";
import { newConversation } from "../../../tui/state/conversations.ts";
import type { Conversation, LogMessage, Outgoing } from "../../../tui/state/state.ts";
import { asciiText, hardText } from "../text/samples.ts";

const start = new Date(2026, 10, 23, 12).getTime();
const hour = 3_600_000;

const text = fc.oneof(asciiText, hardText, fc.constant("word ".repeat(120)));
const name = fc.constantFrom("alice", "bob", "bartholomew-the-20th", "x1");

/** Ascending numbers with gaps, as blocks leave them, over several days. */
export const logMessages: fc.Arbitrary<LogMessage[]> = fc
  .array(fc.record({ from: name, text, skipped: fc.nat(2), hours: fc.nat(9) }), { maxLength: 30 })
  .map((all) => {
    let number = 0;
    let time = start;
    return all.map(({ from, text: said, skipped, hours }) => {
      number += 1 + skipped;
      time += hours * hour;
      return { number, from, text: said, time, key: `${number}`, stripped: false };
    });
  });

const outgoing: fc.Arbitrary<Outgoing[]> = fc.array(
  fc.record({
    key: fc.uuid(),
    text,
    time: fc.constant(start + 500 * hour),
    kept: fc.boolean(),
    refused: fc.constantFrom(undefined, "That person has blocked you."),
  }),
  { maxLength: 6 },
);

export const conversation: fc.Arbitrary<Conversation> = fc
  .record({
    messages: logMessages,
    outgoing,
    delivered: fc.nat(60),
    lineAfter: fc.option(fc.nat(60), { nil: undefined }),
    name: fc.constantFrom("everyone", "bob"),
  })
  .map(({ name: who, ...rest }) => ({ ...newConversation(who), ...rest }));
