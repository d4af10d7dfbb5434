/** TLS and plain frames on one port, told apart by their first byte. */
import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { connect as connectTls, type TLSSocket } from "node:tls";
import test, { type ExecutionContext } from "ava";
import { fingerprintOf } from "../../protocol/index.ts";
import { defaultDeadlines } from "../../server/deadlines.ts";
import { certificateFiles, replaceFiles } from "./certificates.ts";
import { outside, throughOutside } from "./outside.ts";
import type { RawClient } from "./raw.ts";
import { serve, type TestServer } from "./serve.ts";

const soon = { ...defaultDeadlines, hello: 1000 };
const encrypted = { tls: true };

function fingerprintSeenBy(client: RawClient): string {
  const certificate = (client.socket as TLSSocket).getPeerX509Certificate();
  return certificate === undefined ? "" : fingerprintOf(certificate);
}

async function openSocket(t: ExecutionContext, server: TestServer): Promise<Socket> {
  const socket = connect({ port: server.port, host: "127.0.0.1" });
  socket.on("error", () => {});
  t.teardown(() => socket.destroy());
  await once(socket, "connect");
  return socket;
}

/** What a client says first. */
async function clientHello(t: ExecutionContext): Promise<Buffer> {
  const recorder = createServer().listen(0, "127.0.0.1");
  t.teardown(() => recorder.close());
  await once(recorder, "listening");
  const client = connectTls({ port: (recorder.address() as AddressInfo).port, host: "127.0.0.1" });
  client.on("error", () => {});
  const [socket] = (await once(recorder, "connection")) as [Socket];
  const [hello] = (await once(socket, "data")) as [Buffer];
  client.destroy();
  return hello;
}

function closed(socket: Socket): Promise<void> {
  return new Promise((resolve) => socket.resume().once("close", () => resolve()));
}

test("people with TLS and without it meet on one port", async (t) => {
  const server = await serve(t);
  const [alice, bob] = [await server.signedUp("alice", encrypted), await server.signedUp("bob")];
  t.is((alice.socket as TLSSocket).getProtocol(), "TLSv1.3");
  await alice.whisper("bob", "psst");
  t.is((await bob.event("posted")).messages[0]?.text, "psst");
  await bob.broadcast("hello");
  t.is((await alice.event("posted")).messages[0]?.text, "hello");
  t.is(server.online, 2);
  await alice.leave();
  t.like(await bob.event("presence"), { name: "alice", online: false });
});

test("with TLS, too, large answers come whole and in order", async (t) => {
  const server = await serve(t);
  const [alice, bob] = [await server.signedUp("alice", encrypted), await server.signedUp("bob")];
  const texts = Array.from({ length: 300 }, (_, index) => `${index} ${"x".repeat(3000)}`);
  for (const text of texts) void bob.broadcast(text);
  await alice.until(() => alice.texts("everyone").length === texts.length);
  t.deepEqual(alice.texts("everyone"), texts);
  t.deepEqual(
    (await alice.history("everyone")).map(({ text }) => text),
    texts,
  );
});

test("whoever ends their side gets what they have asked for first", async (t) => {
  const server = await serve(t);
  const client = await server.greeted(encrypted);
  client.socket.allowHalfOpen = true;
  const signup = client.request("signup", { name: "alice", password: "correct horse" });
  client.socket.end();
  t.is((await signup).name, "alice");
  await client.closed;
});

test("older versions of TLS are refused", async (t) => {
  const server = await serve(t);
  const socket = connectTls({ port: server.port, rejectUnauthorized: false, maxVersion: "TLSv1.2" });
  const [error] = (await once(socket, "error")) as [NodeJS.ErrnoException];
  t.regex(error.code ?? "", /PROTOCOL_VERSION/);
  await server.greeted();
});

