/** What a connection survives, what ends it, and that answers find their requests whatever the pace. */
import test from "ava";
import { ulid } from "ulid";
import { type ClosingCode, encodeFrame, limits } from "../../protocol/index.ts";
import type { RawClient } from "./raw.ts";
import { password, serve, serveWith } from "./serve.ts";

function header(length: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(length);
  return bytes;
}

/** The code that the server closes with; fails when it doesn't close. */
async function closingCode(client: RawClient): Promise<ClosingCode> {
  const { code, text } = await client.event("closing");
  if (text === "") throw new Error("closed without a reason");
  await client.closed;
  return code;
}

test("a frame over the limit before login closes by its length alone", async (t) => {
  const client = await (await serve(t)).greeted();
  client.write(header(limits.frameBytesBeforeLogin + 1));
  t.is(await closingCode(client), "frame_too_large");
});

test("a session may send larger frames, up to their own limit", async (t) => {
  const { clients } = await serveWith(t, ["alice"]);
  const [alice] = clients;
  const padding = "x".repeat(60_000);
  await alice.request("ping", { padding } as never);
  alice.write(header(limits.frameBytes + 1));
  t.is(await closingCode(alice), "frame_too_large");
});

test("after a logout the lower limit holds again", async (t) => {
  const { clients } = await serveWith(t, ["alice"]);
  const [alice] = clients;
  await alice.request("logout", {});
  alice.write(header(limits.frameBytesBeforeLogin + 1));
  t.is(await closingCode(alice), "frame_too_large");
});

const garbage: Readonly<Record<string, Buffer>> = {
  "a body that isn't MessagePack": Buffer.concat([header(1), Buffer.of(0xc1)]),
  "an array": Buffer.concat([header(1), Buffer.of(0x90)]),
  "bytes after the map": Buffer.concat([header(2), Buffer.of(0x80, 0x80)]),
  "an empty body": header(0),
  "no id": encodeFrame({ request: "ping" }),
  "an id that isn't an integer": encodeFrame({ id: "1", request: "ping" }),
  "a negative id": encodeFrame({ id: -1, request: "ping" }),
  "a record of msgpackr": Buffer.concat([header(4), Buffer.of(0xd4, 0x72, 0x40, 0x91)]),
};

for (const [what, bytes] of Object.entries(garbage)) {
  test(`${what} instead of a request closes`, async (t) => {
    const client = await (await serve(t)).greeted();
    client.write(bytes);
    t.is(await closingCode(client), "bad_frame");
  });
}

test("another protocol's first words close", async (t) => {
  const server = await serve(t);
  const http = await server.connect();
  http.write("GET / HTTP/1.1\r\nHost: chat\r\n\r\n");
  t.is(await closingCode(http), "frame_too_large");
  const ssh = await server.connect();
  ssh.write("SSH-2.0-OpenSSH_10.0\r\n");
  t.is(await closingCode(ssh), "frame_too_large");
});

test("what ends a connection ends nobody else's, and stands in the log", async (t) => {
  const { server, clients } = await serveWith(t, ["alice", "bob"]);
  const [alice, bob] = clients;
  alice.write(header(0));
  await alice.closed;
  t.like(await bob.event("presence"), { name: "alice", online: false });
  await bob.settled();
  t.true(server.log().some(({ event }) => event === "protocol broken"));
});

test("requests arriving byte by byte are answered", async (t) => {
  const client = await (await serve(t)).connect();
  const hello = client.prepare("hello", { versions: [1], client: "test" });
  const ping = client.prepare("ping", {});
  for (const byte of Buffer.concat([hello.frame, ping.frame])) client.write(Buffer.of(byte));
  t.is((await hello.answer).version, 1);
  t.true((await ping.answer).time > 0);
});

test("requests may be sent without waiting, and each answer carries the id of its request", async (t) => {
  const { clients } = await serveWith(t, ["alice"]);
  const [alice] = clients;
  const sent = Array.from({ length: 3000 }, (_, index) =>
    alice.prepare("broadcast", { text: `${index + 1}`, key: ulid() }),
  );
  alice.write(Buffer.concat(sent.map(({ frame }) => frame)));
  const numbers = await Promise.all(sent.map(({ answer }) => answer));
  t.deepEqual(
    numbers.map(({ number }) => number),
    sent.map((_, index) => index + 1),
  );
});

test("what follows a login in the same write is done in the session that it starts", async (t) => {
  const { server, clients } = await serveWith(t, ["alice", "bob"]);
  const [alice, bob] = clients;
  await alice.leave();
  const again = await server.connect();
  const requests = [
    again.prepare("hello", { versions: [1], client: "test" }),
    again.prepare("login", { name: "alice", password }),
    again.prepare("broadcast", { text: "x".repeat(4096), key: ulid() }),
    again.prepare("logout", {}),
    again.prepare("broadcast", { text: "too late", key: ulid() }),
  ];
  again.write(Buffer.concat(requests.map(({ frame }) => frame)));
  const outcomes = await Promise.allSettled(requests.map(({ answer }) => answer));
  t.deepEqual(
    outcomes.map(({ status }) => status),
    ["fulfilled", "fulfilled", "fulfilled", "fulfilled", "rejected"],
  );
  t.is((await bob.event("posted")).messages[0]?.text.length, 4096);
});

test("a client that has said all it wants to say still gets its answers", async (t) => {
  const { clients } = await serveWith(t, ["alice"]);
  const [alice] = clients;
  const sent = Array.from({ length: 50 }, (_, index) =>
    alice.prepare("broadcast", { text: `${index}`, key: ulid() }),
  );
  alice.socket.end(Buffer.concat(sent.map(({ frame }) => frame)));
  const numbers = await Promise.all(sent.map(({ answer }) => answer));
  t.is(numbers.at(-1)?.number, 50);
  await alice.closed;
});

test("a client that says all at once, from hello to goodbye, gets its answers", async (t) => {
  const { server, clients } = await serveWith(t, ["alice"]);
  const [alice] = clients;
  await alice.leave();
  const again = await server.connect();
  const requests = [
    again.prepare("hello", { versions: [1], client: "test" }),
    again.prepare("login", { name: "alice", password }),
    again.prepare("broadcast", { text: "hi", key: ulid() }),
  ];
  again.socket.end(Buffer.concat(requests.map(({ frame }) => frame)));
  for (const { answer } of requests) await answer;
  t.pass();
});
