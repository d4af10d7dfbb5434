/** What a server says unasked: one row per event, with its words for PROTOCOL.md and the check of its fields. */
import * as v from "valibot";
import { type ClosingCode, closings } from "./errors.ts";
import { limits } from "./limits.ts";
import { message } from "./requests.ts";

const integer = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const name = v.pipe(v.string(), v.metadata({ is: "account name" }));
const time = v.pipe(integer, v.metadata({ is: "time, ms since 1970 UTC" }));
const conversation = v.pipe(v.string(), v.metadata({ is: "`everyone`, or the name of the other account" }));

export const events = {
  posted: {
    doc: "Messages by others that were stored just now, in order: one or a few, many together only where many come at once.",
    fields: v.object({ conversation, messages: v.pipe(v.array(message), v.minLength(1)) }),
  },
  missed: {
    doc: "Messages that were stored since your `received` cursor, in order; none where there is only to tell of older or removed ones. They come after login and before any `posted` event of the same conversation.",
    fields: v.object({
      conversation,
      messages: v.array(message),
      older: v.pipe(
        v.boolean(),
        v.metadata({
          is: "true: there is more before the first of these than is sent after login; `history` has it",
        }),
      ),
      removed: v.optional(
        v.pipe(
          integer,
          v.metadata({
            is: "messages up to this number were removed by the server's retention before you received them; confirm it as received",
          }),
        ),
      ),
    }),
  },
  delivered: {
    doc: "The other side has received a conversation up to `number`. What was delivered while you were away is in `conversations`.",
    fields: v.object({ conversation, number: integer }),
  },
  typing: {
    doc: `Someone types a message in a conversation that you share, or has stopped. Take it for stopped too when a message of theirs comes, when they leave, and ${limits.typingSeconds} s after the last \`typing\` of theirs.`,
    fields: v.object({
      conversation,
      name: v.pipe(v.string(), v.metadata({ is: "of the account that types" })),
      typing: v.pipe(v.boolean(), v.metadata({ is: "false: has stopped" })),
    }),
  },
  presence: {
    doc: "An account logged in or out.",
    fields: v.object({ name, online: v.boolean(), time }),
  },
  joined: {
    doc: "Someone made an account.",
    fields: v.object({ name, time }),
  },
  deleted: {
    doc: "Someone deleted their account. What they said stays; they can't be whispered to any more.",
    fields: v.object({ name, time }),
  },
  probed: {
    doc: "The server wants to know whether you are alive: someone else wants to log in to your account, or nothing was heard for long. Send anything, such as `ping`, at once.",
    fields: v.object({}),
  },
  ended: {
    doc: "Your session was taken over by a login from elsewhere. The connection lives on, without a session. Don't log in again unless a person asks for it.",
    fields: v.object({ address: v.pipe(v.string(), v.metadata({ is: "where that login came from" })), time }),
  },
  closing: {
    doc: "The server is about to close the connection, and why.",
    fields: v.object({
      code: v.picklist(Object.keys(closings) as [ClosingCode, ...ClosingCode[]]),
      text: v.string(),
      retryAfterMs: v.optional(
        v.pipe(
          integer,
          v.metadata({ is: "ms to wait before connecting again; the server spreads its clients by it" }),
        ),
      ),
      until: v.optional(
        v.pipe(
          integer,
          v.metadata({ is: "the end of a ban, ms since 1970 UTC; none where there is no end" }),
        ),
      ),
    }),
  },
} as const;

export type EventName = keyof typeof events;
export type EventFields<Name extends EventName> = v.InferOutput<(typeof events)[Name]["fields"]>;

/** An event as it stands in a frame, told apart by `event`. */
export type Event = { [Name in EventName]: { readonly event: Name } & EventFields<Name> }[EventName];
