/** What is known of the conversation with everyone beside its messages, which belongs to no account. */
import { join } from "node:path";
import * as v from "valibot";
import { everyoneKey } from "./conversations.ts";
import type { Migrations } from "./migrations.ts";
import type { Kind } from "./shelf.ts";

const integer = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const schema = v.object({ last: integer, lastTime: integer, removed: integer });
const migrations: Migrations = new Map([[1, (room) => ({ removed: 0, ...room })]]);

export type Room = v.InferOutput<typeof schema>;

export function rooms(folder: string): Kind<Room, Room> {
  return {
    path: () => join(folder, "conversations", everyoneKey, "latest.json"),
    schema,
    migrations,
    empty: () => ({ last: 0, lastTime: 0, removed: 0 }),
    mayBegin: (_key, first) => first === undefined || (first.kind === "message" && first.number === 1),
    decode: ({ last, lastTime, removed }) => ({ last, lastTime, removed }),
    encode: ({ last, lastTime, removed }) => ({ last, lastTime, removed }),
    apply(room, record) {
      if (record.kind === "removal") room.removed = record.number;
      if (record.kind !== "message") return;
      room.last = record.number;
      room.lastTime = record.time;
    },
    keepsPrevious: true,
  };
}
