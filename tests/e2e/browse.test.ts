/** Choosing messages: what is copied reaches the terminal's clipboard, and a block from a message is undone by one key. */
import test from "ava";
import { inLog, join, keys, say, startServer } from "./chat.ts";
import { rawClient } from "./raw.ts";
import type { TestTerminal } from "./terminal.ts";

// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are made of them
const clipboardSequence = /\x1b\]52;c;([A-Za-z0-9+/=]*)\x1b\\/g;

/** What the program has put into the clipboard, in order. */
function clipboard(terminal: TestTerminal): string[] {
  const sequences = terminal.output().toString().matchAll(clipboardSequence);
  return [...sequences].map(([, base64 = ""]) => Buffer.from(base64, "base64").toString());
}

test("messages are chosen by keys and copied; a block of the sender is undone by one key", async (t) => {
  const { port } = await startServer(t);
  const alice = await join(t, port, "alice");
  const bob = await rawClient(t, port, "bob");
  for (const [index, text] of ["first", "zweite 👍", "third https://example.org/"].entries()) {
    await bob.ask("broadcast", { text, key: String(index).padStart(26, "0") });
  }
  await alice.waitFor("third");

  alice.write(keys.escape);
  await alice.waitFor(/> \d\d:\d\d bob third/);
  t.true(alice.cell(23, 21).inverse);
  t.is(alice.row(22).slice(23), "messages>");
  alice.write("k");
  await alice.waitFor(/> \d\d:\d\d bob zweite/);
  alice.write("vkvy");
  await alice.waitFor("Copied 14 characters");
  t.regex(alice.text(), />\*\d\d:\d\d bob first\n.* \*\d\d:\d\d bob zweite/);
  t.deepEqual(clipboard(alice), ["first\nzweite 👍"]);

  // Nobody has a browser here: the link goes where copies go.
  alice.write("Go");
  await alice.waitFor("There is no browser to open it here.");
  t.is(clipboard(alice)[1], "https://example.org/");

  alice.write("b");
  await alice.waitFor("bob is blocked. To undo it");
  await alice.waitFor(() => inLog(alice, /bob (first|zweite|third)/).length === 0, "an empty log");
  await alice.waitFor("x bob");
  alice.write("u");
  await alice.waitFor("bob is not blocked any more.");
  await alice.waitFor(/> \d\d:\d\d bob third/);

  alice.write("i");
  await alice.waitFor("── This message ──");
  t.regex(alice.text(), /Number: 3/);
  alice.write(keys.escape);
  await alice.waitGone("── This message ──");
  alice.write(keys.escape);
  await alice.waitFor("to everyone>");
  say(alice, "typing again");
  await alice.waitFor(/alice typing again ✓/);
});

test("F5 in a list blocks whom is selected, and again undoes it", async (t) => {
  const { port } = await startServer(t);
  const alice = await join(t, port, "alice", { columns: 40, rows: 10 });
  await rawClient(t, port, "bob");
  alice.write(keys.f2);
  await alice.waitFor("Online now: 2");
  await alice.waitFor("● bob");
  alice.write(`\x1b[B${keys.f5}`);
  await alice.waitFor("bob is blocked. To undo it: /unblock");
  await alice.waitFor("F5 undo");
  alice.write(keys.f5);
  await alice.waitFor("bob is not blocked any more.");
  t.regex(alice.text(), /● bob/);
});
