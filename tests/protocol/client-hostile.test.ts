/** The client and a server that is mad or bad: it ends with a reason, never with an exception. */
import { randomBytes } from "node:crypto";
import test from "ava";
import fc from "fast-check";
import { answerOf, encodeFrame, explain } from "../../protocol/index.ts";
import { Chatter, endOf } from "../server/chatter.ts";
import { accepting, closing, helloResult, idOf, posted, scripted } from "../server/scripted.ts";

for (const code of ["plain_refused", "bad_frame", "frame_too_large", "kicked", "banned"]) {
  test(`after ${code} it doesn't try again, and says why`, async (t) => {
    const { port, visits } = await accepting(t, (visit) => visit.say(closing(code)));
    const end = await endOf(t, port);
    t.like(end, { state: "stopped", reason: { kind: "closing", code } });
    t.is(explain(end.reason), "Because.");
    t.is(visits.length, 1);
  });
}

test("the end of a ban is told with it", async (t) => {
  const until = new Date(2030, 0, 2, 3, 4).getTime();
  const { port } = await accepting(t, (visit) => visit.say(closing("banned", { until })));
  const { reason } = await endOf(t, port);
  t.is(explain(reason), "Because. The ban ends on 2 January 2030 at 03:04.");
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
