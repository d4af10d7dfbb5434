/** The client's session with a server that answers late, twice or not at all: what it tells, confirms and keeps. */
import test from "ava";
import { answerOf, ChatError, errorAnswerOf } from "../../protocol/index.ts";
import { Chatter } from "../server/chatter.ts";
import { idOf, missed, polite, posted, scripted } from "../server/scripted.ts";

test("messages in the same chunk as the answer to the login are told after it, and confirmed", async (t) => {
  const { port, visits } = await scripted(t, (request, visit, number) => {
    if (request.request !== "login") return polite(request, visit, number);
    const session = { name: "alice", since: 1, token: "alice.1" };
    visit.say(answerOf(idOf(request), session), missed(1, 3), posted(4));
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
    if (request.request !== "login" && request.request !== "resume") return polite(request, visit, number);
    const early =
      number === 1
        ? [missed(1, 3), missed(2, 4), posted(4), posted(4, 5)]
        : [missed(1, 5), missed(4, 7), posted(7, 8, 9)];
    visit.say(answerOf(idOf(request), { name: "alice", since: 1, token: "alice.1" }), ...early);
    return undefined;
  });
  const chatter = await Chatter.open(t, port);
  await chatter.client.login("alice", "password");
  await chatter.until(() => chatter.messages("everyone").length === 5);
  visits[0]?.socket.resetAndDestroy();
  await chatter.until(() => chatter.messages("everyone").length === 9);
  await chatter.client.request("ping", {});
  t.deepEqual(
    chatter.messages("everyone").map(({ number }) => number),
    [1, 2, 3, 4, 5, 6, 7, 8, 9],
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

test("a logout while the client logs in again ends the session that this starts", async (t) => {
  let answerLogin = (): void => {};
  const { port, visits } = await scripted(t, (request, visit, number) => {
    if (request.request !== "resume") return polite(request, visit, number);
    answerLogin = () => visit.say(answerOf(idOf(request), { name: "alice", since: 1, token: "alice.2" }));
    return undefined;
  });
  const chatter = await Chatter.open(t, port);
  await chatter.client.login("alice", "password");
  visits[0]?.socket.resetAndDestroy();
  await chatter.until(() => chatter.connections.filter(({ state }) => state === "connected").length === 2);
  while (!visits[1]?.requests.some(({ request }) => request === "resume"))
    await chatter.client.request("ping", {});
  await chatter.client.logout();
  answerLogin();
  while (!visits[1]?.requests.some(({ request }) => request === "logout"))
    await chatter.client.request("ping", {});
  t.is(chatter.sessions.at(-1)?.state, "out");
});

test("a login during a session is refused here: a message behind it could overtake those that the session's end refuses", async (t) => {
  const { port, visits } = await scripted(t, (request, visit, number) =>
    request.request === "broadcast" ? undefined : polite(request, visit, number),
  );
  const chatter = await Chatter.open(t, port);
  await chatter.client.login("alice", "password");
  chatter.client.send("everyone", "one");
  for (const login of [
    chatter.client.login("alice", "password", { takeover: true }),
    chatter.client.loginByToken("alice.1", true),
    chatter.client.signup("bob", "password"),
  ])
    t.is((await t.throwsAsync(login, { instanceOf: ChatError })).code, "already_logged_in");
  await chatter.client.request("ping", {});
  t.deepEqual(
    visits[0]?.requests.map(({ request }) => request),
    ["hello", "login", "broadcast", "ping"],
  );
});

test("a login that is asked for behind another waits for its answer", async (t) => {
  const { port, visits } = await scripted(t, (request, visit, number) => {
    const { name } = request as unknown as { name: string };
    if (request.request !== "login" || name !== "alice") return polite(request, visit, number);
    return errorAnswerOf(idOf(request), new ChatError("busy"));
  });
  const chatter = await Chatter.open(t, port);
  const outcomes = await Promise.all(
    ["alice", "bob", "carol"].map((name) =>
      chatter.client.login(name, "password").then(
        () => "in",
        (error: unknown) => (error instanceof ChatError ? error.code : error),
      ),
    ),
  );
  t.deepEqual(outcomes, ["busy", "in", "already_logged_in"]);
  t.is(visits[0]?.requests.filter(({ request }) => request === "login").length, 2);
  t.is(chatter.client.name, "bob");
});

test("a logout while a login has no answer ends the session that this starts, and what is written then goes out in the next one", async (t) => {
  let answerLogin = (): void => {};
  const { port, visits } = await scripted(t, (request, visit, number) => {
    const isFirst = visits[0]?.requests.filter((one) => one.request === "login").length === 1;
    if (request.request === "broadcast") return answerOf(idOf(request), { number: 1, time: 1 });
    if (request.request !== "login" || !isFirst) return polite(request, visit, number);
    answerLogin = () => visit.say(answerOf(idOf(request), { name: "alice", since: 1, token: "alice.1" }));
    return undefined;
  });
  const chatter = await Chatter.open(t, port);
  const first = chatter.client.login("alice", "password");
  while (!visits[0]?.requests.some(({ request }) => request === "login"))
    await chatter.client.request("ping", {});
  await chatter.client.logout();
  const { key } = chatter.client.send("everyone", "hi");
  const second = chatter.client.login("alice", "password");
  answerLogin();
  t.is((await t.throwsAsync(first, { instanceOf: ChatError })).code, "not_logged_in");
  await second;
  await chatter.until(() => chatter.outcomes(key).length > 0);
  t.deepEqual(
    visits[0]?.requests.map(({ request }) => request).filter((request) => request !== "ping"),
    ["hello", "login", "logout", "login", "broadcast"],
  );
  t.like(chatter.sessions, [{ state: "out" }, { state: "in" }]);
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

test("what still comes of a session that was left is not told", async (t) => {
  const { port } = await scripted(t, (request, visit, number) => {
    if (request.request === "logout") visit.say(posted(1));
    return polite(request, visit, number);
  });
  const chatter = await Chatter.open(t, port);
  await chatter.client.login("alice", "password");
  await chatter.client.logout();
  t.deepEqual(chatter.events, []);
});

test("a message that goes out again after a takeover, on the same connection, is told to be stored once", async (t) => {
  const ids: number[] = [];
  const { port } = await scripted(t, (request, visit, number) => {
    if (request.request !== "broadcast") return polite(request, visit, number);
    if (ids.push(idOf(request)) === 1) visit.say({ event: "ended", address: "::1", time: 1 });
    else visit.say(...ids.map((id) => answerOf(id, { number: 1, time: 1 })));
    return undefined;
  });
  const chatter = await Chatter.open(t, port);
  await chatter.client.login("alice", "password");
  const { key } = chatter.client.send("everyone", "hi");
  await chatter.until(() => chatter.sessions.at(-1)?.state === "out");
  await chatter.client.login("alice", "password");
  await chatter.until(() => chatter.outcomes(key).length > 0);
  await chatter.client.request("ping", {});
  t.deepEqual(chatter.outcomes(key), [{ state: "stored", number: 1, time: 1 }]);
});
