import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, constants, mkdtempSync, openSync, readSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import test, { type ExecutionContext } from "ava";
import { writeNow } from "../../../tui/terminal/write-now.ts";

/** More than any pipe holds. */
const LONG = "0123456789".repeat(100_000);

/** A named pipe whose two ends never block, like the terminal of a process that set it so. */
function openPipe(t: ExecutionContext): {
  readonly file: string;
  readonly reader: number;
  readonly writer: number;
} {
  const file = path.join(mkdtempSync(path.join(tmpdir(), "chat-tui-")), "pipe");
  execFileSync("mkfifo", [file]);
  const reader = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
  const writer = openSync(file, constants.O_WRONLY | constants.O_NONBLOCK);
  t.teardown(() => closeSync(reader));
  return { file, reader, writer };
}

test("all of it arrives, though the other side is slower", async (t) => {
  const { file, writer } = openPipe(t);
  // Into a file: this process can't read while it writes.
  const slow = spawn("sh", ["-c", 'exec cat "$0" > "$0.copy"', file]);
  const copied = once(slow, "exit");
  writeNow(writer, LONG);
  closeSync(writer);
  await copied;
  t.true((await readFile(`${file}.copy`, "utf8")) === LONG);
});

test("a side that has stalled is given up", (t) => {
  const { reader, writer } = openPipe(t);
  t.notThrows(() => writeNow(writer, LONG));
  closeSync(writer);
  t.true(readSync(reader, Buffer.alloc(LONG.length)) > 0);
});

test("a side that is gone is no error", (t) => {
  const { writer } = openPipe(t);
  closeSync(writer);
  t.notThrows(() => writeNow(writer, "text"));
});
