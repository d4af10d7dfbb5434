/** A row of the outbox: what becomes of a message, where it goes, how old it is, and how it begins. */
import { limits } from "../../protocol/index.ts";
import { outgoingMark } from "../log/blocks.ts";
import { duration } from "../log/times.ts";
import type { OutboxRow } from "../state/outbox.ts";
import { isolatedIn } from "../text/direction.ts";
import { padEnd, textWidth, truncate } from "../text/width.ts";
import { markColumns } from "./around.ts";

const nameColumns = limits.nameMax;
const ageColumns = 6;

export function outboxLine(columns: number, now: number): (row: OutboxRow) => string {
  return ({ conversation, message }) => {
    const name = columns < 60 ? conversation.name : padEnd(conversation.name, nameColumns);
    const age = padEnd(duration(now - message.time), ageColumns);
    const about = truncate(`${outgoingMark(message)} ${name} ${age} `, columns - markColumns);
    return about + isolatedIn(message.text.replaceAll("\n", " "), columns - markColumns - textWidth(about));
  };
}
