/** The client and a server that is odd, slow, mad or bad: it ends with a reason, never with an exception. */
import { randomBytes } from "node:crypto";
import test, { type ExecutionContext } from "ava";
import fc from "fast-check";
import { answerOf, ChatError, type DisconnectReason, encodeFrame, explain } from "../../protocol/index.ts";
import { Chatter } from "../server/chatter.ts";
import { accepting, helloResult, idOf, polite, scripted } from "../server/scripted.ts";

/** How the first connection to such a server ends, and whether the client tries again. */
async function endOf(
  t: ExecutionContext,
  port: number,
): Promise<{ state: string; reason: DisconnectReason }> {
  const chatter = new Chatter(t, port);
  chatter.client.connect();
  await chatter.until(() =>
    chatter.connections.some(({ state }) => state === "waiting" || state === "stopped"),
  );
  const end = chatter.connections.find(({ state }) => state === "waiting" || state === "stopped");
  chatter.client.close();
  if (end?.state !== "waiting" && end?.state !== "stopped") throw new Error("no end");
  return { state: end.state, reason: end.reason };
}

const closing = (code: string, rest: object = {}) => ({ event: "closing", code, text: "Because.", ...rest });
const missed = (from: number, to: number) => ({
  event: "missed",
  conversation: "everyone",
  older: false,
  messages: Array.from({ length: to - from + 1 }, (_, index) => messageOf(from + index)),
});
const messageOf = (number: number) => ({
  number,
  from: "bob",
  text: `${number}`,
  time: 1,
  key: "01ARZ3NDEKTSV4RRFFQ69G5FAV",
});
const posted = (number: number) => ({
  event: "posted",
  conversation: "everyone",
  message: messageOf(number),
});

for (const code of ["plain_refused", "bad_frame", "frame_too_large"]) {
  test(`after ${code} it doesn't try again, and says why`, async (t) => {
    const { port, visits } = await accepting(t, (visit) => visit.say(closing(code)));
    const end = await endOf(t, port);
    t.like(end, { state: "stopped", reason: { kind: "closing", code } });
    t.is(explain(end.reason), "Because.");
    t.is(visits.length, 1);
  });
}

test("it returns as late as the server asks it to, and not at once where that is longer than timers go", async (t) => {
  for (const retryAfterMs of [20_000, 2 ** 40]) {
    const { port, visits } = await accepting(t, (visit) =>
      visit.say(closing("shutting_down", { retryAfterMs })),
    );
    const chatter = new Chatter(t, port);
    const start = Date.now();
    chatter.client.connect();
    await chatter.until(() => chatter.connections.at(-1)?.state === "waiting");
    const waiting = chatter.connections.at(-1);
    t.true(waiting?.state === "waiting" && waiting.retryAt >= start + 20_000);
    for (let other = 0; other < 3; other++) await endOf(t, port);
    t.is(visits.length, 1 + 3);
    chatter.client.connect();
    await chatter.until(() => chatter.connections.filter(({ state }) => state === "waiting").length === 2);
    t.is(visits.length, 2 + 3, "a person may cut the wait short");
  }
});

test("waits grow while logins don't succeed, and begin anew once one has", async (t) => {
  const { port } = await scripted(t, (request, visit, number) => {
    if (request.request === "login" && number !== 5) visit.socket.destroy();
    return polite(request, visit, number);
  });
  const chatter = await Chatter.open(t, port);
  const waits: number[] = [];
  for (let round = 0; round < 6; round++) {
    const before = chatter.connections.length;
    const login = chatter.client.login("alice", "password").catch(() => {});
    if (round === 4) {
      await login;
      chatter.client.close();
    }
    const isWaiting = () =>
      chatter.connections.slice(before).some(({ state }) => state === "waiting" || state === "stopped");
    await chatter.until(isWaiting);
    const last = chatter.connections.at(-1);
    if (last?.state === "waiting") waits.push(last.retryAt - Date.now());
    await chatter.connect();
  }
  const [first = 0, , , fourth = 0, fifth = 0] = waits;
  t.true(first <= 500 && fourth > 1500, `${waits}`);
  t.true(fifth <= 500, `${waits}`);
});

