/** A server whose disk is full: what was written waits and goes out again, because it may or may not have been kept. */
import test from "ava";
import { answerOf, ChatError, errorAnswerOf } from "../../protocol/index.ts";
import { Chatter } from "../server/chatter.ts";
import { idOf, polite, scripted } from "../server/scripted.ts";

test("what can't be stored is told as delayed, and goes out under the same key after the next login", async (t) => {
  const { port, visits } = await scripted(t, (request, visit, number) => {
    if (request.request !== "broadcast") return polite(request, visit, number);
    if (number === 1) return errorAnswerOf(idOf(request), new ChatError("unavailable"));
    return answerOf(idOf(request), { number: 1, time: 2 });
  });
  const alice = await Chatter.open(t, port);
  await alice.client.login("alice", "a long enough password");
  const { key } = alice.client.send("everyone", "hi");
  await alice.until(() => alice.outcomes(key).length === 1);
  t.like(alice.outcomes(key)[0], { state: "delayed", error: { code: "unavailable" } });
  t.is(alice.client.unanswered, 1);
  visits[0]?.socket.destroy();
  await alice.until(() => alice.outcomes(key).length === 2);
  t.deepEqual(alice.outcomes(key)[1], { state: "stored", number: 1, time: 2 });
  const sent = visits.map(({ requests }) => requests.find(({ request }) => request === "broadcast"));
  t.deepEqual(
    sent.map((request) => request?.key),
    [key, key],
  );
});
