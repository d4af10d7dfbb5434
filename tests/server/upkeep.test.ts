/** `chat-server backup` and `chat-server check` on the command line, beside a server that runs. */
import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import test from "ava";
import { spawnServer } from "./process.ts";
import { serve, temporaryFolder } from "./serve.ts";

test("a backup while the server runs can be checked, and served", async (t) => {
  const server = await serve(t);
  const alice = await server.signedUp("alice");
  await alice.broadcast("kept");
  const data = join(server.folder, "data");
  const target = join(await temporaryFolder(t), "copy");
  const backup = await spawnServer(t, "backup", target, "--data", data).ended;
  t.deepEqual([backup.status, backup.stderr], [0, ""]);
  t.is(backup.stdout, `${data} is backed up in ${target}: 1 account, 1 conversation, 1 message.\n`);
  await alice.broadcast("later");
  const check = await spawnServer(t, "--data", target, "check").ended;
  t.deepEqual([check.status, check.stderr], [0, ""]);
  t.is(check.stdout, `${target} is all right: 1 account, 1 conversation, 1 message.\n`);
  const restored = spawnServer(t, "--host", "127.0.0.1", "--port", "0", "--data", target);
  t.true((await restored.port) > 0);
  restored.child.kill("SIGTERM");
  t.is((await restored.ended).status, 0);
});

test("a check beside a running server is refused in one line", async (t) => {
  const server = await serve(t);
  const { status, stdout, stderr } = await spawnServer(t, "check", "--data", join(server.folder, "data"))
    .ended;
  t.deepEqual([status, stdout], [1, ""]);
  t.regex(stderr, /^chat-server: Process \d+ holds [^\n]*backup[^\n]*\n$/);
});

test("a check tells all that is wrong, a line each, and ends with status 1; so does a backup of it", async (t) => {
  const server = await serve(t);
  const alice = await server.signedUp("alice");
  await alice.broadcast("kept");
  await server.stop();
  const data = join(server.folder, "data");
  const names = await readdir(data, { recursive: true });
  const damaged = names.filter((name) => /latest\.json$|alice\.json$/.test(name));
  for (const name of damaged) await writeFile(join(data, name), "");
  const { status, stdout, stderr } = await spawnServer(t, "check", "--data", data).ended;
  t.deepEqual([status, stderr], [1, ""]);
  const lines = stdout.trim().split("\n");
  for (const name of damaged)
    t.true(
      lines.some((line) => line.startsWith(`problem: ${join(data, name)} `)),
      name,
    );
  t.regex(lines.at(-1) ?? "", /has \d+ problems/);
  const target = join(await temporaryFolder(t), "copy");
  const backup = await spawnServer(t, "backup", target, "--data", data).ended;
  t.is(backup.status, 1);
  t.regex(backup.stderr, /no good backup/);
});

test("what is missing or makes no sense on the command line is told in one line", async (t) => {
  const folder = await temporaryFolder(t);
  const asked: [string[], RegExp][] = [
    [["backup", "a", "b"], /too many arguments/],
    [["check", "--port", "1"], /--port <number> is not for a subcommand/],
    [["backup", join(folder, "new"), "--data", join(folder, "none")], /There is no data in .*none/],
  ];
  const ended = await Promise.all(asked.map(([args]) => spawnServer(t, ...args).ended));
  for (const [index, { status, stdout, stderr }] of ended.entries()) {
    const [args = [], words = /./] = asked[index] ?? [];
    t.deepEqual([status, stdout], [1, ""], args.join(" "));
    t.regex(stderr, /^[^\n]+\n$/);
    t.regex(stderr, words);
  }
});
