/** chat-tui send, tail and who, as a shell runs them. */
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { promisify } from "node:util";
import test, { type ExecutionContext } from "ava";
import { client, homeEnvironment, password, startServer, temporaryFolder } from "./chat.ts";
import { as, type PipedExit, passwordFile, piped } from "./piped.ts";
import { startTerminal } from "./terminal.ts";

async function signedUp(t: ExecutionContext, port: number, ...names: string[]): Promise<void> {
  for (const name of names) await (await piped(t, "--line", "--signup", ...(await as(t, port, name)))).end();
}

async function run(t: ExecutionContext, input: string, ...args: string[]): Promise<PipedExit> {
  const process = await piped(t, ...args);
  process.child.stdin.end(input);
  return process.exited;
}

const quiet = { code: 0, stdout: "", stderr: "" };

test("send sends its arguments or its input, newlines and all, and says nothing", async (t) => {
  const { port } = await startServer(t);
  await signedUp(t, port, "alice", "bob");
  const alice = await as(t, port, "alice");
  t.deepEqual(await run(t, "", "send", "everyone", "hello", "all", ...alice), quiet);
  t.deepEqual(await run(t, "two\n\trows\n\n", "send", "BOB", ...alice), quiet);
  const tail = await piped(t, "tail", ...(await as(t, port, "bob")));
  await tail.waitFor(/rows\n/);
  await tail.waitFor(/hello/);
  tail.child.kill("SIGINT");
  const { code, stdout, stderr } = await tail.exited;
  t.is(code, 130);
  t.is(stderr, "");
  const lines = stdout.replace(/^\d\d:\d\d /gm, "").split("\n");
  t.deepEqual(lines.toSorted(), ["", "      rows", "alice to everyone: hello all", "alice to you only: two"]);
});

const full = "/dev/full";

(existsSync(full) ? test : test.skip)(
  "output that can't be written is an exit status of 1, too",
  async (t) => {
    const { port } = await startServer(t);
    await signedUp(t, port, "alice");
    const args = [process.execPath, client, "who", ...(await as(t, port, "alice"))];
    const env = homeEnvironment(await temporaryFolder(t));
    const who = promisify(execFile)("sh", ["-c", `exec "$@" >${full}`, "sh", ...args], { env });
    const stderr = "chat-tui: The output can't be written: no space left on device.\n";
    await t.throwsAsync(who, { code: 1, message: new RegExp(`${stderr}$`) });
  },
);

test("what can't be sent is an exit status of 1 and a sentence", async (t) => {
  const { port } = await startServer(t);
  await signedUp(t, port, "alice");
  const alice = await as(t, port, "alice");
  for (const [to, text, sentence] of [
    [
      "everyone",
      "x".repeat(4097),
      "This has 4,097 characters, a message at most 4,096. Nothing was sent; shorten it by 1 or send it in parts.",
    ],
    ["everyone", "x".repeat(100_000), "That is more than the limit of 4,096 characters. Nothing was sent."],
    ["everyone", "\x1b[2J", "The text holds control or invisible characters. Nothing was sent."],
    ["everyone", "\n\n", "There is no text. Nothing was sent."],
    ["nobody-here", "hi", "There is no account called nobody-here. Nothing was sent."],
    ["alice", "hi", "That is you. Nothing was sent."],
  ] as const) {
    t.deepEqual(await run(t, text, "send", to, ...alice), {
      code: 1,
      stdout: "",
      stderr: `chat-tui: ${sentence}\n`,
    });
  }
});

test("tail --json gives back what was sent, harmlessly, and --conversation leaves the rest out", async (t) => {
  const { port } = await startServer(t);
  await signedUp(t, port, "alice", "bob");
  const tail = await piped(t, "tail", "--json", "--conversation", "Alice", ...(await as(t, port, "bob")));
  const alice = await as(t, port, "alice");
  t.deepEqual(await run(t, "", "send", "everyone", "not this", ...alice), quiet);
  t.deepEqual(await run(t, "", "send", "bob", "psst\u200d 日本", ...alice), quiet);
  await tail.waitFor(/\n/);
  t.regex(tail.stdout, /"text":"psst\\u200d 日本"/);
  const { time: sentAt, key, ...rest } = JSON.parse(tail.stdout);
  t.deepEqual(rest, { conversation: "alice", number: 1, from: "alice", text: "psst\u200d 日本" });
  t.true(Math.abs(Date.now() - sentAt) < 600_000);
  t.regex(key, /^[0-9A-Z]{26}$/);
});

