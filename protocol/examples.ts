/**
 * A conversation between a server and two clients, frame by frame, typed by the tables. PROTOCOL.md prints it with
 * its bytes and vectors.json carries it, so nothing here may depend on the clock or on chance.
 */
import { ChatError, closings } from "./errors.ts";
import type { Event, EventName } from "./events.ts";
import { limits } from "./limits.ts";
import { answerOf, errorAnswerOf, protocolVersion, requestOf } from "./messages.ts";
import type { Params, RequestName, Result } from "./requests.ts";

export interface Example {
  /** Unique; the name of the vector too. */
  readonly name: string;
  readonly kind: "request" | "result" | "error" | "event";
  /** The row of the tables that this is an example of. */
  readonly of: RequestName | EventName;
  /** Whose connection this frame travels on. */
  readonly client: "alice" | "bob";
  readonly value: object;
}

const start = 1_790_000_000_000;
const at = (seconds: number): number => start + seconds * 1000;
const ids = { alice: 0, bob: 0 };
const seen = new Map<string, number>();

/** "login", then "login 2": several examples of one row are told apart. */
function named(base: string): string {
  const count = (seen.get(base) ?? 0) + 1;
  seen.set(base, count);
  return count === 1 ? base : `${base} ${count}`;
}

/** One request and its answer. */
function call<Name extends RequestName>(
  client: Example["client"],
  of: Name,
  params: Params<Name>,
  outcome: Result<Name> | ChatError,
): Example[] {
  const id = ++ids[client];
  const name = named(of);
  const refused = outcome instanceof ChatError;
  const answer = refused ? errorAnswerOf(id, outcome) : answerOf(id, outcome);
  return [
    { name: `${name}: request`, kind: "request", of, client, value: requestOf(id, of, params) },
    {
      name: `${name}: ${refused ? outcome.code : "result"}`,
      kind: refused ? "error" : "result",
      of,
      client,
      value: answer,
    },
  ];
}

function event(client: Example["client"], value: Event): Example[] {
  return [{ name: `${named(value.event)}: event`, kind: "event", of: value.event, client, value }];
}

/** As long as one is; made by nobody. */
const tokenOf = (name: string, digit: number): string =>
  `${name}.${String(digit).repeat(22)}.${String(digit).repeat(43)}`;
const [first, second, third] = [1, 2, 3].map((digit) => tokenOf("bob", digit)) as [string, string, string];
const renewed = "correct horse battery";
const hello = { versions: [protocolVersion], client: "example 1.0" };
const greeting = {
  version: protocolVersion,
  server: "chat-server 0.1.0",
  time: at(0),
  limits,
  features: [],
};
const password = "correct horse";
const hi = { text: "Hi all, the build is green.", key: "01M3251FG80VH8TR6CKVHX0PJC" };
const hiMessage = { number: 1, from: "alice", time: at(21), ...hi };
const lunch = { text: "Lunch? 🍜\nI'm buying.", key: "01M3251GFGXX31HA4281TSEH22" };
const lunchMessage = { number: 1, from: "alice", time: at(22), ...lunch };
const astray = { text: "Are you there?", key: "01M3251HERCX9CV4GYCFPV45K9" };
const late = { text: "Am I late?", key: "01M32546DGABGK3ET7JAPZJRSB" };
const lateMessage = { number: 2, from: "Bob", time: at(110), ...late };
const everyoneState = {
  conversation: "everyone",
  last: 2,
  time: at(110),
  received: 2,
  read: 1,
  delivered: 0,
  unread: 1,
  mentions: 0,
  since: at(110),
};
const bobState = {
  conversation: "Bob",
  last: 1,
  time: at(22),
  received: 0,
  read: 0,
  delivered: 1,
  unread: 0,
  mentions: 0,
};

