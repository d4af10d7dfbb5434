/** The harness itself, against small programs of sh. */
import test from "ava";
import { startTerminal } from "./terminal.ts";

const ESC = "\x1b";

const sh = (script: string) => ({ command: "sh", args: ["-c", script], columns: 40, rows: 6 });

test("what a program prints is on the screen, with its looks", async (t) => {
  const terminal = startTerminal(
    t,
    sh(String.raw`printf 'one\r\n\033[1;7;31mtwo\033[m \033[38;2;1;2;255mrgb\033[m'`),
  );
  await terminal.exited;
  t.deepEqual(terminal.screen(), ["one", "two rgb", "", "", "", ""]);
  t.is(terminal.row(1), "two rgb");
  t.like(terminal.cell(0, 1), { chars: "t", width: 1, fg: 1, bg: undefined, bold: true, inverse: true });
  t.like(terminal.cell(0, 0), { chars: "o", fg: undefined, bold: false, inverse: false });
  t.is(terminal.cell(4, 1).fg, "#0102ff");
  t.throws(() => terminal.cell(40, 0), { instanceOf: RangeError });
});

test("rows that have scrolled out are gone", async (t) => {
  const terminal = startTerminal(t, sh("seq 1 10; printf end"));
  await terminal.exited;
  t.deepEqual(terminal.screen(), ["6", "7", "8", "9", "10", "end"]);
  t.is(terminal.cell(0, 0).chars, "6");
});

test("the emulator gives a grapheme one cell pair", async (t) => {
  const terminal = startTerminal(t, sh("printf '👩‍👩‍👧x🇩🇪y'"));
  await terminal.exited;
  t.like(terminal.cell(0, 0), { chars: "👩‍👩‍👧", width: 2 });
  t.like(terminal.cell(1, 0), { chars: "", width: 0 });
  t.is(terminal.cell(2, 0).chars, "x");
  t.is(terminal.cell(5, 0).chars, "y");
});

test("what is typed reaches the program; waiting ends with the output that was waited for", async (t) => {
  const terminal = startTerminal(t, sh('read line; printf "got:%s" "$line"; read again'));
  terminal.write("hello\r");
  await terminal.waitFor("got:hello");
  await terminal.waitFor(/^got:\w+$/m);
  await terminal.waitFor(({ cursor }) => cursor.x === "got:hello".length);
  terminal.write("\r");
  t.deepEqual(await terminal.exited, { code: 0, signal: 0 });
  t.true(terminal.output().includes("got:hello"));
});

test("waiting for something to go ends when it is overwritten", async (t) => {
  const terminal = startTerminal(
    t,
    sh(String.raw`printf 'busy'; read line; printf '\033[2J\033[Hdone'; read line`),
  );
  await terminal.waitFor("busy");
  terminal.write("\r");
  await terminal.waitGone("busy");
  t.is(terminal.row(0), "done");
});

test("waiting for what never comes fails with the screen as soon as the program ends", async (t) => {
  const terminal = startTerminal(t, sh('printf "last words"'));
  const error = await t.throwsAsync(terminal.waitFor("something else"));
  t.regex(error.message, /something else/);
  t.regex(error.message, /last words/);
});

test("a program sees no sign of CI and a colour terminal", async (t) => {
  process.env.CI = "true";
  const terminal = startTerminal(t, {
    ...sh('echo "[$CI][$GITHUB_ACTIONS][$CONTINUOUS_INTEGRATION][$NO_COLOR][$TERM][$EXTRA]"; pwd'),
    env: { EXTRA: "more" },
    cwd: "/",
  });
  await terminal.exited;
  t.is(terminal.row(0), "[][][][][xterm-256color][more]");
  t.is(terminal.row(1), "/");
});

test("a program learns the size, the new one too", async (t) => {
  const terminal = startTerminal(
    t,
    sh("trap 'stty size; exit' WINCH; stty size; while :; do sleep 0.01; done"),
  );
  await terminal.waitFor("6 40");
  terminal.resize(70, 9);
  await terminal.waitFor("9 70");
  t.is(terminal.screen().length, 9);
});

test("the emulator answers, and the program reads the answer", async (t) => {
  const script = String.raw`stty raw -echo; printf '\033[6n'; head -c 6 | od -An -c; stty sane`;
  const terminal = startTerminal(t, sh(script));
  await terminal.waitFor(/033\s+\[\s+1\s+;\s+1\s+R/);
  t.pass();
});

test("modes, title and the alternate screen are visible", async (t) => {
  const script = String.raw`printf '\033[?1049h\033[?2004h\033[?1000h\033]0;my title\007in'; read l; printf '\033[?1049l\033[?2004lout'; read l`;
  const terminal = startTerminal(t, sh(script));
  await terminal.waitFor("in");
  t.true(terminal.isAlternate());
  t.is(terminal.title, "my title");
  t.like(terminal.modes, { bracketedPasteMode: true, mouseTrackingMode: "vt200" });
  terminal.write("\r");
  await terminal.waitFor("out");
  t.false(terminal.isAlternate());
  t.false(terminal.modes.bracketedPasteMode);
  t.true(terminal.output().includes(`${ESC}[?1049h`));
});

test("a killed program says by what", async (t) => {
  const terminal = startTerminal(t, sh("echo up; exec cat"));
  await terminal.waitFor("up");
  terminal.kill("SIGTERM");
  t.is((await terminal.exited).signal, 15);
});
