/**
 * What a client may ask: one row per request, with its words for PROTOCOL.md, who may send it, the check of its
 * fields and of its result. Types, the server's gate and the page are all made from these rows.
 */
import * as v from "valibot";
import type { ErrorCode } from "./errors.ts";
import { limits } from "./limits.ts";

const integer = v.pipe(v.number(), v.safeInteger());
const number = v.pipe(integer, v.minValue(1));
const time = v.pipe(integer, v.minValue(0), v.metadata({ is: "time, ms since 1970 UTC" }));
const name = v.pipe(v.string(), v.maxLength(64), v.metadata({ is: "account name" }));
// No bounds on passwords and texts here: the frame's own limit holds, and the rules answer bad_password and bad_text.
const password = v.pipe(
  v.string(),
  v.metadata({ is: `${limits.passwordMin} characters to ${limits.passwordMaxBytes} bytes` }),
);
const text = v.pipe(
  v.string(),
  v.metadata({ is: `1 to ${limits.textMax} characters, newline the only control character` }),
);
const conversation = v.pipe(
  v.string(),
  v.maxLength(64),
  v.metadata({ is: "`everyone`, or the name of the other account" }),
);
const key = v.pipe(
  v.string(),
  v.regex(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/),
  v.metadata({ is: "ULID, made by the sender, the same at every repetition" }),
);
const pageToken = v.pipe(
  v.string(),
  v.maxLength(128),
  v.metadata({ is: "`next` of the page before; leave out for the first" }),
);
const next = v.pipe(v.string(), v.metadata({ is: "token of the next page; missing on the last" }));

/** A stored message as everyone who may see it gets it. */
export const message = v.object({
  number: v.pipe(number, v.metadata({ is: "1, 2, 3 … within the conversation" })),
  from: name,
  text,
  time,
  key,
});
export type Message = v.InferOutput<typeof message>;

/** Where to read a conversation from, and which way. */
const place = {
  before: v.optional(
    v.pipe(number, v.metadata({ is: "backwards from here; leave out both for the newest" })),
  ),
  after: v.optional(
    v.pipe(
      integer,
      v.minValue(0),
      v.metadata({ is: "forwards from here, 0 from the beginning; not with `before`" }),
    ),
  ),
};
const count = v.optional(
  v.pipe(
    number,
    v.maxValue(limits.pageMessages),
    v.metadata({ is: "how many at most; leave out for as many as a page holds" }),
  ),
);
/** How to go on, either way. */
const further = {
  before: v.optional(
    v.pipe(number, v.metadata({ is: "pass it as `before` to go on backwards; missing at the beginning" })),
  ),
  after: v.optional(
    v.pipe(
      integer,
      v.metadata({ is: "pass it as `after` to go on forwards; missing at the newest message" }),
    ),
  ),
};

const token = v.pipe(
  v.string(),
  v.maxLength(128),
  v.metadata({ is: "for one `resume`; a secret, like the password" }),
);
const session = v.object({ name, since: time, token });
const takeover = v.optional(
  v.pipe(v.boolean(), v.metadata({ is: "true: end the session that holds the account" })),
);
const remember = v.optional(
  v.pipe(
    v.boolean(),
    v.metadata({
      is: "true: the client keeps the token when it ends, so logins without this don't push it out",
    }),
  ),
);

const stored = v.object({
  number: v.pipe(number, v.metadata({ is: "of the message within its conversation" })),
  time,
});

/** Who may send a request: anyone at all, anyone after `hello`, or the holder of a session. */
export type Gate = "connected" | "greeted" | "logged in";

interface RequestRow {
  readonly doc: string;
  readonly gate: Gate;
  /** Set where later requests of the same connection wait for the answer, because it changes who is asking. */
  readonly exclusive?: true;
  /** What it takes of the rate at which a server lets requests come; 1 if left out. */
  readonly cost?: number;
  readonly params: v.ObjectSchema<v.ObjectEntries, undefined>;
  readonly result: v.ObjectSchema<v.ObjectEntries, undefined>;
  /** Errors of its own, besides those of the gate (`hello_first`, `not_logged_in`, `invalid`, …). */
  readonly errors: readonly ErrorCode[];
}

