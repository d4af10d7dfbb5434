/** Writing to a terminal that stalls; a named pipe that is full stands for it. */
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, constants, mkdtempSync, openSync, readSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import test, { type ExecutionContext } from "ava";
import { Output } from "../../../tui/terminal/output.ts";

/** More than any pipe holds. */
const long = "0123456789".repeat(100_000);

function openPipe(t: ExecutionContext): { readonly file: string; readonly writer: number; read(): string } {
  const file = path.join(mkdtempSync(path.join(tmpdir(), "chat-tui-")), "pipe");
  execFileSync("mkfifo", [file]);
  const reader = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
  const writer = openSync(file, constants.O_WRONLY | constants.O_NONBLOCK);
  t.teardown(() => closeSync(reader));
  t.teardown(() => closeSync(writer));
  const buffer = Buffer.alloc(1 << 20);
  return {
    file,
    writer,
    read() {
      try {
        return buffer.toString("utf8", 0, readSync(reader, buffer));
      } catch {
        return "";
      }
    },
  };
}

test("what is written is there at once", (t) => {
  const { writer, read } = openPipe(t);
  const output = new Output(writer, () => t.fail());
  t.true(output.write("one"));
  t.true(output.write("two"));
  t.is(read(), "onetwo");
});

test("a stalled terminal takes no more frames; all of the one under way comes, and then it's told", async (t) => {
  const { writer, read } = openPipe(t);
  const drained = Promise.withResolvers<void>();
  const output = new Output(writer, drained.resolve);
  t.true(output.write(long));
  t.false(output.write("another frame"));
  let all = "";
  const reading = setInterval(() => {
    all += read();
  }, 1);
  await drained.promise;
  clearInterval(reading);
  all += read();
  t.is(all.length, long.length);
  t.true(all === long);
  t.true(output.write("next"));
  t.is(read(), "next");
});

test("finishing writes what is left of a frame first, and is done when it returns", async (t) => {
  const { file, writer } = openPipe(t);
  const output = new Output(writer, () => {});
  output.write(long);
  // In another process: this one can't read while it writes.
  const reader = spawn("sh", ["-c", 'head -c "$1" "$0" > "$0.copy"', file, String(long.length + 8)]);
  const copied = once(reader, "exit");
  output.finish("restored");
  await copied;
  t.true((await readFile(`${file}.copy`, "utf8")) === `${long}restored`);
});

test("a terminal that is gone is no error", (t) => {
  const output = new Output(-1, () => t.fail());
  t.true(output.write("text"));
  t.true(output.write("more"));
  t.notThrows(() => output.finish("restored"));
});
