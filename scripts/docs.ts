/**
 * Writes the files that are made from the project's tables; with --check it writes nothing and fails where one is
 * stale. Paths are relative to the current folder, which npm scripts make the project's.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { protocolPage } from "./docs/page.ts";
import { readme } from "./docs/readme.ts";
import { vectorsFile } from "./docs/vectors.ts";

/** One row per file: how to make it from what it holds now, so that a section between markers can be replaced too. */
const files: Readonly<Record<string, (current: string) => string>> = {
  "PROTOCOL.md": protocolPage,
  "README.md": readme,
  "protocol/vectors.json": vectorsFile,
};

function currentOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return "";
    throw error;
  }
}

const stale = Object.entries(files).flatMap(([path, make]) => {
  const current = currentOf(path);
  const content = make(current);
  return content === current ? [] : [{ path, content }];
});

if (process.argv.includes("--check")) {
  for (const { path } of stale) process.stderr.write(`${path} is stale: npm run docs makes it anew.\n`);
  if (stale.length > 0) process.exitCode = 1;
} else {
  for (const { path, content } of stale) writeFileSync(path, content);
}
