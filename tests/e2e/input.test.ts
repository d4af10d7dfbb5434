/** The input line: completion, what was written before, pastes, and an editor of one's own. */
import { chmod, mkdir, readdir, writeFile } from "node:fs/promises";
import path from "node:path";
import test, { type ExecutionContext } from "ava";
import { inLog, join, keys, say, startServer, temporaryFolder } from "./chat.ts";
import { rawClient } from "./raw.ts";
import type { TestTerminal } from "./terminal.ts";

const keyOf = (number: number): string => String(number).padStart(26, "0");

test("the first emoji is one, however fast it's sent, and what is written after it comes after it", async (t) => {
  const { port } = await startServer(t);
  const alice = await join(t, port, "alice");
  say(alice, "well done :tada:");
  say(alice, "and so on");
  await alice.waitFor(/and so on ✓$/m);
  t.deepEqual(inLog(alice, /(?<=alice ).*(?= ✓)/), ["well done 🎉", "and so on"]);
});

test("a name is completed above the word that is typed, and an emoji by its name", async (t) => {
  const { port } = await startServer(t);
  const alice = await join(t, port, "alice");
  const bob = await rawClient(t, port, "bob");
  await bob.ask("broadcast", { text: "anyone here?", key: keyOf(1) });
  await alice.waitFor(/bob anyone here\?$/m);
  alice.write("hello @b");
  await alice.waitFor("│ @bob  online");
  const column = alice.row(22).indexOf("@b");
  t.is(alice.row(21).slice(column - 2), "│ @bob  online");
  alice.write(keys.tab);
  await alice.waitFor("to everyone> hello @bob");
  await alice.waitGone("│ @bob  online");
  t.regex(alice.row(21), /bob anyone here\?$/);
  alice.write(":tad");
  await alice.waitFor("│ :tada:");
  alice.write("a:");
  await alice.waitFor("to everyone> hello @bob 🎉");
  alice.write(keys.enter);
  await alice.waitFor(/alice hello @bob 🎉 ✓$/m);
});

test("Tab goes through the choices, which a mark shows; Enter takes one and sends nothing", async (t) => {
  const { port } = await startServer(t);
  const alice = await join(t, port, "alice", { columns: 40, rows: 10 });
  alice.write("/blo");
  await alice.waitFor("│ /block");
  alice.write(`${keys.tab}${keys.tab}`);
  await alice.waitFor(/│▸\/blocked/);
  t.true(alice.row(8).endsWith("> /blocked"));
  alice.write(keys.enter);
  await alice.waitGone("▸");
  t.true(alice.row(8).endsWith("> /blocked"));
  alice.write(keys.enter);
  await alice.waitFor("── Blocked by you: 0");
});

test("Ctrl-R finds what was written before, and Enter takes it into the input only", async (t) => {
  const { port } = await startServer(t);
  const alice = await join(t, port, "alice");
  for (const line of ["make test", "hello", "make build"]) {
    say(alice, line);
    await alice.waitFor(new RegExp(`alice ${line} ✓$`, "m"));
  }
  alice.write("\x12make");
  await alice.waitFor(/make build *\n.*make test *\n/);
  await alice.waitFor("(search)> make");
  alice.write(`\x12${keys.enter}`);
  await alice.waitFor("to everyone> make test");
  t.deepEqual(inLog(alice, /make \w+|hello/), ["make test", "hello", "make build"]);
  alice.write(`${keys.ctrlC}${keys.up}`);
  await alice.waitFor("to everyone> make build");
});

for (const [how, before, after] of [
  ["marked as one", "\x1b[200~", "\x1b[201~"],
  ["that looks like typing", "", ""],
] as const) {
  test(`a paste of many lines ${how} waits for another Enter`, async (t) => {
    const { port } = await startServer(t);
    const alice = await join(t, port, "alice");
    alice.write(`${before}one\rtwo\rthree\rfour\rfive${after}`);
    await alice.waitFor(/│ +five$/m);
    alice.write(keys.enter);
    await alice.waitFor("Send 5 lines (23 characters) to everyone?");
    t.deepEqual(inLog(alice, /alice one/), []);
    alice.write(keys.enter);
    await alice.waitFor(/five ✓$/m);
    t.deepEqual(inLog(alice, /\b(alice one|two|three|four|five)\b/), [
      "alice one",
      "two",
      "three",
      "four",
      "five",
    ]);
  });
}

/** A client whose editor is this script, and the folder for temporary files. */
async function withEditor(
  t: ExecutionContext,
  script: string,
): Promise<{ alice: TestTerminal; files: string }> {
  const { port } = await startServer(t);
  const home = await temporaryFolder(t);
  const files = path.join(home, "tmp");
  const editor = path.join(home, "editor");
  await mkdir(files);
  await writeFile(editor, `#!/bin/sh\n${script}\n`);
  await chmod(editor, 0o700);
  const env = { EDITOR: `${editor} -x`, VISUAL: "", TMPDIR: files };
  return { alice: await join(t, port, "alice", { home, env }), files };
}

test("Ctrl-X Ctrl-E gives the draft and the terminal to the editor, and takes both back", async (t) => {
  const { alice, files } = await withEditor(
    t,
    'ls -l "$2" | cut -c1-10; ls -ld "$(dirname "$2")" | cut -c1-10; echo "arguments $1"; read -r line; printf "\\t%s\\n\\n" "$line" >> "$2"',
  );
  alice.write("first\x18\x05");
  await alice.waitFor(/arguments -x/);
  t.false(alice.isAlternate());
  t.regex(alice.text(), /-rw-------\ndrwx------\n/);
  alice.write("second\r");
  await alice.waitFor(/to everyone> first\n.*│ {18}second$/m);
  t.true(alice.isAlternate());
  t.like(alice.modes, { bracketedPasteMode: true, sendFocusMode: true });
  t.deepEqual(await readdir(files), []);
  alice.write(keys.enter);
  await alice.waitFor(/second ✓$/m);
});

test("an editor that fails or is interrupted leaves the draft as it was, and the client running", async (t) => {
  const { alice, files } = await withEditor(t, 'echo lost > "$2"; echo started; read -r line; exit 3');
  for (const [end, why, started] of [
    ["\r", "ended with status 3", 1],
    [keys.ctrlC, "Your draft is as it was.", 2],
  ] as const) {
    alice.write("kept\x1be");
    await alice.waitFor(() => alice.text().match(/^started$/gm)?.length === started, "the editor");
    alice.write(end);
    await alice.waitFor(why);
    await alice.waitFor("to everyone> kept");
    t.deepEqual(await readdir(files), []);
    alice.write(keys.ctrlU);
    await alice.waitGone("kept");
  }
});
