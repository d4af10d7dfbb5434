/** The settings file while the client runs. */
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import test from "ava";
import { settingRows } from "../../tui/state/settings.ts";
import { homeEnvironment, join, keys, say, startClient, startServer, temporaryFolder } from "./chat.ts";

const settingsIn = (home: string): string =>
  path.join(homeEnvironment(home).XDG_CONFIG_HOME ?? "", "chat-tui/settings.jsonc");

test("a key that is bound anew in the file works at once, and the hints show it", async (t) => {
  const { port } = await startServer(t);
  const home = await temporaryFolder(t);
  const alice = await join(t, port, "alice", { home, columns: 120 });
  await alice.waitFor("F1 help");
  const file = settingsIn(home);
  await writeFile(`${file}.new`, '{ "keys": { "help": ["Alt-H", "F1"] } } // mine\n');
  await rename(`${file}.new`, file);
  await alice.waitFor("Alt-H help");
  alice.write("\x1bh");
  await alice.waitFor("── Help");
  t.notRegex(alice.text(), /F1 help/);
});

test("a mistake is told on the login form and as a notice, with its line", async (t) => {
  const { port } = await startServer(t);
  const home = await temporaryFolder(t);
  const file = settingsIn(home);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, '{\n  "sidebar": "no"\n}\n');
  const alice = await startClient(t, port, { home });
  await alice.waitFor(/settings\.jsonc: Line 2, column 14: "sidebar" takes true or false/);
  await writeFile(file, "{}\n");
  await alice.waitGone("settings.jsonc");
  t.regex(alice.text(), /Enter go on/);
});

test("a change in the panel shows at once, and is in the file beside its comments", async (t) => {
  const { port } = await startServer(t);
  const home = await temporaryFolder(t);
  const file = settingsIn(home);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, '{\n  "sidebar": true // contacts\n}\n');
  const alice = await join(t, port, "alice", { home });
  await alice.waitFor("#▸everyone");
  say(alice, "/set");
  await alice.waitFor(/sidebar +on/);
  alice.write("\x1b[B".repeat(Object.keys(settingRows).indexOf("sidebar")));
  alice.write("\x1b[C");
  await alice.waitFor(/sidebar +off/);
  t.notRegex(alice.text(), /#.everyone/);
  t.is(await readFile(file, "utf8"), '{\n  "sidebar": false // contacts\n}\n');
  alice.write(keys.escape);
  await alice.waitGone("── Settings");
});
