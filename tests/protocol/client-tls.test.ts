/** The client and certificates: whom it trusts, and that it sends nothing to anybody else. */
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { networkInterfaces } from "node:os";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import test, { type ExecutionContext } from "ava";
import { type ConnectionState, isLoopbackHost } from "../../protocol/index.ts";
import { certificateFiles, newAuthority, replaceFiles, type Wishes } from "../server/certificates.ts";
import { Chatter } from "../server/chatter.ts";
import { password, serve } from "../server/serve.ts";

/** This machine under a name that a client doesn't take for it. */
const host = "127.1";
/** Trusted by this process from before its first connection on. */
const authority = await newAuthority();
setDefaultCACertificates([...getCACertificates("default"), authority.pem]);
const wrong = `SHA256:${"0".repeat(64)}`;

async function stopped(chatter: Chatter): Promise<ConnectionState | undefined> {
  await chatter.until(() => chatter.connections.at(-1)?.state === "stopped");
  return chatter.connections.at(-1);
}

async function connected(chatter: Chatter): Promise<ConnectionState | undefined> {
  await chatter.until(() => chatter.connections.at(-1)?.state === "connected");
  return chatter.connections.at(-1);
}

function connecting(
  t: ExecutionContext,
  port: number,
  where: ConstructorParameters<typeof Chatter>[2],
): Chatter {
  const chatter = new Chatter(t, port, where);
  chatter.client.connect();
  return chatter;
}

test("only this machine's own addresses and localhost are reached without TLS", (t) => {
  for (const local of ["localhost", "LOCALHOST", "127.0.0.1", "127.9.9.9", "::1"])
    t.true(isLoopbackHost(local));
  const others = [
    "127.evil.example",
    "127.0.0.1.example",
    "localhost.example",
    "127.1",
    "0.0.0.0",
    "192.0.2.1",
    "",
  ];
  for (const other of others) t.false(isLoopbackHost(other), other);
});

test("a certificate that nobody vouches for is told, and nothing is sent", async (t) => {
  const server = await serve(t);
  const chatter = connecting(t, server.port, { host });
  t.deepEqual(await stopped(chatter), {
    state: "stopped",
    reason: { kind: "certificate", offered: server.fingerprint, expected: undefined },
  });
  await t.throwsAsync(chatter.client.login("alice", password));
  await (await Chatter.open(t, server.port)).client.signup("bob", password);
  t.is(server.log().filter(({ event }) => event === "hello").length, 1, "bob's");
});

test("once it is trusted the connection is made, also after a restart of the server", async (t) => {
  const certificate = await certificateFiles(t);
  const server = await serve(t, { certificate });
  const { port, fingerprint } = server;
  const chatter = connecting(t, port, { host });
  await stopped(chatter);
  chatter.client.trust(fingerprint);
  chatter.client.connect();
  t.like(await connected(chatter), { certificate: { fingerprint, vouched: false } });
  await server.stop();
  await chatter.until(() => chatter.connections.at(-1)?.state === "waiting");
  await serve(t, { certificate, port });
  t.like(await connected(chatter), { certificate: { fingerprint } });
});

for (const pinned of [true, false]) {
  test(`an expected certificate is enough, and any other is told, ${pinned ? "pinned" : "said by a person"}`, async (t) => {
    const server = await serve(t);
    const right = connecting(t, server.port, { host, expected: { fingerprint: server.fingerprint, pinned } });
    t.like(await connected(right), { certificate: { fingerprint: server.fingerprint } });
    const other = connecting(t, server.port, { host, expected: { fingerprint: wrong, pinned } });
    t.like(await stopped(other), {
      reason: { kind: "certificate", offered: server.fingerprint, expected: wrong },
    });
  });
}

/** Another name of this machine, and an address, as certificates can name no 127.1. */
const address = "0:0:0:0:0:0:0:1";
const hasIPv6 = Object.values(networkInterfaces()).some((all) => all?.some((one) => one.address === "::1"));
/** Skipped on a machine without IPv6. */
const overIPv6 = hasIPv6 ? test : test.skip;

overIPv6(
  "one that an authority of this machine vouches for is not asked about, unless another is expected",
  async (t) => {
    const signed = async (wishes: Wishes) =>
      serve(t, { host: "::", certificate: await certificateFiles(t, { ip: "::1", authority, ...wishes }) });
    const fitting = await signed({});
    const strange = await signed({ ip: "::2" });
    const ended = await signed({ from: -3, to: -1 });
    t.like(await connected(connecting(t, fitting.port, { host: address })), {
      certificate: { vouched: true },
    });
    t.like(await stopped(connecting(t, strange.port, { host: address })), {
      reason: { kind: "certificate" },
    });
    t.like(await stopped(connecting(t, ended.port, { host: address })), { reason: { kind: "certificate" } });
    const expected = { fingerprint: wrong, pinned: true };
    t.like(await stopped(connecting(t, fitting.port, { host: address, expected })), {
      reason: { expected: wrong },
    });
    const said = { fingerprint: fitting.fingerprint, pinned: false };
    t.like(await connected(connecting(t, fitting.port, { host: address, expected: said })), {
      certificate: { vouched: true },
    });
  },
);

test("a certificate that changes during a session stops the client before it logs in again", async (t) => {
  const certificate = await certificateFiles(t);
  const server = await serve(t, { certificate });
  const before = server.fingerprint;
  const alice = connecting(t, server.port, { host, expected: { fingerprint: before, pinned: true } });
  await connected(alice);
  await alice.client.signup("alice", password);
  const { port } = server;
  await server.stop();
  await replaceFiles(certificate);
  const again = await serve(t, { certificate, port });
  t.like(await stopped(alice), { reason: { offered: again.fingerprint, expected: before } });
  t.false(again.log().some(({ event }) => event === "hello"));
});

test("a server without TLS gets a handshake and nothing else, and is told apart", async (t) => {
  const heard: (Buffer | string)[] = [];
  const plain = createServer((socket) => {
    socket.on("data", (chunk) => {
      heard.push(chunk);
      socket.end("220 hello\r\n");
    });
    socket.on("error", () => {});
  }).listen(0, "127.0.0.1");
  t.teardown(() => plain.close());
  await once(plain, "listening");
  const chatter = connecting(t, (plain.address() as AddressInfo).port, { host });
  const state = await stopped(chatter);
  t.like(state, { reason: { kind: "protocol", text: "It doesn't speak TLS 1.3." } });
  t.is(heard.length, 1);
  t.is(Buffer.from(heard[0] ?? "")[0], 0x16);
});

test("a handshake that is cut off is tried again later", async (t) => {
  const cutting = createServer((socket) => void socket.once("data", () => socket.resetAndDestroy())).listen(
    0,
    "127.0.0.1",
  );
  t.teardown(() => cutting.close());
  await once(cutting, "listening");
  const chatter = connecting(t, (cutting.address() as AddressInfo).port, { host });
  await chatter.until(() => chatter.connections.at(-1)?.state === "waiting");
  t.like(chatter.connections.at(-1), { reason: { kind: "network", code: "ECONNRESET" } });
});
