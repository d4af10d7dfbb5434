/** The number and time of the latest message to everyone, which belongs to no account. */
import { join } from "node:path";
import * as v from "valibot";
import { everyoneKey } from "./conversations.ts";
import type { Kind } from "./shelf.ts";

const integer = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const schema = v.object({ last: integer, lastTime: integer });

export type Room = v.InferOutput<typeof schema>;

export function rooms(folder: string): Kind<Room, Room> {
  return {
    path: () => join(folder, "conversations", everyoneKey, "latest.json"),
    schema,
    empty: () => ({ last: 0, lastTime: 0 }),
    mayBegin: (_key, first) => first === undefined || (first.kind === "message" && first.number === 1),
    decode: ({ last, lastTime }) => ({ last, lastTime }),
    encode: ({ last, lastTime }) => ({ last, lastTime }),
    apply(room, record) {
      if (record.kind !== "message") return;
      room.last = record.number;
      room.lastTime = record.time;
    },
    keepsPrevious: true,
    cached: 1,
  };
}
