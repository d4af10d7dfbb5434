/** What a running server takes over of its options, and how it is told to. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import test from "ava";
import { type ServerProcess, spawnServer } from "./process.ts";
import { RawClient } from "./raw.ts";
import { password, serve, serveWith, temporaryFolder } from "./serve.ts";

test("a lower budget counts from the reload on, with what was used before", async (t) => {
  const { server, clients } = await serveWith(t, ["alice"], { signups: 5 });
  const [alice] = clients;
  await alice.request("logout", {});
  await server.reload({ signups: 1 });
  t.is((await alice.refusal("signup", { name: "bob", password })).code, "slow_down");
  await server.reload({ signups: 5 });
  await alice.request("signup", { name: "bob", password });
});

test("how long tokens last is taken over", async (t) => {
  const server = await serve(t);
  const alice = await server.greeted();
  const { token } = await alice.request("signup", { name: "alice", password });
  await alice.leave();
  server.now += 2 * 86_400_000;
  await server.reload({ tokenDays: 1 });
  t.is((await (await server.greeted()).refusal("resume", { token })).code, "token_refused");
});

test("what a lock covers is taken over", async (t) => {
  const { server, clients } = await serveWith(t, ["alice"]);
  await clients[0].request("logout", {});
  await server.reload({ lockoutScope: "port" });
  for (let failure = 0; failure < 3; failure++)
    await clients[0].refusal("login", { name: "alice", password: "wrong password" });
  t.is((await clients[0].refusal("login", { name: "alice", password })).code, "locked");
  await server.loggedIn("alice");
});

/** Lines of the log from now on. */
function logOf({ child }: ServerProcess): { until(event: string): Promise<Record<string, unknown>> } {
  let text = "";
  const watchers = new Set<() => void>();
  child.stderr?.on("data", (chunk: string) => {
    text += chunk;
    for (const watch of watchers) watch();
  });
  const find = (event: string) =>
    text
      .split("\n")
      .filter((line) => line.endsWith("}"))
      .map((line) => JSON.parse(line))
      .find((line) => line.event === event);
  return {
    until: (event) =>
      new Promise((resolve) => {
        const watch = () => {
          const found = find(event);
          if (found === undefined) return;
          watchers.delete(watch);
          resolve(found);
        };
        watchers.add(watch);
        watch();
      }),
  };
}

test("SIGHUP reads the file of options again, says what needs a restart, and takes no broken one", async (t) => {
  const folder = await temporaryFolder(t);
  const file = join(folder, "options.jsonc");
  const options = { host: "127.0.0.1", port: 0, data: join(folder, "data") };
  await writeFile(file, JSON.stringify(options));
  const server = spawnServer(t, "--config", file);
  const port = await server.port;
  const log = logOf(server);
  await writeFile(file, JSON.stringify({ ...options, "metrics-port": 0, signups: 1 }));
  server.child.kill("SIGHUP");
  t.is((await log.until("option needs a restart")).option, "metricsPort");
  await log.until("options reloaded");
  await writeFile(file, '{ "sign-ups": 2 }');
  server.child.kill("SIGHUP");
  const { error } = await log.until("options not reloaded, those before stay in use");
  t.is(error, `error: ${file}, line 1: There is no option "sign-ups". Did you mean signups?`);
  const client = await RawClient.open(t, port);
  await client.request("hello", { versions: [1], client: "test" });
  await client.request("signup", { name: "alice", password });
  await client.request("logout", {});
  t.is((await client.refusal("signup", { name: "bob", password })).code, "slow_down");
  server.child.kill("SIGTERM");
  t.is((await server.ended).status, 0);
});
