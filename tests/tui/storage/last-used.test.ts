import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { type ExecutionContext } from "ava";
import { Disk } from "../../../tui/storage/disk.ts";
import { keepLastUsed, readLastUsed } from "../../../tui/storage/last-used.ts";

async function folder(t: ExecutionContext): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), "last-"));
  t.teardown(() => rm(made, { recursive: true, force: true }));
  return made;
}

const last = { host: "chat.example", port: 2001, user: "alice" };

test("what is kept is there the next time, for its owner alone", async (t) => {
  const root = join(await folder(t), "new");
  const disk = new Disk(root, () => {});
  keepLastUsed(disk, root, last);
  await disk.flush();
  t.deepEqual(readLastUsed(root), last);
  t.is((await stat(join(root, "last-used.json"))).mode & 0o777, 0o600);
});

test("nothing, and what is no use, is nothing", async (t) => {
  const root = await folder(t);
  t.is(readLastUsed(root), undefined);
  for (const text of [
    "",
    "{",
    "[]",
    '{"host":"x"}',
    '{"host":"a b","port":1,"user":"alice"}',
    '{"host":"x","port":1,"user":"\\u001b"}',
  ]) {
    await writeFile(join(root, "last-used.json"), text);
    t.is(readLastUsed(root), undefined, text);
  }
});

test("a process that ends at once has kept it", async (t) => {
  const root = join(await folder(t), "new");
  const disk = new Disk(root, () => {});
  keepLastUsed(disk, root, last);
  disk.flushNow();
  t.deepEqual(readLastUsed(root), last);
});
