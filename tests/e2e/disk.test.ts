/** A disk that doesn't answer holds up neither typing nor leaving. */
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import test, { type ExecutionContext } from "ava";
import { hang } from "../tui/storage/folders.ts";
import {
  type ClientOptions,
  join,
  keys,
  leave,
  logIn,
  pidIn,
  preloaded,
  say,
  startClient,
  startServer,
  temporaryFolder,
} from "./chat.ts";
import { accountFolder } from "./files.ts";

const trouble = "can't be saved: the disk doesn't answer.";

interface Place {
  readonly port: number;
  /** Of alice. */
  readonly folder: string;
  /** For a client that keeps what is its own there, and tells its process. */
  readonly options: ClientOptions & { readonly home: string };
}

async function place(t: ExecutionContext): Promise<Place> {
  const { port } = await startServer(t);
  const home = await temporaryFolder(t);
  const folder = accountFolder(home, port, "alice");
  await mkdir(folder, { recursive: true });
  return { port, folder, options: { home, nodeArgs: preloaded(), columns: 120 } };
}

test("a login waits for it a little, says so, and goes on without what is kept there", async (t) => {
  const { port, folder, options } = await place(t);
  const elsewhere = await join(t, port, "alice");
  await leave(elsewhere);
  const history = path.join(folder, "history.jsonl");
  await writeFile(history, '"a line"\n"cut sh');
  const alice = await startClient(t, port, options);
  hang(history, await pidIn(options.home));
  const login = logIn(alice, "alice");
  await alice.waitFor("Waiting for the disk …");
  await login;
  await alice.waitFor(trouble);
  alice.write(keys.f1);
  await alice.waitFor("── Help");
  alice.write(keys.escape);
  await alice.waitGone("── Help");
  say(alice, "hello");
  await alice.waitFor(/alice hello ✓$/m);
  await leave(alice);
  t.is((await alice.exited).code, 0);
});

test("each key is painted, messages go out, and a signal ends it", async (t) => {
  const { port, folder, options } = await place(t);
  const alice = await join(t, port, "alice", options);
  const pid = await pidIn(options.home);
  hang(path.join(folder, "drafts.json"), pid);
  const text = "typed while nothing is saved";
  for (const [index, key] of [...text].entries()) {
    alice.write(key);
    const typed = text.slice(0, index + 1).trimEnd();
    await alice.waitFor((terminal) => terminal.text().includes(`everyone> ${typed}`));
  }
  await alice.waitFor(trouble);
  alice.write(`!${keys.enter}`);
  await alice.waitFor(new RegExp(`alice ${text}! ✓$`, "m"));
  alice.write("more");
  await alice.waitFor("everyone> more");
  process.kill(pid, "SIGTERM");
  t.is((await alice.exited).code, 143);
});
