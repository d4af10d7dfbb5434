/** The checks on either end: what comes from outside is a request, an answer or an event, or refused by name. */
import test from "ava";
import fc from "fast-check";
import { ChatError, type ErrorCode, errors, ProtocolError } from "../../protocol/errors.ts";
import { type EventName, events } from "../../protocol/events.ts";
import { type Example, examples } from "../../protocol/examples.ts";
import type { FrameValue } from "../../protocol/frames.ts";
import {
  answerOf,
  checkIncoming,
  checkRequest,
  checkResult,
  errorAnswerOf,
  isRequestName,
  requestId,
  requestOf,
} from "../../protocol/messages.ts";
import { type RequestName, requests } from "../../protocol/requests.ts";
import { values } from "./values.ts";

const frameOf = (value: object): FrameValue => value as FrameValue;
const ofKind = (kind: Example["kind"]): readonly Example[] =>
  examples.filter((example) => example.kind === kind);

function chatErrorOf(act: () => unknown): ChatError | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    if (error instanceof ChatError) return error;
    throw error;
  }
}

const fieldOf = (value: object): string | undefined => {
  const error = chatErrorOf(() => checkRequest(1, frameOf(value)));
  return error?.is("invalid") ? error.detail.field : undefined;
};

test("a request's id is an integer from 0 to 2^53 - 1; without one the connection ends", (t) => {
  for (const id of [0, 1, Number.MAX_SAFE_INTEGER]) t.is(requestId({ id }), id);
  for (const id of [undefined, null, -1, 1.5, 2 ** 53, Number.NaN, "1", [1], {}])
    t.throws(() => requestId({ id }), { instanceOf: ProtocolError, code: "bad_frame" }, String(id));
});

test("an unknown request is an error, also under names that objects inherit", (t) => {
  for (const request of [
    "",
    "nope",
    "HELLO",
    "__proto__",
    "constructor",
    "toString",
    undefined,
    1,
    null,
    {},
  ]) {
    t.is(chatErrorOf(() => checkRequest(1, { id: 1, request }))?.code, "unknown_request", String(request));
  }
  t.true(isRequestName("hello"));
  t.false(isRequestName("hasOwnProperty"));
});

test("a checked request holds its own fields and no others", (t) => {
  const value = {
    id: 7,
    request: "whisper",
    to: "bob",
    text: "hi",
    key: "01M3251FG80VH8TR6CKVHX0PJC",
    admin: true,
  };
  const { to, text, key } = value;
  t.deepEqual(checkRequest(7, value), { id: 7, request: "whisper", params: { to, text, key } });
});

test("every example of a request passes its check and comes out as it was built", (t) => {
  for (const { name, of, value } of ofKind("request")) {
    const id = requestId(frameOf(value));
    if (name === "history 3: request") continue;
    const checked = checkRequest(id, frameOf(value));
    t.is(checked.request, of as RequestName);
    t.deepEqual(requestOf(id, checked.request, checked.params as never), value, name);
  }
});

const wrong: readonly unknown[] = [
  null,
  0,
  -1,
  1.5,
  2 ** 53,
  true,
  "",
  "x".repeat(200),
  [],
  [1],
  {},
  [null],
  ["x"],
];
const wrongFor: Readonly<Partial<Record<string, readonly unknown[]>>> = {
  // Any string may be a name here, and a text: whether it is a good one is another rule's question.
  name: wrong.filter((value) => value !== ""),
  to: wrong.filter((value) => value !== ""),
  conversation: wrong.filter((value) => value !== ""),
  client: wrong.filter((value) => value !== ""),
  page: wrong.filter((value) => value !== ""),
  password: wrong.filter((value) => typeof value !== "string"),
  old: wrong.filter((value) => typeof value !== "string"),
  new: wrong.filter((value) => typeof value !== "string"),
  token: wrong.filter((value) => value !== ""),
  remember: wrong.filter((value) => value !== true),
  text: wrong.filter((value) => typeof value !== "string"),
  after: wrong.filter((value) => value !== 0),
  words: wrong.filter((value) => !Array.isArray(value)),
  from: wrong.filter((value) => value !== ""),
  since: wrong.filter((value) => value !== 0),
  until: wrong.filter((value) => value !== 0),
  mentions: wrong.filter((value) => value !== true),
  link: wrong.filter((value) => value !== true),
  typing: wrong.filter((value) => value !== true),
  takeover: wrong.filter((value) => value !== true),
  versions: wrong.filter((value) => !Array.isArray(value) || value.length === 0),
};

