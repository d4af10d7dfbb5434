import test from "ava";
import { describe } from "../../../tui/keytest/describe.ts";
import { readKeys } from "../../../tui/settings/key-changes.ts";
import type { KeyChanges } from "../../../tui/state/bindings.ts";
import { InputDecoder } from "../../../tui/terminal/input.ts";

function lines(bytes: string, changes: KeyChanges = {}): string[] {
  const decoder = new InputDecoder();
  const chunk = Buffer.from(bytes);
  return describe(chunk, [...decoder.push(chunk), ...decoder.flush()], changes);
}

test("a key is shown with its bytes and what it's bound to", (t) => {
  t.deepEqual(lines("\x1b[15~"), ["F5                  \\e[15~                  undo-block, block"]);
  t.regex(lines("\x10")[0] ?? "", /^Ctrl-P +\\x10 +previous-conversation$/);
  t.regex(lines("\x1b[1;7D")[0] ?? "", /^Ctrl-Alt-Left +\\e\[1;7D +bound to nothing$/);
  t.regex(lines("\x1b")[0] ?? "", /^Esc +\\e .*close-panel.* login-forget$/);
});

test("changed keys are shown as they are", (t) => {
  const { changes } = readKeys({ broadcast: ["F5"], online: ["Ctrl-X o"] });
  t.regex(lines("\x1b[15~", changes)[0] ?? "", / broadcast$/);
  t.regex(lines("\x18", changes)[0] ?? "", /^Ctrl-X .*the start of online/);
});

test("typed characters, pastes, the mouse and the focus have words", (t) => {
  t.regex(lines("a")[0] ?? "", /^a +a +bound to nothing$/);
  t.regex(lines("ä")[0] ?? "", /^ä +\\xc3\\xa4 /);
  t.regex(lines(" ")[0] ?? "", /^Space +\\x20 /);
  t.regex(lines("abc")[0] ?? "", /^abc +abc +typed at once$/);
  t.regex(lines("\x1b[200~two\nlines\x1b[201~")[0] ?? "", /^\(paste\) .* 9 characters$/);
  t.regex(lines("\x1b[<0;3;4M")[0] ?? "", /^\(mouse\) .* press, left button, column 3, row 4$/);
  t.regex(lines("\x1b[<64;3;4M")[0] ?? "", /^\(mouse\) .* wheelup, column 3, row 4$/);
  t.regex(lines("\x1b[O")[0] ?? "", /^\(focus\) .* lost the keyboard$/);
});

test("several keys at once have a line each, what is unknown has one, too", (t) => {
  t.is(lines("\x1b[A\x1b[B").length, 2);
  t.regex(lines("\x1b[99~")[0] ?? "", /^\(no key\) +\\e\[99~ +nothing that chat-tui knows$/);
});

test("no byte gets to the terminal as it came", (t) => {
  for (let byte = 0; byte < 256; byte++) {
    t.notRegex(describe(Buffer.from([byte]), [], {}).join(), /\p{Cc}/u);
  }
});