export const requests = {
  hello: {
    doc: "Comes first. The client names the protocol versions it speaks; the server picks one and tells its limits.",
    gate: "connected",
    params: v.object({
      versions: v.pipe(
        v.array(integer),
        v.minLength(1),
        v.maxLength(16),
        v.metadata({ is: "versions of this protocol that the client speaks" }),
      ),
      client: v.pipe(
        v.string(),
        v.maxLength(64),
        v.metadata({ is: "program and version, for the server's log" }),
      ),
    }),
    result: v.object({
      version: v.pipe(integer, v.metadata({ is: "the one that this connection speaks from now on" })),
      server: v.pipe(v.string(), v.metadata({ is: "program and version" })),
      time: v.pipe(time, v.metadata({ is: "the server's clock, ms since 1970 UTC" })),
      limits: v.pipe(v.record(v.string(), v.number()), v.metadata({ is: "the table of limits, by name" })),
      features: v.pipe(
        v.array(v.string()),
        v.metadata({ is: "optional parts that this server has; none yet" }),
      ),
    }),
    errors: ["unsupported_version"],
  },
  signup: {
    doc: "Makes an account and logs in to it. The name is shown as typed here and compared without case.",
    gate: "greeted",
    cost: 5,
    exclusive: true,
    params: v.object({ name, password, remember }),
    result: session,
    errors: [
      "already_logged_in",
      "bad_name",
      "bad_password",
      "name_taken",
      "slow_down",
      "busy",
      "unavailable",
    ],
  },
  login: {
    doc: "Starts the session of an account. An account has one session at most: a second login is refused with `already_online`, unless the holder has stopped answering or `takeover` is set, which ends the other session. What was missed follows as `missed` events.",
    gate: "greeted",
    cost: 5,
    exclusive: true,
    params: v.object({ name, password, takeover, remember }),
    result: session,
    errors: [
      "already_logged_in",
      "bad_login",
      "locked",
      "slow_down",
      "busy",
      "already_online",
      "unavailable",
    ],
  },
  logout: {
    doc: "Ends the session, and the token it gave. The connection lives on and may log in again.",
    gate: "logged in",
    exclusive: true,
    params: v.object({}),
    result: v.object({}),
    errors: [],
  },
  resume: {
    doc: `Starts a session as \`login\` does, with the token of the session before instead of the password, and gives the next token. A token stays good until the one after it is used: whoever lost the answer asks again with the same one, and gets the same answer. One that comes later than that was copied: it is refused, and so are all that came from it. A token ends with \`logout\`, a change of the password, the account, or after 30 days without use, unless the server is set up otherwise. An account has ${limits.tokens} at most that are remembered, and as many others; further ones push the oldest out.`,
    gate: "greeted",
    cost: 5,
    exclusive: true,
    params: v.object({ token, takeover }),
    result: session,
    errors: ["already_logged_in", "token_refused", "already_online", "unavailable"],
  },
  password: {
    doc: "Changes the password and ends all tokens of the account; the session goes on, with a new token. Wrong passwords count as failed logins.",
    gate: "logged in",
    exclusive: true,
    params: v.object({
      old: v.pipe(v.string(), v.metadata({ is: "the password until now" })),
      new: password,
    }),
    result: v.object({ token }),
    errors: ["bad_login", "locked", "slow_down", "bad_password", "busy", "unavailable"],
  },
  deleteAccount: {
    doc: "Deletes the account for good and ends the session. What it said stays in the conversations of the others, under its name, which is never given to anyone again; its password, tokens, blocks and times are gone. Wrong passwords count as failed logins.",
    gate: "logged in",
    exclusive: true,
    params: v.object({ password: v.pipe(v.string(), v.metadata({ is: "of the account" })) }),
    result: v.object({}),
    errors: ["bad_login", "locked", "slow_down", "busy", "unavailable"],
  },
  broadcast: {
    doc: "Sends a message to everyone: at once to those who are logged in, at their next login to the rest. Answered when the message is on disk. The sender gets this answer, not a `posted` event. Repeating it under the same key gives the first answer again and no second message.",
    gate: "logged in",
    params: v.object({ text, key }),
    result: stored,
    errors: ["bad_text", "unavailable"],
  },
  whisper: {
    doc: "Sends a message to one account, under the same promises as `broadcast`.",
    gate: "logged in",
    params: v.object({ to: name, text, key }),
    result: stored,
    errors: ["bad_text", "unknown_account", "yourself", "blocked", "blocking", "unavailable"],
  },
  block: {
    doc: "Blocks an account. From then on its whispers to you are refused and kept nowhere, its broadcasts neither reach you nor show in your history, and it does not see whether you are online. Lasts until `unblock`.",
    gate: "logged in",
    params: v.object({ name }),
    result: v.object({
      name,
      changed: v.pipe(v.boolean(), v.metadata({ is: "false: was blocked already" })),
    }),
    errors: ["unknown_account", "yourself", "unavailable"],
  },
  unblock: {
    doc: "Ends a block. Broadcasts hidden by it show in history again; they are not delivered anew.",
    gate: "logged in",
    params: v.object({ name }),
    result: v.object({ name, changed: v.pipe(v.boolean(), v.metadata({ is: "false: was not blocked" })) }),
    errors: ["unknown_account", "yourself", "unavailable"],
  },
  blocked: {
    doc: "Lists the accounts that you block, by name.",
    gate: "logged in",
    cost: 2,
    params: v.object({ page: v.optional(pageToken) }),
    result: v.object({ accounts: v.array(v.object({ name, since: time })), next: v.optional(next) }),
    errors: [],
  },
  online: {
    doc: "Lists who is logged in now and since when, by name.",
    gate: "logged in",
    cost: 2,
    params: v.object({ page: v.optional(pageToken) }),
    result: v.object({
      accounts: v.array(v.object({ name, since: time })),
      total: v.pipe(integer, v.metadata({ is: "how many are online in all" })),
      next: v.optional(next),
    }),
    errors: [],
  },
  recent: {
    doc: "Lists who logged in within the last hour, the latest first: those still online and those who have left, told apart by `online`.",
    gate: "logged in",
    cost: 5,
    params: v.object({ page: v.optional(pageToken) }),
    result: v.object({
      accounts: v.array(
        v.object({
          name,
          time: v.pipe(time, v.metadata({ is: "of the login, ms since 1970 UTC" })),
          online: v.pipe(v.boolean(), v.metadata({ is: "false: has left since" })),
        }),
      ),
      next: v.optional(next),
    }),
    errors: [],
  },
  contacts: {
    doc: "Lists everyone who has an account, by name, with presence.",
    gate: "logged in",
    cost: 2,
    params: v.object({ page: v.optional(pageToken) }),
    result: v.object({
      accounts: v.array(
        v.object({
          name,
          online: v.boolean(),
          since: v.optional(
            v.pipe(
              time,
              v.metadata({ is: "of the login if online, else last seen; missing if never or hidden" }),
            ),
          ),
        }),
      ),
      next: v.optional(next),
    }),
    errors: [],
  },
  conversations: {
    doc: "Lists your conversations, `everyone` first, then the latest first, with what you have received and read of each.",
    gate: "logged in",
    cost: 10,
    params: v.object({ page: v.optional(pageToken) }),
    result: v.object({
      conversations: v.array(
        v.object({
          conversation,
          last: v.pipe(integer, v.metadata({ is: "number of the latest message, 0 if none" })),
          time: v.pipe(time, v.metadata({ is: "of the latest message, 0 if none" })),
          received: v.pipe(integer, v.metadata({ is: "your `received` cursor" })),
          read: v.pipe(integer, v.metadata({ is: "your `read` cursor" })),
          delivered: v.pipe(
            integer,
            v.metadata({ is: "how far the other side has received; 0 for `everyone`" }),
          ),
          unread: v.pipe(
            integer,
            v.metadata({ is: `messages by others after \`read\`; counting stops at ${limits.unreadMax}` }),
          ),
          mentions: v.pipe(
            integer,
            v.metadata({
              is: "how many of those mention you: `@name` as a word of its own, or your name at the start of a line with `:` or `,` behind it, in any spelling",
            }),
          ),
          since: v.optional(
            v.pipe(
              time,
              v.metadata({ is: "of the first of those that are unread; missing if there is none" }),
            ),
          ),
        }),
      ),
      next: v.optional(next),
    }),
    errors: [],
  },
  history: {
    doc: "Reads a conversation: backwards the newest messages before number `before`, or forwards the oldest ones after number `after`; in ascending order in both. A page is cut short where its frame would grow too large, and may be empty where all of it is hidden by a block: go by `before` and `after`.",
    gate: "logged in",
    cost: 2,
    params: v.object({ conversation, ...place, count }),
    result: v.object({
      conversation,
      messages: v.array(message),
      ...further,
      removed: v.optional(
        v.pipe(
          number,
          v.metadata({
            is: "messages up to this number were removed by the server's retention; on a page that reaches the beginning of what is left",
          }),
        ),
      ),
    }),
    errors: ["unknown_account", "yourself"],
  },
  search: {
    doc: `Finds messages of a conversation, backwards or forwards as \`history\` does: those to which all that is asked for applies, in ascending order. One request looks through a bounded number of messages and may find none of them: go on by \`before\` or \`after\` until it is missing.`,
    gate: "logged in",
    cost: 10,
    params: v.object({
      conversation,
      words: v.optional(
        v.pipe(
          v.array(v.pipe(v.string(), v.maxLength(limits.searchWordMax))),
          v.maxLength(limits.searchWords),
          v.metadata({
            is: "all occur in the text, anywhere in it; upper and lower case, accents and widths make no difference",
          }),
        ),
      ),
      from: v.optional(v.pipe(v.string(), v.maxLength(64), v.metadata({ is: "account that sent it" }))),
      mentions: v.optional(v.pipe(v.boolean(), v.metadata({ is: "true: sent by others, and mentions you" }))),
      link: v.optional(
        v.pipe(
          v.boolean(),
          v.metadata({ is: "true: holds an address that starts with http:// or https://" }),
        ),
      ),
      since: v.optional(
        v.pipe(time, v.metadata({ is: "sent then or later; ends at the first message before it" })),
      ),
      until: v.optional(
        v.pipe(time, v.metadata({ is: "sent before then; forwards it ends at the first one sent later" })),
      ),
      ...place,
      count,
    }),
    result: v.object({
      conversation,
      messages: v.array(message),
      reached: v.optional(
        v.pipe(time, v.metadata({ is: "time of the last message looked at; missing if there was none" })),
      ),
      before: further.before,
      after: further.after,
    }),
    errors: ["unknown_account", "yourself"],
  },
  received: {
    doc: "Confirms that all of a conversation up to `number` has arrived and needs no second delivery. Batch it: one for many messages. Without it the same messages come again at the next login.",
    gate: "logged in",
    cost: 0.2,
    params: v.object({ conversation, number }),
    result: v.object({}),
    errors: ["unknown_account", "yourself", "unavailable"],
  },
  read: {
    doc: "Says that a person has seen a conversation up to `number`; `conversations` counts as unread what comes after it.",
    gate: "logged in",
    cost: 0.2,
    params: v.object({ conversation, number }),
    result: v.object({}),
    errors: ["unknown_account", "yourself", "unavailable"],
  },
  typing: {
    doc: `Says that a person types a message, or has stopped, to those who would get it and are online: as \`typing\` events, kept nowhere. Say it again every ${limits.typingSeconds / 2} s at most while it goes on. It is not told between two of whom one blocks the other, nor for \`everyone\` where more than ${limits.typingAudience} are online.`,
    gate: "logged in",
    cost: 0.2,
    params: v.object({
      conversation,
      typing: v.pipe(v.boolean(), v.metadata({ is: "false: has stopped" })),
    }),
    result: v.object({}),
    errors: ["unknown_account", "yourself"],
  },
  ping: {
    doc: "Does nothing but show that both ends are alive. Answers `probed`, and measures the round trip.",
    gate: "greeted",
    cost: 0.2,
    params: v.object({}),
    result: v.object({ time }),
    errors: [],
  },
} as const satisfies Record<string, RequestRow>;

export type RequestName = keyof typeof requests;

const costs = new Map<RequestName, number>(
  Object.entries(requests).map(([name, row]) => [name as RequestName, "cost" in row ? row.cost : 1]),
);

export function costOf(request: RequestName): number {
  return costs.get(request) ?? 1;
}

export type Params<Name extends RequestName> = v.InferOutput<(typeof requests)[Name]["params"]>;
export type Result<Name extends RequestName> = v.InferOutput<(typeof requests)[Name]["result"]>;

/** A request that passed its check, told apart by `request`. */
export type Request = {
  [Name in RequestName]: { readonly id: number; readonly request: Name; readonly params: Params<Name> };
}[RequestName];
