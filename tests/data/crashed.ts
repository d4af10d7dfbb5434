/** What tests do to the folder of a store that was stopped in the middle of its work. */
import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";

/** What a process that is gone leaves: a lock in its name, which is this one's. */
export async function forgetProcess(folder: string): Promise<void> {
  const locks = (await readdir(folder)).filter((name) => name.startsWith("lock."));
  for (const name of locks) await rm(join(folder, name));
}