for (const [request, row] of Object.entries(requests)) {
  const good = ofKind("request").find(({ of }) => of === request)?.value ?? {};
  const { entries } = row.params;
  for (const [field, entry] of Object.entries(entries)) {
    test(`${request}: a wrong ${field} is named`, (t) => {
      t.is(fieldOf({ ...good, [field]: undefined }), entry.type === "optional" ? undefined : field);
      for (const value of wrongFor[field] ?? wrong) {
        t.is(fieldOf({ ...good, [field]: value }), field, JSON.stringify(value));
      }
    });
  }
}

test("a wrong element is named with its place", (t) => {
  t.is(fieldOf({ id: 1, request: "hello", client: "x", versions: [1, "2"] }), "versions.1");
});

test("bounds hold on both sides", (t) => {
  const history = { id: 1, request: "history", conversation: "everyone" };
  for (const count of [1, 100]) t.is(fieldOf({ ...history, count }), undefined);
  for (const count of [0, 101]) t.is(fieldOf({ ...history, count }), "count");
  const hello = { id: 1, request: "hello", client: "x" };
  t.is(fieldOf({ ...hello, versions: Array(16).fill(1) }), undefined);
  t.is(fieldOf({ ...hello, versions: Array(17).fill(1) }), "versions");
  const send = { id: 1, request: "broadcast", text: "x" };
  t.is(fieldOf({ ...send, key: "7ZZZZZZZZZZZZZZZZZZZZZZZZZ" }), undefined);
  for (const key of [
    "8ZZZZZZZZZZZZZZZZZZZZZZZZZ",
    "01m3251fg80vh8tr6ckvhx0pjc",
    "01M3251FG80VH8TR6CKVHX0PJI",
  ])
    t.is(fieldOf({ ...send, key }), "key");
});

test("a password or text of any length is left to the rules, which have better words for it", (t) => {
  t.is(fieldOf({ id: 1, request: "signup", name: "alice", password: "x".repeat(2000) }), undefined);
  t.is(
    fieldOf({ id: 1, request: "broadcast", text: "x".repeat(60_000), key: "01M3251FG80VH8TR6CKVHX0PJC" }),
    undefined,
  );
});

test("every example of an answer and an event is what a client makes of it", (t) => {
  for (const { name, kind, of, value } of examples.filter((example) => example.kind !== "request")) {
    const incoming = checkIncoming(frameOf(value));
    t.is(incoming.kind, kind as typeof incoming.kind, name);
    if (incoming.kind === "event") t.deepEqual(incoming.event, value as typeof incoming.event, name);
    if (incoming.kind === "result") {
      const result = checkResult(of as RequestName, incoming.result);
      t.deepEqual(answerOf(incoming.id, result), value as ReturnType<typeof answerOf>, name);
    }
    if (incoming.kind === "error") {
      t.deepEqual(errorAnswerOf(incoming.id, incoming.error), value as ReturnType<typeof answerOf>, name);
    }
  }
});

test("a client ignores events and fields that it doesn't know", (t) => {
  for (const event of ["renamed", "", "__proto__", "toString"])
    t.is(checkIncoming({ event, x: 1 }).kind, "unknown");
  t.deepEqual(checkIncoming({ event: "probed", why: "x" }), { kind: "event", event: { event: "probed" } });
});

test("an event that misses any of its fields, or has another type there, ends the connection", (t) => {
  for (const { of, value } of ofKind("event")) {
    for (const [field, entry] of Object.entries(events[of as EventName].fields.entries)) {
      for (const bad of entry.type === "optional" ? [{}] : [undefined, null, {}])
        t.throws(
          () => checkIncoming({ ...value, [field]: bad }),
          { instanceOf: ProtocolError },
          `${of} ${field}`,
        );
    }
  }
});

