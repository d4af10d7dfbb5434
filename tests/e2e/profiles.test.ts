/** Which server and account a start means: a profile's, or those of the last time. */
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import test, { type ExecutionContext } from "ava";
import { client, homeEnvironment, join, leave, startServer, temporaryFolder } from "./chat.ts";
import { startTerminal, type TestTerminal } from "./terminal.ts";

function start(t: ExecutionContext, home: string, ...args: string[]): TestTerminal {
  return startTerminal(t, {
    command: process.execPath,
    args: [client, ...args],
    env: homeEnvironment(home),
  });
}

test("without arguments it's the server and the name of the last time", async (t) => {
  const { port } = await startServer(t);
  const home = await temporaryFolder(t);
  await leave(await join(t, port, "alice", { home }));
  const again = start(t, home);
  await again.waitFor("· connected");
  t.regex(again.text(), new RegExp(`Log in at 127\\.0\\.0\\.1:${port} `));
  t.regex(again.text(), /Name +alice/);
});

test("a profile says where and as whom, and one that there isn't is told", async (t) => {
  const { port } = await startServer(t);
  const home = await temporaryFolder(t);
  const folder = path.join(homeEnvironment(home).XDG_CONFIG_HOME ?? "", "chat-tui");
  await mkdir(folder, { recursive: true });
  const profiles = { work: { host: "127.0.0.1", port, user: "wanda" } };
  await writeFile(path.join(folder, "settings.jsonc"), JSON.stringify({ profiles }));
  const work = start(t, home, "work");
  await work.waitFor("· connected");
  t.regex(work.text(), /Name +wanda/);
  const wrong = start(t, home, "wrok");
  t.is((await wrong.exited).code, 1);
  t.is(wrong.row(0), 'chat-tui: There is no profile called "wrok". There are: work. Did you mean work?');
});
