/** A row of the outbox: what becomes of a message, where it goes, how old it is, and how it begins. */
import { limits } from "../../protocol/index.ts";
import { outgoingMark } from "../log/blocks.ts";
import { duration } from "../log/times.ts";
import type { OutboxRow } from "../state/outbox.ts";
import { inverse } from "../style.ts";
import { padEnd, truncate } from "../text/width.ts";

const nameColumns = limits.nameMax;
const ageColumns = 6;

export function outboxLine(columns: number, now: number): (row: OutboxRow, isSelected: boolean) => string {
  return ({ conversation, message }, isSelected) => {
    const name = columns < 60 ? conversation.name : padEnd(conversation.name, nameColumns);
    const age = padEnd(duration(now - message.time), ageColumns);
    const text = message.text.replaceAll("\n", " ");
    const words = `  ${outgoingMark(message)} ${name} ${age} ${text}`;
    const shown = padEnd(truncate(words, columns), columns);
    return isSelected ? inverse(shown) : shown;
  };
}
