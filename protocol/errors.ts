/**
 * Every way in which the wire says no. Three fates: a ChatError is the answer to one request, a ProtocolError
 * ends the connection, and anything else is a defect that the server logs and answers as `internal`.
 */
import * as v from "valibot";

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const seconds = v.pipe(count, v.metadata({ is: "seconds from now" }));
const time = v.pipe(count, v.metadata({ is: "of that login, ms since 1970 UTC" }));
const none = v.object({});

/** code → the sentence a person may be shown, and the check of the fields that `detail` carries. */
export const errors = {
  hello_first: { text: "Say hello first.", detail: none },
  unsupported_version: {
    text: "This server speaks another version of the protocol.",
    detail: v.object({ versions: v.array(count) }),
  },
  unknown_request: { text: "This server doesn't know that request.", detail: none },
  invalid: {
    text: "A field is missing or wrong.",
    detail: v.object({ field: v.pipe(v.string(), v.metadata({ is: "its name" })) }),
  },
  not_logged_in: { text: "Log in first.", detail: none },
  already_logged_in: { text: "This connection is logged in already. Log out first.", detail: none },
  bad_name: {
    text: "A name is 2 to 20 letters, digits, _ or -, starts with a letter and isn't a reserved word.",
    detail: none,
  },
  bad_password: { text: "A password has at least 8 characters and at most 1024 bytes.", detail: none },
  bad_text: {
    text: "A message has 1 to 4096 characters and no control characters but newlines.",
    detail: none,
  },
  name_taken: { text: "That name is taken.", detail: none },
  bad_login: {
    text: "Name or password is wrong.",
    detail: v.object({ triesLeft: v.pipe(count, v.metadata({ is: "before a lock" })) }),
  },
  locked: {
    text: "Too many failed logins: locked for a while.",
    detail: v.object({ retryAfter: seconds }),
  },
  slow_down: {
    text: "Too much in too short a time. Wait a while.",
    detail: v.object({ retryAfter: seconds }),
  },
  banned: {
    text: "You are banned from this server.",
    detail: v.object({
      until: v.optional(v.pipe(count, v.metadata({ is: "ms since 1970 UTC; none where there is no end" }))),
    }),
  },
  token_refused: { text: "The saved login is no longer good. Log in with the password.", detail: none },
  busy: { text: "Too many logins at once. Try again in a moment.", detail: none },
  already_online: {
    text: "This account is logged in elsewhere.",
    detail: v.object({
      since: time,
      address: v.pipe(v.string(), v.metadata({ is: "where it came from" })),
    }),
  },
  unknown_account: { text: "There is no account with that name.", detail: none },
  yourself: { text: "That is you.", detail: none },
  blocked: { text: "That person has blocked you.", detail: none },
  blocking: { text: "You have blocked that person. Unblock first.", detail: none },
  unavailable: {
    text: "The server can't store anything just now. Whoever runs it has to see to its disk.",
    detail: none,
  },
  internal: { text: "The server made a mistake. It has been logged.", detail: none },
} as const;

export type ErrorCode = keyof typeof errors;
export type ErrorDetail<Code extends ErrorCode = ErrorCode> = v.InferOutput<(typeof errors)[Code]["detail"]>;

/** One request was refused; the connection lives on. */
export class ChatError<Code extends ErrorCode = ErrorCode> extends Error {
  readonly code: Code;
  readonly detail: ErrorDetail<Code>;

  constructor(code: Code, ...[detail]: keyof ErrorDetail<Code> extends never ? [] : [ErrorDetail<Code>]) {
    super(errors[code].text);
    this.name = "ChatError";
    this.code = code;
    this.detail = (detail ?? {}) as ErrorDetail<Code>;
  }

  /** Narrows by code, so that `detail` gets its type. */
  is<Wanted extends ErrorCode>(code: Wanted): this is ChatError<Wanted> {
    return (this.code as ErrorCode) === code;
  }
}

/** Why a connection ends: sent in `closing` by the server, or found by a client in what the server sent. */
export const closings = {
  bad_frame: "What was sent is not a frame of this protocol.",
  frame_too_large: "A frame is larger than the limit.",
  hello_timeout: "No hello came in time.",
  frame_timeout: "A request was begun and not finished in time.",
  idle: "Nothing was heard for too long.",
  too_slow: "What was sent to this connection was not read in time.",
  flooding: "Far too much was asked for in too short a time.",
  server_full: "The server has as many connections as it takes. Try again later.",
  address_full: "Too many connections come from this address. Try again later.",
  internal: "The server made a mistake. It has been logged.",
  shutting_down: "The server is shutting down.",
  kicked: "Whoever runs the server has ended this connection.",
  banned: "You are banned from this server.",
  plain_refused:
    "This server accepts unencrypted connections from its own machine only: use TLS. Whoever runs it can allow others with --allow-plain.",
} as const;

export type ClosingCode = keyof typeof closings;

/** The peer broke the protocol: the connection can't go on. */
export class ProtocolError extends Error {
  readonly code: ClosingCode;

  constructor(code: "bad_frame" | "frame_too_large" | "flooding", why: string) {
    super(why);
    this.name = "ProtocolError";
    this.code = code;
  }
}
