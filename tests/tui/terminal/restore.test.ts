/** Ends a real full-screen program in every way, on a real terminal. */
import { mkdtemp, readFile, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import test, { type ExecutionContext } from "ava";
import { startTerminal, type TestTerminal } from "../../e2e/terminal.ts";

const FIXTURE = path.join(import.meta.dirname, "full-screen-fixture.ts");

async function startFixture(t: ExecutionContext, ending: string, log = "errors.log") {
  const logFile = path.join(await mkdtemp(path.join(tmpdir(), "chat-tui-")), log);
  const script = `printf 'the shell\\r\\n'; exec "$0" "$@"`;
  const terminal = startTerminal(t, {
    command: "sh",
    args: ["-c", script, process.execPath, FIXTURE, ending, logFile],
    columns: 200,
    rows: 10,
  });
  await terminal.waitFor("unfinished frame");
  t.true(terminal.isAlternate());
  t.like(terminal.modes, { bracketedPasteMode: true, sendFocusMode: true, mouseTrackingMode: "vt200" });
  return { terminal, logFile };
}

function isRestored(t: ExecutionContext, terminal: TestTerminal): void {
  t.false(terminal.isAlternate());
  t.is(terminal.row(0), "the shell");
  t.like(terminal.modes, { bracketedPasteMode: false, sendFocusMode: false, mouseTrackingMode: "none" });
  const output = terminal.output().toString();
  t.true(output.lastIndexOf("\x1b[?25h") > output.lastIndexOf("\x1b[?25l"), "the cursor is shown");
  t.is(output.split("\x1b[?1049l").length, 2, "restored once");
}

test("a normal exit keeps its code", async (t) => {
  const { terminal } = await startFixture(t, "exit");
  terminal.write("\r");
  t.is((await terminal.exited).code, 3);
  isRestored(t, terminal);
  t.is(terminal.row(1), "");
});

for (const [signal, code] of [
  ["SIGTERM", 143],
  ["SIGHUP", 129],
  ["SIGINT", 130],
] as const) {
  test(`${signal} exits with ${code}`, async (t) => {
    const { terminal } = await startFixture(t, "wait");
    terminal.kill(signal);
    t.deepEqual(await terminal.exited, { code, signal: 0 });
    isRestored(t, terminal);
  });
}

for (const ending of ["throw", "reject"]) {
  test(`an uncaught ${ending} is one plain line, and the log has the rest`, async (t) => {
    const { terminal, logFile } = await startFixture(t, ending);
    terminal.write("\r");
    t.is((await terminal.exited).code, 1);
    isRestored(t, terminal);
    t.is(terminal.row(1), `fixture: stopped by an internal error: a bug in it (details in ${logFile})`);
    t.is(terminal.row(2), "");
    t.is(terminal.cell(0, 1).fg, undefined);
    t.regex(await readFile(logFile, "utf8"), /full-screen-fixture\.ts:\d+/);
    t.is((await stat(logFile)).mode & 0o777, 0o600);
  });
}

test("a part that is gone since an update is told as such", async (t) => {
  const { terminal } = await startFixture(t, "missing");
  terminal.write("\r");
  t.is((await terminal.exited).code, 1);
  isRestored(t, terminal);
  const words = "its files were replaced while it ran, as an update does. Start it again.";
  t.is(terminal.row(1), `fixture: ${words}`);
});

test("a log that cannot be written is not promised", async (t) => {
  const { terminal } = await startFixture(t, "throw", "no/such/folder");
  terminal.write("\r");
  t.is((await terminal.exited).code, 1);
  t.is(terminal.row(1), "fixture: stopped by an internal error: a bug in it");
});

test("once taken away it does nothing", async (t) => {
  const { terminal, logFile } = await startFixture(t, "uninstall");
  terminal.write("\r");
  await terminal.exited;
  await t.throwsAsync(readFile(logFile));
});
