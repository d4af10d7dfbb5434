/** `chat-tui keytest` on a terminal. */
import { readFile } from "node:fs/promises";
import path from "node:path";
import test, { type ExecutionContext } from "ava";
import { client, homeEnvironment, keys, temporaryFolder } from "./chat.ts";
import { startTerminal, type TestTerminal } from "./terminal.ts";

/** Tells what the terminal was set to before and after. */
const shell = 'stty -g > "$HOME/before"; "$@"; echo "ended with $?"; stty -g > "$HOME/after"';

async function start(t: ExecutionContext): Promise<{ terminal: TestTerminal; home: string }> {
  const home = await temporaryFolder(t);
  const terminal = startTerminal(t, {
    command: "sh",
    args: ["-c", shell, "sh", process.execPath, client, "keytest"],
    env: homeEnvironment(home),
    columns: 120,
  });
  // The emulator answers, as all terminals do.
  await terminal.waitFor(/This terminal (speaks|doesn't speak) the Kitty keyboard protocol/);
  return { terminal, home };
}

async function isRestored(t: ExecutionContext, terminal: TestTerminal, home: string): Promise<void> {
  await terminal.exited;
  t.like(terminal.modes, { bracketedPasteMode: false, sendFocusMode: false, mouseTrackingMode: "none" });
  const setting = (name: string): Promise<string> => readFile(path.join(home, name), "utf8");
  t.is(await setting("after"), await setting("before"));
}

test("keys, the mouse, the focus and pastes are shown; q leaves the terminal as it was", async (t) => {
  const { terminal, home } = await start(t);
  t.like(terminal.modes, { bracketedPasteMode: true, sendFocusMode: true, mouseTrackingMode: "vt200" });
  terminal.write(keys.f5);
  await terminal.waitFor(/^F5 +\\e\[15~ .*\bblock$/m);
  terminal.write(keys.escape);
  await terminal.waitFor(/^Esc +\\e .*close-panel/m);
  terminal.write("\x1b[<0;3;4M");
  await terminal.waitFor(/\(mouse\) .*press, left button, column 3, row 4/);
  terminal.write(keys.focusOut);
  await terminal.waitFor(/\(focus\) .*lost the keyboard/);
  terminal.write("\x1b[200~pasted\x1b[201~");
  await terminal.waitFor(/\(paste\) .*6 characters/);
  terminal.write("q");
  await terminal.waitFor("ended with 0");
  await isRestored(t, terminal, home);
});

test("Ctrl-C once is a key, twice leaves", async (t) => {
  const { terminal, home } = await start(t);
  terminal.write(keys.ctrlC);
  await terminal.waitFor(/^Ctrl-C +\\x03 .*clear-or-quit/m);
  terminal.write(keys.ctrlC);
  await terminal.waitFor("ended with 0");
  await isRestored(t, terminal, home);
});