test("a handshake that comes byte by byte succeeds", async (t) => {
  const server = await serve(t);
  const [hello, socket] = [await clientHello(t), await openSocket(t, server)];
  t.is(hello[0], 0x16);
  for (const byte of hello) {
    socket.write(Buffer.of(byte));
    await new Promise((resolve) => setImmediate(resolve));
  }
  const [answer] = (await once(socket, "data")) as [Buffer];
  // A handshake record: the server's hello, and not an alert.
  t.is(answer[0], 0x16);
});

test("half a handshake, also one that grows slowly, is cut off at the deadline of the hello", async (t) => {
  const hello = await clientHello(t);
  const server = await serve(t, { deadlines: soon });
  const [half, slow] = [await openSocket(t, server), await openSocket(t, server)];
  half.write(hello.subarray(0, hello.length / 2));
  let at = 0;
  const drip = setInterval(() => slow.write(hello.subarray(at, ++at)), 50);
  t.teardown(() => clearInterval(drip));
  const start = performance.now();
  await Promise.all([half, slow].map(closed));
  t.true(performance.now() - start > 500, "not before the deadline");
  await server.greeted(encrypted);
});

test("a handshake without a hello after it is closed with the reason", async (t) => {
  const server = await serve(t, { deadlines: soon });
  const client = await server.connect(encrypted);
  t.is((await client.event("closing")).code, "hello_timeout");
  await client.closed;
});

test("what only begins like a handshake ends that connection and no other", async (t) => {
  const server = await serve(t);
  const good = await server.signedUp("alice", encrypted);
  const socket = await openSocket(t, server);
  socket.end(Buffer.concat([Buffer.of(0x16), Buffer.from("GET / HTTP/1.1\r\n\r\n")]));
  await closed(socket);
  await good.settled();
  t.true(server.log().some(({ event }) => event === "handshake failed"));
});

test("a server stops at once, whatever handshakes are under way", async (t) => {
  const hello = await clientHello(t);
  const server = await serve(t);
  const [half, silent] = [await openSocket(t, server), await openSocket(t, server)];
  half.write(hello.subarray(0, 20));
  const ended = [half, silent].map(closed);
  const alice = await server.signedUp("alice", encrypted);
  await server.stop();
  t.is((await alice.event("closing")).code, "shutting_down");
  await Promise.all(ended);
});

throughOutside("TLS is welcome from elsewhere, where plain isn't", async (t) => {
  const server = await serve(t, { host: "0.0.0.0" });
  const host = outside ?? "";
  await (await server.signedUp("alice", { host, ...encrypted })).settled();
  const plain = await server.connect({ host });
  void plain.request("hello", { versions: [1], client: "test" }).catch(() => {});
  t.is((await plain.event("closing")).code, "plain_refused");
});

test("after a reload new connections get the new certificate, and old ones go on", async (t) => {
  const certificate = await certificateFiles(t);
  const server = await serve(t, { certificate });
  const alice = await server.signedUp("alice", encrypted);
  const before = server.fingerprint;
  t.is(fingerprintSeenBy(alice), before);
  await replaceFiles(certificate);
  await server.reload();
  t.not(server.fingerprint, before);
  t.is(fingerprintSeenBy(await server.greeted(encrypted)), server.fingerprint);
  await alice.settled();
  t.true(
    server
      .log()
      .some(
        ({ event, fingerprint }) => event === "certificate reloaded" && fingerprint === server.fingerprint,
      ),
  );
});

test("a reload that finds nothing usable changes nothing, and is logged with the reason", async (t) => {
  const certificate = await certificateFiles(t);
  const server = await serve(t, { certificate });
  server.mayFail = true;
  const before = server.fingerprint;
  const { key } = await certificateFiles(t);
  await replaceFiles({ cert: certificate.cert, key });
  await server.reload();
  t.is(server.fingerprint, before);
  t.is(fingerprintSeenBy(await server.greeted(encrypted)), before);
  const told = server.log().find(({ event }) => event.startsWith("certificate not reloaded"));
  t.regex(String(told?.error), /doesn't belong to the certificate/);
});
