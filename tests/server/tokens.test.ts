/** Resume tokens: what they give, when they end, and that neither a lost answer nor a thief gets the better of them. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import fc from "fast-check";
import { advance, type Issued, newGrant, partsOf, type TokenParts } from "../../server/grants.ts";
import { Chatter } from "./chatter.ts";
import { BadLine } from "./proxy.ts";
import type { RawClient } from "./raw.ts";
import { impatient, password, serve, type TestServer } from "./serve.ts";

/** alice has signed up and is gone; her token. */
async function gone(server: TestServer): Promise<string> {
  const client = await server.greeted();
  const { token } = await client.request("signup", { name: "Alice", password });
  await left(client);
  return token;
}

async function left(client: RawClient): Promise<void> {
  await client.leave();
}

/** Resumes and leaves again. */
async function used(server: TestServer, token: string): Promise<string> {
  const client = await server.greeted();
  const resumed = await client.request("resume", { token });
  await left(client);
  return resumed.token;
}

async function refusal(server: TestServer, token: string): Promise<string> {
  return (await (await server.greeted()).refusal("resume", { token })).code;
}

test("a token starts the session of its account without a password, and gives the next token", async (t) => {
  const server = await serve(t);
  const token = await gone(server);
  t.regex(token, /^alice\.[\w-]{22}\.[\w-]{43}$/);
  const client = await server.greeted();
  const resumed = await client.request("resume", { token });
  t.like(resumed, { name: "Alice", since: server.now });
  t.not(resumed.token, token);
  t.is((await client.broadcast("here")).number, 1);
  t.is((await client.refusal("resume", { token: resumed.token })).code, "already_logged_in");
});

test("tokens outlive a restart, and rotate over and over", async (t) => {
  const server = await serve(t);
  let token = await gone(server);
  for (let round = 0; round < 4; round++) {
    token = await used(server, token);
    await server.restart();
  }
  t.is((await server.log().filter(({ event }) => event === "logged in")).length, 5);
});

test("whoever lost the answer asks again with the same token, and gets the same answer", async (t) => {
  const server = await serve(t);
  const token = await gone(server);
  const next = await used(server, token);
  t.is(await used(server, token), next);
  await server.restart();
  t.is(await used(server, token), next);
  t.not(await used(server, next), next);
});

test("a token that was followed by one that was used is refused, and ends all that came from it", async (t) => {
  const server = await serve(t);
  const copied = await gone(server);
  const second = await used(server, copied);
  const third = await used(server, second);
  t.is(await refusal(server, copied), "token_refused");
  t.is(await refusal(server, third), "token_refused");
  t.is(await refusal(server, second), "token_refused");
  t.like(
    server.log().find(({ event }) => event === "token used again"),
    {
      name: "alice",
      address: "127.0.0.1",
    },
  );
  await server.loggedIn("alice");
});

test("what is no token, or another server's, is refused without a word about accounts", async (t) => {
  const server = await serve(t);
  const token = await gone(server);
  const other = newGrant("alice", false, 0).token;
  const nobody = newGrant("nobody", false, 0).token;
  for (const wrong of ["", "alice", other, nobody, `${token}x`, token.toUpperCase(), "a.b.c"])
    t.is(await refusal(server, wrong), "token_refused", wrong);
  await used(server, token);
});

test("a token ends after the days without use that the server is set to, and each use begins them anew", async (t) => {
  const server = await serve(t, { tokenDays: 2 });
  const days = 86_400_000;
  let token = await gone(server);
  for (let round = 0; round < 3; round++) {
    server.now += 2 * days;
    token = await used(server, token);
  }
  server.now += 2 * days + 1;
  t.is(await refusal(server, token), "token_refused");
});

test("a logout ends the token of its session, and not those of other clients", async (t) => {
  const server = await serve(t);
  const other = await gone(server);
  const client = await server.greeted();
  const { token } = await client.request("login", { name: "alice", password });
  await client.request("logout", {});
  t.is(await refusal(server, token), "token_refused");
  await used(server, other);
});

test("a token doesn't end a session elsewhere unless it is told to", async (t) => {
  const server = await serve(t);
  const token = await gone(server);
  const holder = await server.loggedIn("alice");
  const client = await server.greeted();
  t.is((await client.refusal("resume", { token })).code, "already_online");
  await client.request("resume", { token, takeover: true });
  t.is((await holder.event("ended")).address, "127.0.0.1");
});

test("logins of the day don't push out the token of a client that remembers it", async (t) => {
  const server = await serve(t);
  const client = await server.greeted();
  await client.request("signup", { name: "alice", password });
  await client.request("logout", {});
  const { token } = await client.request("login", { name: "alice", password, remember: true });
  await left(client);
  const tokens: string[] = [];
  for (let day = 0; day < 9; day++) {
    const other = await server.greeted();
    tokens.push((await other.request("login", { name: "alice", password })).token);
    await left(other);
  }
  t.is(await refusal(server, tokens[0] ?? ""), "token_refused", "the oldest of nine");
  await used(server, tokens[1] ?? "");
  await used(server, token);
});