test("tail goes on after kill -9 of the server, and says nothing twice", async (t) => {
  const server = await startServer(t);
  await signedUp(t, server.port, "alice", "bob");
  const alice = await as(t, server.port, "alice");
  const tail = await piped(t, "tail", ...(await as(t, server.port, "bob")));
  await run(t, "", "send", "bob", "one", ...alice);
  await tail.waitFor(/one\n/);
  await server.kill();
  await startServer(t, server);
  await run(t, "", "send", "bob", "two", ...alice);
  await tail.waitFor(/two\n/);
  tail.child.kill("SIGTERM");
  const { code, stdout, stderr } = await tail.exited;
  t.is(code, 143);
  t.deepEqual(
    stdout.split("\n").map((line) => line.split(": ")[1]),
    ["one", "two", undefined],
  );
  t.regex(stderr, /^chat-tui: Offline: .*\nchat-tui: Connected again\.\n$/);
});

test("who lists who is online, and who was; one session per account is said with what to do", async (t) => {
  const { port } = await startServer(t);
  await signedUp(t, port, "alice", "bob");
  const tail = await piped(t, "tail", ...(await as(t, port, "bob")));
  const alice = await as(t, port, "alice");
  let online: PipedExit;
  do online = await run(t, "", "who", ...alice);
  while (!online.stdout.includes("bob"));
  t.regex(online.stdout, /^alice, since \d\d:\d\d, \d+ s\nbob, since \d\d:\d\d, \d+ s\n$/);
  const json = await run(t, "", "who", "--recent", "--json", ...alice);
  const names = json.stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  t.deepEqual(names.map(({ name }) => name).toSorted(), ["alice", "bob"]);
  t.deepEqual(Object.keys(names[0]).toSorted(), ["name", "online", "time"]);

  const bob = await as(t, port, "bob");
  const refused = await run(t, "", "who", ...bob);
  t.is(refused.code, 1);
  t.regex(
    refused.stderr,
    /^chat-tui: bob is logged in already from 127\.0\.0\.1, since .*\. Log out there, or end that session with --takeover\.\n$/,
  );
  t.is((await run(t, "", "who", "--takeover", ...bob)).code, 0);
  t.deepEqual(await tail.exited, {
    code: 1,
    stdout: "",
    stderr: "chat-tui: A login from 127.0.0.1 took the session over.\n",
  });
});

test("a reader that has enough ends tail quietly", async (t) => {
  const { port } = await startServer(t);
  await signedUp(t, port, "alice", "bob");
  const tail = await piped(t, "tail", ...(await as(t, port, "bob")));
  const alice = await as(t, port, "alice");
  await run(t, "", "send", "everyone", "one", ...alice);
  await tail.waitFor(/one/);
  tail.child.stdout.destroy();
  await run(t, "", "send", "everyone", "two", ...alice);
  t.like(await tail.exited, { code: 0, stderr: "" });
});

test("no server, a wrong password and a file that others can read are sentences, and no password is on the way", async (t) => {
  const server = await startServer(t);
  await signedUp(t, server.port, "alice");
  const at = ["--port", String(server.port), "--user", "alice"];
  const open = await passwordFile(t, 0o644);
  t.regex(
    (await run(t, "", "who", ...at, "--password-file", open)).stderr,
    /^chat-tui: \S+ can be read by others, .* chmod 600 \S+\n$/,
  );
  t.regex(
    (await run(t, "", "who", ...at)).stderr,
    /^chat-tui: There is no terminal to ask at: give --user NAME and --password-file FILE\.\n$/,
  );
  const wrong = await run(
    t,
    "",
    "who",
    "--port",
    String(server.port),
    "--user",
    "bob",
    "--password-file",
    await passwordFile(t),
  );
  t.deepEqual(wrong, {
    code: 1,
    stdout: "",
    stderr: "chat-tui: Name or password is wrong. 2 tries left before a lock of 60 s.\n",
  });
  await server.kill();
  const gone = await run(t, "", "send", "everyone", "hi", ...at, "--password-file", await passwordFile(t));
  t.deepEqual(gone, {
    code: 1,
    stdout: "",
    stderr: "chat-tui: Nothing listens there. Is the server running?\n",
  });
});

test("the password is asked for at the terminal behind the pipes", async (t) => {
  const { port } = await startServer(t);
  await signedUp(t, port, "alice");
  const terminal = startTerminal(t, {
    command: "sh",
    args: [
      "-c",
      'echo hello | "$0" "$@"; echo "ended with $?"',
      process.execPath,
      client,
      "send",
      "everyone",
      "--port",
      String(port),
      "--user",
      "alice",
    ],
    env: homeEnvironment(await temporaryFolder(t)),
  });
  await terminal.waitFor(/^Password:$/m);
  terminal.write(`${password}\r`);
  await terminal.waitFor("ended with 0");
  t.false(terminal.text().includes(password));
});
