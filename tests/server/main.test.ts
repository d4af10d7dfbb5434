/** chat-server on the command line: what it says when it can't start, and how it ends. */
import { readdir, readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import test, { type ExecutionContext } from "ava";
import packageJson from "../../package.json" with { type: "json" };
import { type Ended, spawnServer } from "./process.ts";
import { RawClient } from "./raw.ts";
import { password, serve, temporaryFolder } from "./serve.ts";

/** It failed, and said so in one line that a person can act on. */
function saysWhy(
  t: ExecutionContext,
  { status, stdout, stderr }: Ended,
  ...words: (string | RegExp)[]
): void {
  t.is(stdout, "");
  t.true(status !== null && status !== 0, `status ${status}`);
  t.regex(stderr, /^[^\n]+\n$/);
  t.notRegex(stderr, /\bat .*:\d+|Error:/, "no stack trace");
  for (const word of words) {
    if (typeof word === "string") t.true(stderr.includes(word), stderr);
    else t.regex(stderr, word);
  }
}

const nowhere = ["--data", "/proc/nowhere"];

test("help is an answer to help", async (t) => {
  const [asked, wanted] = await Promise.all([spawnServer(t, "help").ended, spawnServer(t, "--help").ended]);
  t.deepEqual(asked, wanted);
});

test("--help tells every option and its default", async (t) => {
  const { status, stdout, stderr } = await spawnServer(t, "--help").ended;
  t.is(status, 0);
  t.is(stderr, "");
  for (const option of [
    "--host",
    "--port",
    "--data",
    "--allow-plain",
    "--lockout-scope",
    "--version",
    "2000",
  ]) {
    t.true(stdout.includes(option), option);
  }
});

test("--version tells the package's version", async (t) => {
  const { status, stdout } = await spawnServer(t, "--version").ended;
  t.deepEqual([status, stdout], [0, `${packageJson.version}\n`]);
});

test("a mistake on the command line is named in one line", async (t) => {
  const [letters, high, scope, unknown, extra] = await Promise.all([
    spawnServer(t, "--port", "http").ended,
    spawnServer(t, "--port", "65536").ended,
    spawnServer(t, "--lockout-scope", "planet").ended,
    spawnServer(t, "--colour").ended,
    spawnServer(t, "start").ended,
  ]);
  saysWhy(t, letters, "--port", "http", "0 to 65535");
  saysWhy(t, high, "--port", "65536", "0 to 65535");
  saysWhy(t, scope, "planet", "address", "port");
  saysWhy(t, unknown, "--colour");
  saysWhy(t, extra, /argument/);
});

test("a port in use is named, with what to do", async (t) => {
  const other = createServer().listen(0, "127.0.0.1");
  await new Promise((listening) => other.once("listening", listening));
  t.teardown(() => other.close());
  const { port } = other.address() as { port: number };
  const folder = await temporaryFolder(t);
  const start = () => spawnServer(t, "--host", "127.0.0.1", "--port", `${port}`, "--data", folder).ended;
  saysWhy(t, await start(), `${port}`, "in use", "--port");
  saysWhy(t, await start(), "in use");
});

test("an address that isn't this machine's is named", async (t) => {
  const folder = await temporaryFolder(t);
  const [foreign, unknown] = await Promise.all([
    spawnServer(t, "--host", "203.0.113.7", "--port", "0", "--data", join(folder, "one")).ended,
    spawnServer(t, "--host", "no-such-host.invalid", "--port", "0", "--data", join(folder, "two")).ended,
  ]);
  saysWhy(t, foreign, "203.0.113.7", "--host");
  saysWhy(t, unknown, "no-such-host.invalid", "--host");
});

test("a data folder that can't be used is named", async (t) => {
  const folder = await temporaryFolder(t);
  const file = join(folder, "file");
  await writeFile(file, "not a folder");
  const [below, proc] = await Promise.all([
    spawnServer(t, "--port", "0", "--data", join(file, "data")).ended,
    spawnServer(t, "--port", "0", ...nowhere).ended,
  ]);
  saysWhy(t, below, join(file, "data"));
  saysWhy(t, proc, "/proc/nowhere");
});

test("a damaged document is named", async (t) => {
  const server = await serve(t);
  await server.signedUp("alice");
  await server.stop();
  const data = join(server.folder, "data");
  const files = await readdir(data, { recursive: true, withFileTypes: true });
  const shard = files.find(({ name, parentPath }) => /accounts$/.test(parentPath) && name.endsWith(".json"));
  const path = join(shard?.parentPath ?? "", shard?.name ?? "");
  const before = await readFile(path);
  await writeFile(path, "garbage");
  saysWhy(t, await spawnServer(t, "--port", "0", "--data", data).ended, path, /backup/);
  t.is(await readFile(path, "utf8"), "garbage", "and left as it is");
  await writeFile(path, before);
  await server.start();
  await server.loggedIn("alice");
});

test("a second server on one folder is refused, and the first goes on", async (t) => {
  const server = await serve(t);
  const data = join(server.folder, "data");
  saysWhy(t, await spawnServer(t, "--port", "0", "--data", data).ended, data, `${process.pid}`);
  await server.signedUp("alice");
  await server.restart();
});

for (const signal of ["SIGTERM", "SIGINT"] as const) {
  test(`${signal} ends the server in order`, async (t) => {
    const data = join(await temporaryFolder(t), "data");
    const first = spawnServer(t, "--host", "127.0.0.1", "--port", "0", "--data", data);
    const alice = await RawClient.open(t, await first.port);
    await alice.request("hello", { versions: [1], client: "test" });
    await alice.request("signup", { name: "alice", password });
    await alice.broadcast("kept");
    first.child.kill(signal);
    t.is((await alice.event("closing")).code, "shutting_down");
    const { status, stderr } = await first.ended;
    t.is(status, 0);
    const lines = stderr
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    t.is(lines.at(-1).event, "stopped");
    t.true(lines.every(({ level }) => level < 50));
  });
}

test("a second signal ends a server that is stopping at once", async (t) => {
  const data = join(await temporaryFolder(t), "data");
  const server = spawnServer(t, "--host", "127.0.0.1", "--port", "0", "--data", data);
  const deaf = await RawClient.open(t, await server.port);
  await deaf.request("hello", { versions: [1], client: "test" });
  // It doesn't leave when it's asked to, which the server waits for.
  deaf.socket.pause();
  server.child.stderr?.on("data", (text: string) => {
    if (text.includes('"stopping"')) server.child.kill("SIGINT");
  });
  server.child.kill("SIGTERM");
  t.is((await server.ended).signal, "SIGINT");
});