/** In the order in which they happen. Every request, every event and every error with details occurs. */
export const examples: readonly Example[] = [
  ...call(
    "alice",
    "hello",
    { ...hello, versions: [9] },
    new ChatError("unsupported_version", { versions: [1] }),
  ),
  ...call("alice", "hello", hello, greeting),
  ...call("alice", "signup", { name: "everyone", password }, new ChatError("bad_name")),
  ...call(
    "alice",
    "signup",
    { name: "alice", password },
    { name: "alice", since: at(1), token: tokenOf("alice", 9) },
  ),
  ...call("bob", "hello", hello, greeting),
  ...call(
    "bob",
    "signup",
    { name: "Bob", password },
    { name: "Bob", since: at(3), token: tokenOf("bob", 8) },
  ),
  ...event("alice", { event: "joined", name: "Bob", time: at(3) }),
  ...event("alice", { event: "presence", name: "Bob", online: true, time: at(3) }),
  ...call("bob", "logout", {}, {}),
  ...event("alice", { event: "presence", name: "Bob", online: false, time: at(20) }),
  ...call("alice", "broadcast", hi, { number: 1, time: at(21) }),
  ...call("alice", "broadcast", hi, { number: 1, time: at(21) }),
  ...call("alice", "whisper", { to: "bob", ...lunch }, { number: 1, time: at(22) }),
  ...call("alice", "whisper", { to: "carol", ...astray }, new ChatError("unknown_account")),
  ...call(
    "bob",
    "login",
    { name: "bob", password: "wrong horse" },
    new ChatError("bad_login", { triesLeft: 2 }),
  ),
  ...call(
    "bob",
    "login",
    { name: "bob", password: "wrong again" },
    new ChatError("bad_login", { triesLeft: 1 }),
  ),
  ...call(
    "bob",
    "login",
    { name: "bob", password: "wrong still" },
    new ChatError("locked", { retryAfter: 60 }),
  ),
  ...call("bob", "login", { name: "bob", password }, new ChatError("banned", { until: at(99) })),
  ...call(
    "bob",
    "login",
    { name: "bob", password, remember: true },
    { name: "Bob", since: at(100), token: first },
  ),
  ...event("bob", { event: "missed", conversation: "everyone", messages: [hiMessage], older: false }),
  ...event("bob", { event: "missed", conversation: "alice", messages: [lunchMessage], older: false }),
  ...call("bob", "received", { conversation: "everyone", number: 1 }, {}),
  ...call("bob", "received", { conversation: "alice", number: 1 }, {}),
  ...event("alice", { event: "delivered", conversation: "Bob", number: 1 }),
  ...call("bob", "typing", { conversation: "everyone", typing: true }, {}),
  ...event("alice", { event: "typing", conversation: "everyone", name: "Bob", typing: true }),
  ...call("bob", "broadcast", late, { number: 2, time: at(110) }),
  ...event("alice", { event: "posted", conversation: "everyone", messages: [lateMessage] }),
  ...call("alice", "received", { conversation: "everyone", number: 2 }, {}),
  ...call("alice", "read", { conversation: "everyone", number: 1 }, {}),
  ...call("alice", "conversations", {}, { conversations: [everyoneState, bobState] }),
  ...call(
    "alice",
    "history",
    { conversation: "everyone", before: 3, count: 1 },
    {
      conversation: "everyone",
      messages: [lateMessage],
      before: 2,
    },
  ),
  ...call(
    "alice",
    "history",
    { conversation: "everyone", after: 0, count: 1 },
    {
      conversation: "everyone",
      messages: [hiMessage],
      after: 1,
    },
  ),
  ...call(
    "alice",
    "history",
    { conversation: "everyone", count: 0 },
    new ChatError("invalid", { field: "count" }),
  ),
  ...call(
    "alice",
    "search",
    { conversation: "everyone", words: ["BUILD", "green"], from: "alice" },
    {
      conversation: "everyone",
      messages: [hiMessage],
      reached: at(21),
    },
  ),
  ...call(
    "alice",
    "search",
    { conversation: "everyone", words: ["lunch"], since: at(100) },
    { conversation: "everyone", messages: [], reached: at(110) },
  ),
  ...call(
    "alice",
    "online",
    {},
    {
      accounts: [
        { name: "alice", since: at(1) },
        { name: "Bob", since: at(100) },
      ],
      total: 2,
    },
  ),
  ...call(
    "alice",
    "recent",
    {},
    {
      accounts: [
        { name: "Bob", time: at(100), online: true },
        { name: "alice", time: at(1), online: true },
      ],
    },
  ),
  ...call(
    "alice",
    "contacts",
    {},
    {
      accounts: [{ name: "alice", online: true, since: at(1) }],
      next: "alice",
    },
  ),
  ...call(
    "alice",
    "contacts",
    { page: "alice" },
    { accounts: [{ name: "Bob", online: true, since: at(100) }] },
  ),
  ...call("bob", "block", { name: "alice" }, { name: "alice", changed: true }),
  ...call("bob", "blocked", {}, { accounts: [{ name: "alice", since: at(120) }] }),
  ...call("bob", "unblock", { name: "alice" }, { name: "alice", changed: true }),
  ...call("alice", "ping", {}, { time: at(130) }),
  ...event("bob", { event: "probed" }),
  ...call("alice", "login", { name: "Bob", password }, new ChatError("already_logged_in")),
  ...event("bob", { event: "ended", address: "192.0.2.7", time: at(140) }),
  ...call(
    "bob",
    "login",
    { name: "Bob", password },
    new ChatError("already_online", { since: at(140), address: "192.0.2.7" }),
  ),
  ...call("bob", "resume", { token: first, takeover: true }, { name: "Bob", since: at(142), token: second }),
  ...call("bob", "password", { old: password, new: renewed }, { token: third }),
  ...call("bob", "logout", {}, {}),
  ...call("bob", "resume", { token: third }, new ChatError("token_refused")),
  ...call("bob", "signup", { name: "Bob2", password }, new ChatError("slow_down", { retryAfter: 36 })),
  ...call(
    "bob",
    "login",
    { name: "Bob", password: renewed },
    { name: "Bob", since: at(150), token: tokenOf("bob", 4) },
  ),
  ...call("bob", "deleteAccount", { password: renewed }, {}),
  ...event("alice", { event: "deleted", name: "Bob", time: at(160) }),
  ...event("alice", {
    event: "closing",
    code: "shutting_down",
    text: closings.shutting_down,
    retryAfterMs: 1500,
  }),
];
