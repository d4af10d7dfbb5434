/** Passwords out of files. */
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import test, { type ExecutionContext } from "ava";
import { passwordOf } from "../../../tui/cli/password.ts";
import { Failure } from "../../../tui/failure.ts";

async function fileWith(t: ExecutionContext, text: string, mode = 0o600): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "chat-password-"));
  t.teardown(() => rm(folder, { recursive: true }));
  const file = path.join(folder, "password");
  await writeFile(file, text);
  await chmod(file, mode);
  return file;
}

const read = (passwordFile: string | undefined): string | undefined =>
  passwordOf({ host: "", port: 1, user: "", expected: undefined, takeover: false, passwordFile });

test("the password is the first line, blanks and all", async (t) => {
  t.is(read(await fileWith(t, " correct horse \nmore\n")), " correct horse ");
  t.is(read(await fileWith(t, "correct horse\r\n", 0o400)), "correct horse");
  t.is(read(undefined), undefined);
});

for (const mode of [0o640, 0o604, 0o620, 0o666]) {
  test(`a file of mode ${mode.toString(8)} is refused, with what to do`, async (t) => {
    const file = await fileWith(t, "correct horse\n", mode);
    const error = t.throws(() => read(file), { instanceOf: Failure });
    t.is(
      error.message,
      `${file} can be read by others, so it's no place for a password. Do: chmod 600 ${file}`,
    );
  });
}

test("a file that is empty or not there is an error in one sentence", async (t) => {
  const file = await fileWith(t, "\nsecond line\n");
  t.is(t.throws(() => read(file)).message, `There is no password in the first line of ${file}.`);
  t.regex(
    t.throws(() => read("/nowhere/\x1b[2Jx"), { instanceOf: Failure }).message,
    /^\/nowhere\/x can't be read: /,
  );
});