test("a result that misses any of its fields ends the connection", (t) => {
  for (const { of, value } of ofKind("result")) {
    const { result } = value as { result: object };
    for (const [field, entry] of Object.entries(requests[of as RequestName].result.entries)) {
      if (entry.type === "optional") continue;
      const broken = { ...result, [field]: undefined };
      t.throws(() => checkResult(of as RequestName, broken), { instanceOf: ProtocolError }, `${of} ${field}`);
    }
    t.throws(() => checkResult(of as RequestName, undefined), { instanceOf: ProtocolError });
  }
});

test("an answer without an id, or an error without its fields, ends the connection", (t) => {
  const wrongOnes = [
    {},
    { id: "1", result: {} },
    { id: 1, error: null },
    { id: 1, error: {} },
    { id: 1, error: { code: "busy" } },
    { id: 1, error: { code: 1, text: "x" } },
    { id: 1, error: { code: "locked", text: "x" } },
    { id: 1, error: { code: "locked", text: "x", detail: { retryAfter: "soon" } } },
    { id: 1, error: { code: "locked", text: "x", detail: null } },
  ];
  for (const value of wrongOnes)
    t.throws(() => checkIncoming(frameOf(value)), { instanceOf: ProtocolError }, JSON.stringify(value));
});

test("an error code of a newer server keeps the server's words; a known one has this version's", (t) => {
  const newer = checkIncoming({ id: 1, error: { code: "room_full", text: "That room is full." } });
  t.like(newer, { kind: "error", error: { code: "internal", message: "That room is full." } });
  const known = checkIncoming({ id: 1, error: { code: "busy", text: "Go away." } });
  t.like(known, { kind: "error", error: { code: "busy", message: errors.busy.text } });
});

// Frames that come near to meaning something, with fields that don't belong there.
const near = fc.record(
  {
    id: fc.oneof(fc.nat(), fc.double(), fc.string()),
    request: fc.constantFrom(...Object.keys(requests), "nope"),
    event: fc.constantFrom(...Object.keys(events), "nope"),
    result: values,
    error: fc.oneof(
      values,
      fc.record({ code: fc.constantFrom(...Object.keys(errors)), text: fc.string(), detail: values }),
    ),
    conversation: fc.oneof(fc.string(), fc.nat()),
    number: fc.oneof(fc.integer(), fc.double()),
    messages: fc.array(values, { maxLength: 3 }),
    name: fc.string(),
    text: fc.string(),
  },
  { requiredKeys: [] },
);

test("no value at all makes the checks throw anything but their own errors", (t) => {
  const own = (act: () => unknown, ...types: (typeof ChatError | typeof ProtocolError)[]): void => {
    try {
      act();
    } catch (error) {
      if (!types.some((type) => error instanceof type)) throw error;
    }
  };
  fc.assert(
    fc.property(
      fc.oneof(values, near, fc.object().map(Object)),
      fc.constantFrom(...Object.keys(requests)),
      (value, name) => {
        own(() => requestId(frameOf(value)), ProtocolError);
        own(() => checkRequest(1, frameOf(value)), ChatError);
        own(() => checkIncoming(frameOf(value)), ProtocolError);
        own(() => checkResult(name as RequestName, value), ProtocolError);
      },
    ),
    { numRuns: 2000 },
  );
  t.pass();
});

test("the detail of an error crosses the wire, and none is sent where there is none", (t) => {
  t.deepEqual(errorAnswerOf(3, new ChatError("locked", { retryAfter: 9 })), {
    id: 3,
    error: { code: "locked", text: errors.locked.text, detail: { retryAfter: 9 } },
  });
  t.deepEqual(errorAnswerOf(3, new ChatError("busy")), {
    id: 3,
    error: { code: "busy", text: errors.busy.text },
  });
});

test("every error that a request names is in the table", (t) => {
  for (const { errors: own } of Object.values(requests)) {
    for (const code of own as readonly ErrorCode[]) t.truthy(errors[code]);
  }
});
