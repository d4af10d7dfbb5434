/** A server that wants less: the client waits as long as it's told, and loses nothing and no order by it. */
import test from "ava";
import { answerOf, ChatError, errorAnswerOf } from "../../protocol/index.ts";
import { Chatter } from "../server/chatter.ts";
import { idOf, polite, scripted } from "../server/scripted.ts";

const slowDown = new ChatError("slow_down", { retryAfter: 1 });

test("messages that came too fast are sent again, in order and each once more, and nobody is told", async (t) => {
  const texts: unknown[] = [];
  const { port } = await scripted(t, (request, visit, number) => {
    if (request.request !== "broadcast") return polite(request, visit, number);
    texts.push(request.text);
    if (texts.length > 2 && texts.length <= 5) return errorAnswerOf(idOf(request), slowDown);
    return answerOf(idOf(request), { number: texts.length, time: 2 });
  });
  const alice = await Chatter.open(t, port);
  await alice.client.login("alice", "a long enough password");
  const start = performance.now();
  const sent = ["1", "2", "3", "4", "5"].map((text) => alice.client.send("everyone", text));
  await alice.until(() => sent.some(({ key }) => alice.outcomes(key).length > 0));
  sent.push(alice.client.send("everyone", "6"));
  await alice.until(() => sent.every(({ key }) => alice.outcomes(key).length === 1));
  t.deepEqual(texts, ["1", "2", "3", "4", "5", "3", "4", "5", "6"]);
  t.true(performance.now() - start > 990);
  t.true(sent.every(({ key }) => alice.outcomes(key)[0]?.state === "stored"));
});

test("what else was asked for too fast is asked for again; what a person should know of is not", async (t) => {
  const asked: unknown[] = [];
  const { port } = await scripted(t, (request, visit, number) => {
    asked.push(request.request);
    const isFirst = asked.indexOf(request.request) === asked.length - 1;
    if (isFirst && ["read", "typing", "login"].includes(`${request.request}`))
      return errorAnswerOf(idOf(request), slowDown);
    return polite(request, visit, number);
  });
  const { client } = await Chatter.open(t, port);
  const refusal = { instanceOf: ChatError, message: /short a time/ };
  await t.throwsAsync(client.login("alice", "a long enough password"), refusal);
  await t.throwsAsync(client.request("typing", { conversation: "everyone", typing: true }), refusal);
  t.deepEqual(await client.request("read", { conversation: "everyone", number: 1 }), {});
  t.deepEqual(asked.slice(1), ["login", "typing", "read", "read"]);
});

test("a time to wait that makes no sense makes no flood", async (t) => {
  let asked = 0;
  const { port } = await scripted(t, (request, visit, number) => {
    if (request.request !== "read" && request.request !== "broadcast") return polite(request, visit, number);
    asked++;
    const retryAfter = request.request === "read" ? 0 : Number.MAX_SAFE_INTEGER;
    return errorAnswerOf(idOf(request), new ChatError("slow_down", { retryAfter }));
  });
  const { client } = await Chatter.open(t, port);
  await client.login("alice", "a long enough password");
  client.send("everyone", "hi");
  client.request("read", { conversation: "everyone", number: 1 }).catch(() => {});
  const start = performance.now();
  while (performance.now() - start < 500) await client.request("ping", {});
  t.is(asked, 2);
});
