/** Unencrypted connections: from this machine always, from others only where it's allowed. */
import test from "ava";
import { isLoopback } from "../../protocol/index.ts";
import { outside, throughOutside } from "./outside.ts";
import { serve } from "./serve.ts";

test("loopback is all of 127.0.0.0/8 and ::1, however it's written, and nothing else", (t) => {
  for (const address of ["127.0.0.1", "127.255.0.9", "::1", "::ffff:127.0.0.1"]) t.true(isLoopback(address));
  const others = [
    "10.0.0.1",
    "192.168.127.1",
    "128.0.0.1",
    "1.127.0.0",
    "::",
    "::2",
    "fe80::1",
    "::ffff:10.0.0.127",
  ];
  for (const address of others) t.false(isLoopback(address), address);
});

throughOutside(
  "a plain connection from elsewhere is told why it's refused, and heard no further",
  async (t) => {
    const server = await serve(t, { host: "0.0.0.0" });
    const client = await server.connect({ host: outside ?? "" });
    const hello = client.request("hello", { versions: [1], client: "test" });
    const { code, text } = await client.event("closing");
    t.is(code, "plain_refused");
    t.regex(text, /--allow-plain/);
    await client.closed;
    await t.throwsAsync(hello, { message: /closed/ });
    t.true(
      server
        .log()
        .some(({ event, address }) => event === "unencrypted connection refused" && address === outside),
    );
    await server.greeted();
  },
);

throughOutside("a refused client that never leaves is cut off", async (t) => {
  const server = await serve(t, { host: "0.0.0.0" });
  const client = await server.connect({ host: outside ?? "" });
  client.socket.allowHalfOpen = true;
  // Only someone who writes learns that nobody listens any more.
  const writing = setInterval(() => client.write("x"), 50);
  t.teardown(() => clearInterval(writing));
  await client.event("closing");
  await client.closed;
  t.pass();
});

throughOutside("with --allow-plain it's welcome", async (t) => {
  const server = await serve(t, { host: "0.0.0.0", allowPlain: true });
  const client = await server.greeted({ host: outside ?? "" });
  await client.request("signup", { name: "alice", password: "correct horse" });
  t.is((await client.refusal("login", { name: "alice", password: "x" })).code, "already_logged_in");
});

test("an IPv4 address is shown as one, also where the server listens on IPv6", async (t) => {
  const server = await serve(t, { host: "::" });
  const alice = { name: "alice", password: "correct horse" };
  await server.signedUp("alice");
  const refusal = await (await server.greeted()).refusal("login", alice);
  t.like(refusal.detail, { address: "127.0.0.1" });
});
