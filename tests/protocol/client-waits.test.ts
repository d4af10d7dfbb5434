/** When the client tries again, and how long it waits until then. */
import test from "ava";
import { answerOf, explain } from "../../protocol/index.ts";
import { Chatter, endOf } from "../server/chatter.ts";
import { accepting, closing, idOf, polite, scripted } from "../server/scripted.ts";

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

test("where nothing listens, it says so and tries again", async (t) => {
  const { port } = await accepting(t, (visit) => visit.socket.destroy());
  t.like(await endOf(t, port), { state: "waiting", reason: { kind: "network" } });
  const refused = await endOf(t, 1);
  t.like(refused, { state: "waiting", reason: { kind: "network", code: "ECONNREFUSED" } });
  t.is(explain(refused.reason), "Nothing listens there. Is the server running?");
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

test("an answer may come late as long as something comes: a slow line is no silence", async (t) => {
  const { port } = await scripted(t, (request, visit, number) => {
    if (request.request !== "read") return polite(request, visit, number);
    const others = setInterval(
      () => visit.say({ event: "presence", name: "bob", online: true, time: 1 }),
      500,
    );
    const late = setTimeout(() => visit.say(answerOf(idOf(request), {})), 14_000);
    visit.socket.once("close", () => {
      clearInterval(others);
      clearTimeout(late);
    });
    return undefined;
  });
  const chatter = await Chatter.open(t, port);
  t.deepEqual(await chatter.client.request("read", { conversation: "everyone", number: 1 }), {});
});
