/** The command line of chat-tui, and where it can't run. */
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import path from "node:path";
import test, { type ExecutionContext } from "ava";
import { client, homeEnvironment, password, signUp, startServer, temporaryFolder } from "./chat.ts";
import { startTerminal } from "./terminal.ts";

interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

async function run(t: ExecutionContext, ...args: string[]): Promise<Ran> {
  const env = { ...process.env, ...homeEnvironment(await temporaryFolder(t)) };
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [client, ...args], { env }, (_, stdout, stderr) =>
      resolve({ code: child.exitCode ?? -1, stdout, stderr }),
    );
  });
}

test("with only its output redirected it asks at the terminal, and what is said goes where it was told to", async (t) => {
  const { port } = await startServer(t);
  const home = await temporaryFolder(t);
  const terminal = startTerminal(t, {
    command: "sh",
    args: [
      "-c",
      `"$0" "$@" > "$HOME/out"; echo "ended with $?"`,
      process.execPath,
      client,
      "--port",
      String(port),
      "--signup",
    ],
    env: homeEnvironment(home),
  });
  await terminal.waitFor(/^Name:$/m);
  t.is(terminal.row(0), "chat-tui: line mode, because standard output is no terminal; /help helps.");
  terminal.write("alice\r");
  await terminal.waitFor(/^Password:$/m);
  terminal.write(`${password}\r`);
  await terminal.waitFor("You are alice");
  terminal.write("hello\r/quit\r");
  await terminal.waitFor("ended with 0");
  t.regex(await readFile(path.join(home, "out"), "utf8"), /^\d\d:\d\d you to everyone: hello\n$/);
  t.false(terminal.text().includes(password));
});

for (const [args, words] of [
  [["--colour"], "error: unknown option '--colour'"],
  [["somewhere"], 'There is no profile called "somewhere".'],
  [["some", "where"], "error: too many arguments"],
  [["--port", "0"], "A port is a number from 1 to 65535."],
  [["--port", "65536"], "A port is a number from 1 to 65535."],
  [["--port", "two"], "A port is a number from 1 to 65535."],
  [["--port"], "argument missing"],
  [["who", "--line"], "error: --line is not for a subcommand."],
  [["send"], "error: missing required argument 'name'"],
] as const) {
  test(`chat-tui ${args.join(" ")}: one line and exit status 1`, async (t) => {
    const { code, stdout, stderr } = await run(t, ...args);
    t.is(code, 1);
    t.is(stdout, "");
    t.true(stderr.includes(words), stderr);
    t.is(stderr.trim().split("\n").length, 1, stderr);
  });
}

test("--version and --help need no terminal", async (t) => {
  const { version } = JSON.parse(
    await readFile(path.join(import.meta.dirname, "../../package.json"), "utf8"),
  );
  t.deepEqual(await run(t, "--version"), { code: 0, stdout: `${version}\n`, stderr: "" });
  const help = await run(t, "--help");
  t.is(help.code, 0);
  for (const option of ["--host", "--port", "--user"]) t.true(help.stdout.includes(option));
  t.deepEqual(await run(t, "help"), help);
});

test("--user fills in the name", async (t) => {
  const { port } = await startServer(t);
  const terminal = startTerminal(t, {
    command: process.execPath,
    args: [client, "--port", String(port), "--user", "alice"],
    env: homeEnvironment(await temporaryFolder(t)),
  });
  await terminal.waitFor(/Name +alice/);
  await terminal.waitFor(({ cursor }) => cursor.y === 4, "the cursor in the password");
  t.pass();
});

test("a home that can't be written to is no obstacle", async (t) => {
  const { port } = await startServer(t);
  const terminal = startTerminal(t, {
    command: process.execPath,
    args: [client, "--port", String(port)],
    env: homeEnvironment("/dev/null"),
  });
  await terminal.waitFor("· connected");
  await signUp(terminal, "alice");
  t.pass();
});
