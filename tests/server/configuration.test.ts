/** Options from the environment and from a file: what counts more, and what is said of mistakes. */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import test, { type ExecutionContext } from "ava";
import { type CommandLine, parseTask } from "../../server/options.ts";
import { spawnServerIn } from "./process.ts";
import { temporaryFolder } from "./serve.ts";

/** A folder with a file of options in it, and the environment that makes it the server's. */
async function configured(
  t: ExecutionContext,
  text: string,
): Promise<{ file: string; environment: NodeJS.ProcessEnv }> {
  const folder = await temporaryFolder(t);
  const file = join(folder, "chat-server.jsonc");
  await writeFile(file, text);
  return { file, environment: { CONFIGURATION_DIRECTORY: folder } };
}

function optionsOf(args: readonly string[], environment: NodeJS.ProcessEnv): CommandLine {
  const task = parseTask("0", args, environment);
  if (task.task !== "serve") throw new Error("not asked to serve");
  return task.options;
}

const file = `// What our server listens on.
{
  "host": "127.0.0.1",
  "port": 3001,
  "allow-plain": true, // in the cellar
  "lockout-scope": "port",
}
`;

test("the command line counts more than the environment, that more than the file, and that more than defaults", async (t) => {
  const { environment } = await configured(t, file);
  const fromFile = optionsOf([], environment);
  t.like(fromFile, { host: "127.0.0.1", port: 3001, allowPlain: true, lockoutScope: "port", tokenDays: 30 });
  const variables = { ...environment, CHAT_SERVER_PORT: "3002", CHAT_SERVER_ALLOW_PLAIN: "false" };
  t.like(optionsOf([], variables), { host: "127.0.0.1", port: 3002, allowPlain: false });
  t.like(optionsOf(["--port", "3003"], variables), { host: "127.0.0.1", port: 3003, allowPlain: false });
  // Even where it says what the default is.
  t.is(optionsOf(["--port", "2000"], variables).port, 2000);
  t.is(optionsOf([], { ...environment, CHAT_SERVER_PORT: "" }).port, 3001, "empty is as good as not set");
});

test("another file can be named, and there needn't be one", async (t) => {
  const { environment } = await configured(t, file);
  const { file: other } = await configured(t, '{ "port": 4000 }');
  t.like(optionsOf(["--config", other], environment), { host: "0.0.0.0", port: 4000 });
  t.is(optionsOf([], { ...environment, CHAT_SERVER_CONFIG: other }).port, 4000);
  t.is(optionsOf([], { CONFIGURATION_DIRECTORY: join(await temporaryFolder(t), "none") }).port, 2000);
  const { environment: empty } = await configured(t, "// nothing yet");
  t.is(optionsOf([], empty).port, 2000);
});

test("subcommands take the data folder from there too", async (t) => {
  const { environment } = await configured(t, '{ "data": "/srv/chat" }');
  t.deepEqual(parseTask("0", ["check"], environment), { task: "check", data: "/srv/chat" });
  t.deepEqual(parseTask("0", ["check", "--data", "here"], environment), { task: "check", data: "here" });
});

const mistakes: readonly (readonly [what: string, text: string, says: RegExp])[] = [
  ["an unknown name", '{\n  "prot": 1 }', /line 2: There is no option "prot"\. Did you mean port\?/],
  ["a name that is like none", '{ "colour-of-the-cat": 1 }', /"colour-of-the-cat"\.$/],
  ["a wrong value", '{ "port": "http" }', /line 1: "port" is "http"\. A port is a number from 0 to 65535\./],
  ["a value of no kind", '{ "port": [1] }', /"port" is .*It takes <number>\./],
  ["a word for a flag", '{ "allow-plain": "perhaps" }', /"allow-plain" is "perhaps"\. It is true or false\./],
  ["none of the choices", '{ "lockout-scope": "planet" }', /"lockout-scope" is "planet"\. .*address, port/],
  ["a file within the file", '{ "config": "x" }', /There is no option "config"/],
  ["no JSON", '{ "port" 2000 }', /line 1: ColonExpected/],
  ["no object", "[]", /Options are in braces/],
];

for (const [what, text, says] of mistakes) {
  test(`${what} in the file is named in one line, with the file`, async (t) => {
    const { file, environment } = await configured(t, text);
    const { status, stdout, stderr } = await spawnServerIn(t, environment).ended;
    t.is(status, 1);
    t.is(stdout, "");
    t.regex(stderr, /^[^\n]+\n$/);
    t.true(stderr.includes(file), stderr);
    t.regex(stderr.trim(), says);
  });
}

test("a mistake in the environment is named in one line", async (t) => {
  const [wrong, near, missing] = await Promise.all([
    spawnServerIn(t, { CHAT_SERVER_PORT: "http" }).ended,
    spawnServerIn(t, { CHAT_SERVER_PROT: "2000" }).ended,
    spawnServerIn(t, { CHAT_SERVER_CONFIG: "/no/such/file" }).ended,
  ]);
  t.is(wrong.stderr, 'error: CHAT_SERVER_PORT is "http". A port is a number from 0 to 65535.\n');
  t.is(near.stderr, "error: CHAT_SERVER_PROT sets no option. Did you mean CHAT_SERVER_PORT?\n");
  t.regex(missing.stderr, /^error: \/no\/such\/file can't be read: [^\n]+\n$/);
});

test("what others call alike is left alone", (t) => {
  const environment = { CONFIGURATION_DIRECTORY: "/no/such/folder", CHAT_SERVER_SERVICE_HOST: "10.0.0.1" };
  t.is(optionsOf([], environment).host, "0.0.0.0");
});

test("a server starts with what the file says", async (t) => {
  const folder = await temporaryFolder(t);
  await mkdir(join(folder, "etc"));
  const data = join(folder, "data");
  await writeFile(
    join(folder, "etc", "chat-server.jsonc"),
    JSON.stringify({ host: "127.0.0.1", port: 0, data }),
  );
  const server = spawnServerIn(t, { CONFIGURATION_DIRECTORY: join(folder, "etc") });
  t.true((await server.port) > 0);
  server.child.kill("SIGTERM");
  t.true((await server.ended).stdout.includes(data));
});
