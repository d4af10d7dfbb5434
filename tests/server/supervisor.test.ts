/** What systemd is told, by a stand-in for its program that writes down what it's asked to say. */
import { chmod, readFile, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import test, { type ExecutionContext } from "ava";
import { type ServerProcess, spawnServerIn } from "./process.ts";
import { temporaryFolder } from "./serve.ts";

/** A server as systemd starts it, and what it has said so far. */
async function supervised(
  t: ExecutionContext,
  environment: NodeJS.ProcessEnv,
): Promise<{ server: ServerProcess; said: () => Promise<string[]>; until: (line: RegExp) => Promise<void> }> {
  const folder = await temporaryFolder(t);
  const file = join(folder, "said");
  const program = join(folder, "systemd-notify");
  await writeFile(file, "");
  await writeFile(program, `#!/bin/sh\necho "$@" >> "${file}"\n`);
  await chmod(program, 0o700);
  const server = spawnServerIn(
    t,
    { PATH: `${folder}${delimiter}${process.env.PATH}`, ...environment },
    "--host",
    "127.0.0.1",
    "--port",
    "0",
    "--data",
    join(folder, "data"),
  );
  const said = async () => (await readFile(file, "utf8")).split("\n").filter(Boolean);
  const until = async (line: RegExp): Promise<void> => {
    while (!(await said()).some((each) => line.test(each))) await new Promise(setImmediate);
  };
  return { server, said, until };
}

test("systemd is told that the server is ready, reloads, is ready again, and stops", async (t) => {
  const { server, said, until } = await supervised(t, { NOTIFY_SOCKET: "/no/such/socket" });
  await until(/^READY=1$/);
  server.child.kill("SIGHUP");
  await until(/^RELOADING=1/);
  while ((await said()).length < 3) await new Promise(setImmediate);
  server.child.kill("SIGTERM");
  t.is((await server.ended).status, 0);
  await until(/^STOPPING=1$/);
  const lines = await said();
  t.deepEqual([lines[0], lines[2], lines[3]], ["READY=1", "READY=1", "STOPPING=1"]);
  t.regex(lines[1] ?? "", /^RELOADING=1 MONOTONIC_USEC=\d+$/);
});

test("the watchdog hears of a server that lives", async (t) => {
  const { server, until } = await supervised(t, { NOTIFY_SOCKET: "/no", WATCHDOG_USEC: "3000000" });
  await server.port;
  await until(/^WATCHDOG=1$/);
  server.child.kill("SIGTERM");
  t.is((await server.ended).status, 0);
});

test("without systemd nothing is said, and without its program the server goes on", async (t) => {
  const { server, said } = await supervised(t, { NOTIFY_SOCKET: undefined });
  await server.port;
  server.child.kill("SIGTERM");
  t.is((await server.ended).status, 0);
  t.deepEqual(await said(), []);
  const { server: alone } = await supervised(t, {
    NOTIFY_SOCKET: "/no/such/socket",
    PATH: "/no/such/folder",
  });
  await alone.port;
  alone.child.kill("SIGTERM");
  const { status, stderr } = await alone.ended;
  t.is(status, 0);
  t.regex(stderr, /"event":"systemd not told","what":"READY=1"/);
});