test("no token stands in the log or in the folder", async (t) => {
  const server = await serve(t);
  const tokens = [await gone(server)];
  for (let round = 0; round < 2; round++) tokens.push(await used(server, tokens.at(-1) ?? ""));
  await refusal(server, tokens[0] ?? "");
  await server.stop();
  const files = readdirSync(server.folder, { recursive: true, withFileTypes: true }).filter((file) =>
    file.isFile(),
  );
  const all = files.map((file) => readFileSync(join(file.parentPath, file.name), "utf8")).join();
  t.true(all.includes("alice"));
  for (const token of tokens) t.false(all.includes(token.split(".")[2] ?? ""));
});

test("a client is never locked out by answers that are lost or requests that come twice, and what it has used up is refused", (t) => {
  const outcomes = fc.array(fc.constantFrom("answered", "lost", "twice"), { maxLength: 40 });
  fc.assert(
    fc.property(outcomes, (all) => {
      let { grant, token } = newGrant("alice", false, 0);
      const usedUp: string[] = [];
      const next = (text: string): Issued | undefined => advance(grant, partsOf(text) as TokenParts, 0);
      for (const outcome of all) {
        for (let times = outcome === "twice" ? 2 : 1; times > 0; times--) {
          const issued = next(token);
          if (!issued) return false;
          grant = issued.grant;
        }
        if (outcome === "lost") continue;
        usedUp.push(token);
        token = next(token)?.token ?? "";
      }
      const last = next(token);
      if (!last) return false;
      grant = last.grant;
      return usedUp.every((each) => next(each) === undefined);
    }),
  );
  t.pass();
});

test("however often a connection ends before the answer, the token gets the session in the end", async (t) => {
  const server = await serve(t, { deadlines: impatient });
  let token = await gone(server);
  for (let round = 0; round < 30; round++) {
    const client = await server.greeted();
    const { frame, answer } = client.prepare("resume", { token });
    client.write(frame);
    // At some moment between the arrival of the request and that of the answer.
    for (let turns = round % 10; turns > 0; turns--) await new Promise(setImmediate);
    client.socket.resetAndDestroy();
    token = await answer.then(
      (resumed) => resumed.token,
      () => token,
    );
  }
  t.regex(await used(server, token), /^alice/);
});

test("a client that reconnects does it by its token, and sends the password once only", async (t) => {
  const server = await serve(t, { deadlines: impatient });
  const line = await BadLine.open(t, () => server.port);
  const tokens: (string | undefined)[] = [];
  const alice = new Chatter(t, line.port, { onToken: (_name, token) => tokens.push(token) });
  await alice.connect();
  await alice.client.signup("alice", password);
  for (let round = 0; round < 5; round++) {
    const before = alice.sessions.length;
    line.cut();
    await alice.until(() => alice.connections.at(-1)?.state === "waiting");
    await alice.connect();
    // The request is on its way: sometimes this cuts its answer off.
    if (round % 2 === 1) line.cut();
    else await alice.until(() => alice.sessions.slice(before).some(({ state }) => state === "in"));
  }
  await alice.until(
    () => alice.connections.at(-1)?.state === "waiting" || alice.sessions.at(-1)?.state === "in",
  );
  alice.client.connect();
  await alice.until(() => alice.sessions.at(-1)?.state === "in");
  t.is(alice.sessions.filter(({ state }) => state === "out").length, 0);
  t.true(new Set(tokens).size >= 4);
  t.is(line.said.toString("latin1").split(password).length - 1, 1);
  await alice.client.logout();
  t.is(tokens.at(-1), undefined);
});

test("a client whose token is refused says so, and stays out", async (t) => {
  const server = await serve(t);
  const line = await BadLine.open(t, () => server.port);
  const tokens: (string | undefined)[] = [];
  const alice = new Chatter(t, line.port, { onToken: (_name, token) => tokens.push(token) });
  await alice.connect();
  await alice.client.signup("alice", password);
  line.cut();
  await alice.until(() => alice.connections.at(-1)?.state === "waiting");
  const other = await server.greeted();
  await other.request("login", { name: "alice", password, takeover: true });
  await other.request("password", { old: password, new: "another password" });
  await other.leave();
  alice.client.connect();
  await alice.until(() => alice.sessions.at(-1)?.state === "out");
  t.like(alice.sessions.at(-1), { why: { kind: "refused", error: { code: "token_refused" } } });
  t.is(tokens.at(-1), undefined);
});