const strange: Readonly<Record<string, (id: number) => Buffer>> = {
  "an HTTP server": () => Buffer.from("HTTP/1.1 400 Bad Request\r\n\r\n"),
  "an SSH server": () => Buffer.from("SSH-2.0-OpenSSH_9.2\r\n"),
  "a server whose frames hold no maps": () => Buffer.of(0, 0, 0, 1, 0x90),
  "a server that answers without an id": () => encodeFrame({ result: {} }),
  "a server that answers hello with something else": (id) => encodeFrame(answerOf(id, { welcome: true })),
  "a server whose error is none": (id) => encodeFrame({ id, error: "no" }),
  "a server whose error lacks its detail": (id) =>
    encodeFrame({ id, error: { code: "locked", text: "No." } }),
  "a server that sends a malformed event": () => encodeFrame({ event: "posted", conversation: 7 }),
  "a server that announces a frame without end": () => Buffer.of(0x7f, 0xff, 0xff, 0xff),
};

for (const [what, bytes] of Object.entries(strange)) {
  test(`${what} is given up, in words that a person understands`, async (t) => {
    const { port } = await accepting(t, (visit) =>
      visit.socket.once("data", () => visit.socket.write(bytes(1))),
    );
    const end = await endOf(t, port);
    t.like(end, { state: "stopped", reason: { kind: "protocol" } });
    t.regex(explain(end.reason), /^That doesn't look like a chat server\. [^\n]+\.$/);
  });
}

test("where nothing listens, it says so and tries again", async (t) => {
  const { port } = await accepting(t, (visit) => visit.socket.destroy());
  t.like(await endOf(t, port), { state: "waiting", reason: { kind: "network" } });
  const refused = await endOf(t, 1);
  t.like(refused, { state: "waiting", reason: { kind: "network", code: "ECONNREFUSED" } });
  t.is(explain(refused.reason), "Nothing listens there. Is the server running?");
});

for (const [code, detail] of [
  ["locked", { retryAfter: 0 }],
  ["busy", {}],
] as const) {
  test(`a session that is refused as ${code} after a reconnect comes back by itself`, async (t) => {
    let refusals = 0;
    const { port, visits } = await scripted(t, (request, visit, number) => {
      if (request.request !== "login" || number === 1 || refusals++ > 0)
        return polite(request, visit, number);
      return { id: idOf(request), error: { code, text: "Later.", detail } };
    });
    const chatter = await Chatter.open(t, port);
    await chatter.client.login("alice", "password");
    visits[0]?.socket.resetAndDestroy();
    await chatter.until(() => chatter.sessions.length === 3);
    t.like(chatter.sessions, [{ state: "in" }, { state: "interrupted" }, { state: "in" }]);
    t.is(refusals, 2);
    t.is(visits.length, 2, "on one connection");
  });
}

test("a server that speaks another version is given up, in its words", async (t) => {
  const error = { code: "unsupported_version", text: "Another version.", detail: { versions: [9] } };
  const { port } = await scripted(t, (request) => ({ id: idOf(request), error }));
  const end = await endOf(t, port);
  t.is(end.state, "stopped");
  t.is(explain(end.reason), "This server speaks another version of the protocol.");
});

test("random bytes end a connection and throw nothing", async (t) => {
  const { port } = await accepting(t, (visit, number) => {
    const bytes = randomBytes(1 + (number % 300));
    // Half of them look like frames.
    if (number % 2 === 0 && bytes.length > 4) bytes.writeUInt32BE(bytes.length - 4);
    visit.socket.end(bytes);
  });
  for (let run = 0; run < 100; run++) {
    const { state, reason } = await endOf(t, port);
    t.true(state === "waiting" ? reason.kind === "network" : reason.kind === "protocol");
  }
});

test("any values that are well framed end a connection or are ignored, and throw nothing", async (t) => {
  const value = fc.dictionary(
    fc.constantFrom(
      "id",
      "event",
      "result",
      "error",
      "conversation",
      "message",
      "messages",
      "number",
      "code",
      "text",
    ),
    fc.oneof(
      fc.jsonValue({ maxDepth: 3 }),
      fc.constantFrom(1, 2, "posted", "missed", "closing", "ended", "delivered"),
    ),
  );
  const chaos = fc.sample(fc.array(value as fc.Arbitrary<object>, { minLength: 1, maxLength: 5 }), 60);
  const { port } = await scripted(t, (request, visit, number) => {
    if (request.request === "hello") {
      visit.say(answerOf(idOf(request), helloResult), ...(chaos[number - 1] ?? []));
      visit.socket.end();
    }
    return undefined;
  });
  for (const _ of chaos) {
    const { reason } = await endOf(t, port);
    t.true(["network", "protocol", "closing"].includes(reason.kind));
  }
});

test("what follows a goodbye in the same chunk is not heard", async (t) => {
  const { port } = await scripted(t, (request, visit) => {
    visit.say(answerOf(idOf(request), helloResult), closing("idle"), posted(1));
    return undefined;
  });
  const chatter = await Chatter.open(t, port);
  await chatter.until(() => chatter.connections.at(-1)?.state === "waiting");
  t.deepEqual(chatter.events, []);
});

test("messages in the same chunk as the answer to the login are told after it, and confirmed", async (t) => {
  const { port, visits } = await scripted(t, (request, visit, number) => {
    if (request.request !== "login") return polite(request, visit, number);
    visit.say(answerOf(idOf(request), { name: "alice", since: 1 }), missed(1, 3), posted(4));
    return undefined;
  });
  const chatter = await Chatter.open(t, port);
  await chatter.client.login("alice", "password");
  t.deepEqual(
    chatter.news
      .filter(({ kind }) => kind !== "roundTrip")
      .slice(2)
      .map(({ kind }) => kind),
    ["session", "event", "event"],
  );
  const confirmation = () => visits[0]?.requests.find(({ request }) => request === "received");
  const request = chatter.client.request.bind(chatter.client);
  while (confirmation() === undefined) await request("ping", {});
  t.like(confirmation(), { conversation: "everyone", number: 4 });
});

test("what comes twice is told once, within a connection and across a reconnect", async (t) => {
  const { port, visits } = await scripted(t, (request, visit, number) => {
    if (request.request !== "login") return polite(request, visit, number);
    const early =
      number === 1
        ? [missed(1, 3), missed(2, 4), posted(4), posted(5)]
        : [missed(1, 5), missed(4, 7), posted(7)];
    visit.say(answerOf(idOf(request), { name: "alice", since: 1 }), ...early);
    return undefined;
  });
  const chatter = await Chatter.open(t, port);
  await chatter.client.login("alice", "password");
  await chatter.until(() => chatter.messages("everyone").length === 5);
  visits[0]?.socket.resetAndDestroy();
  await chatter.until(() => chatter.messages("everyone").length === 7);
  await chatter.client.request("ping", {});
  t.deepEqual(
    chatter.messages("everyone").map(({ number }) => number),
    [1, 2, 3, 4, 5, 6, 7],
  );
});

test("a confirmation that was lost is sent again with the next session", async (t) => {
  const { port, visits } = await scripted(t, (request, visit, number) => {
    if (request.request === "received" && number === 1) {
      visit.socket.resetAndDestroy();
      return undefined;
    }
    if (request.request === "login" && number === 1) setImmediate(() => visit.say(posted(7)));
    return polite(request, visit, number);
  });
  const chatter = await Chatter.open(t, port);
  await chatter.client.login("alice", "password");
  await chatter.until(() => chatter.sessions.length === 3);
  const confirmations = () =>
    visits.map(({ requests }) => requests.filter(({ request }) => request === "received"));
  while (confirmations()[1]?.length === 0) await chatter.client.request("ping", {});
  t.like(confirmations()[1]?.[0], { conversation: "everyone", number: 7 });
});

test("a message for which there was no session stays and goes out with the next one", async (t) => {
  const refusal = { code: "not_logged_in", text: "Log in first." };
  const { port } = await scripted(t, (request, visit, number) => {
    if (request.request !== "broadcast") return polite(request, visit, number);
    if (number > 1) return answerOf(idOf(request), { number: 1, time: 1 });
    visit.say({ event: "ended", address: "::1", time: 1 }, { id: idOf(request), error: refusal });
    visit.socket.end();
    return undefined;
  });
  const chatter = await Chatter.open(t, port);
  await chatter.client.login("alice", "password");
  const { key } = chatter.client.send("everyone", "hi");
  await chatter.until(() => chatter.connections.at(-1)?.state === "waiting");
  t.deepEqual(chatter.outcomes(key), []);
  await chatter.connect();
  await chatter.client.login("alice", "password");
  await chatter.until(() => chatter.client.unanswered === 0);
  t.like(chatter.outcomes(key), [{ state: "stored", number: 1 }]);
});

test("logging out doesn't wait for a server that has stopped answering", async (t) => {
  const { port, visits } = await scripted(t, (request, visit, number) => {
    const answered = ["hello", "login"].includes(String(request.request));
    if (request.request === "login") setImmediate(() => visit.say(posted(1)));
    return answered ? polite(request, visit, number) : undefined;
  });
  const chatter = await Chatter.open(t, port);
  await chatter.client.login("alice", "password");
  await chatter.until(() => chatter.events.length === 1);
  const done = chatter.client.logout();
  t.is(chatter.sessions.at(-1)?.state, "out");
  chatter.client.close();
  await done;
  t.deepEqual(visits[0]?.requests.filter(({ request }) => request === "login").length, 1);
});

test("after a logout it starts afresh: what the server sends again is told again", async (t) => {
  const { port } = await scripted(t, (request, visit, number) => {
    if (request.request === "login") setImmediate(() => visit.say(missed(1, 3)));
    return polite(request, visit, number);
  });
  const chatter = await Chatter.open(t, port);
  for (const round of [1, 2]) {
    await chatter.client.login("alice", "password");
    await chatter.until(() => chatter.messages("everyone").length === round * 3);
    await chatter.client.logout();
  }
  t.is(chatter.events.length, 2);
});

test("a server that has stopped answering is given up after some seconds", async (t) => {
  const { port } = await scripted(t, (request, visit, number) =>
    request.request === "online" ? undefined : polite(request, visit, number),
  );
  const chatter = await Chatter.open(t, port);
  const error = await t.throwsAsync(chatter.client.request("online", {}));
  t.is(error?.message, "The server has stopped answering.");
  await chatter.until(() => chatter.connections.at(-1)?.state === "waiting");
});

test("a logout while the client logs in again ends the session that this starts", async (t) => {
  let answerLogin = (): void => {};
  const { port, visits } = await scripted(t, (request, visit, number) => {
    if (request.request !== "login" || number === 1) return polite(request, visit, number);
    answerLogin = () => visit.say(answerOf(idOf(request), { name: "alice", since: 1 }));
    return undefined;
  });
  const chatter = await Chatter.open(t, port);
  await chatter.client.login("alice", "password");
  visits[0]?.socket.resetAndDestroy();
  await chatter.until(() => chatter.connections.filter(({ state }) => state === "connected").length === 2);
  while (!visits[1]?.requests.some(({ request }) => request === "login"))
    await chatter.client.request("ping", {});
  await chatter.client.logout();
  answerLogin();
  while (!visits[1]?.requests.some(({ request }) => request === "logout"))
    await chatter.client.request("ping", {});
  t.is(chatter.sessions.at(-1)?.state, "out");
});

test("an error that this version doesn't know is told in the server's words", async (t) => {
  const { port } = await scripted(t, (request, visit, number) =>
    request.request === "online"
      ? { id: idOf(request), error: { code: "too_fast", text: "Slow down a little." } }
      : polite(request, visit, number),
  );
  const chatter = await Chatter.open(t, port);
  await t.throwsAsync(chatter.client.request("online", {}), {
    instanceOf: ChatError,
    message: "Slow down a little.",
  });
});
