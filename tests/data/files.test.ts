/** The layer over the real file system: what no layer of a test can stand for. */

import { constants } from "node:fs";
import { readdir, readFile, readlink } from "node:fs/promises";
import { join } from "node:path";
import test from "ava";
import { nodeFiles } from "../../data/files.ts";
import { temporaryFolder } from "./folders.ts";

/** Flags with which this process has the file open, as the kernel tells them. */
async function flagsOf(path: string): Promise<number> {
  for (const descriptor of await readdir("/proc/self/fd")) {
    const target = await readlink(`/proc/self/fd/${descriptor}`).catch(() => undefined);
    if (target !== path) continue;
    const [, flags = ""] =
      /^flags:\s*([0-7]+)/m.exec(await readFile(`/proc/self/fdinfo/${descriptor}`, "utf8")) ?? [];
    return Number.parseInt(flags, 8);
  }
  throw new Error(`${path} is not open.`);
}

// Elsewhere a write is followed by a sync, which nothing but a power cut shows.
const onLinux = process.platform === "linux" ? test : test.skip;

for (const flags of ["r+", "w"] as const) {
  onLinux(`the kernel syncs each write to a file that was opened with ${flags}`, async (t) => {
    const path = join(await temporaryFolder(t), "rows");
    const file = await nodeFiles.open(path, flags);
    t.not((await flagsOf(path)) & constants.O_DSYNC, 0);
    await file.close();
  });
}

test("a file that is opened to go on with keeps what it has, and one to begin anew loses it", async (t) => {
  const path = join(await temporaryFolder(t), "rows");
  for (const [flags, bytes, at] of [
    ["r+", "none", 0],
    ["w", "one", 0],
    ["r+", " two", 3],
    ["w", "three", 0],
    ["r+", " four", 5],
    ["r+", "T", 0],
  ] as const) {
    const file = await nodeFiles.open(path, flags);
    await file.write(Buffer.from(bytes), at);
    await file.close();
  }
  t.is((await nodeFiles.read(path)).toString(), "Three four");
});
