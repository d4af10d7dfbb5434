/** What is in a data folder: all its files, and which document each of them is. */
import { join } from "node:path";
import { type Files, failedWith } from "./files.ts";

/**
 * Paths within the folder, sorted. No folder of a store has a dot in its name, and each of its files has one, so
 * nothing needs to be asked about either.
 */
export async function filesBelow(files: Files, folder: string, path = ""): Promise<string[]> {
  const found: string[] = [];
  for (const name of (await files.list(join(folder, path))).sort()) {
    const inner = join(path, name);
    if (name.includes(".") || !(await isFolder(files, join(folder, inner)))) found.push(inner);
    else found.push(...(await filesBelow(files, folder, inner)));
  }
  return found;
}

/** The account whose mailbox this is, if it is one. */
export function mailboxOf(path: string): string | undefined {
  return /^mailboxes\/[0-9a-f]{2}\/([^/]+)\.json$/.exec(path)?.[1];
}

async function isFolder(files: Files, path: string): Promise<boolean> {
  try {
    await files.list(path);
    return true;
  } catch (error) {
    if (failedWith(error, "ENOTDIR")) return false;
    throw error;
  }
}
