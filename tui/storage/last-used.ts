/** Where one was logged in last, as whom: what a start without arguments means. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { isName } from "../../protocol/index.ts";
import { portCheck, wordCheck } from "../state/settings.ts";
import type { Disk } from "./disk.ts";

const check = v.object({
  host: wordCheck,
  port: portCheck,
  user: v.pipe(v.string(), v.check(isName)),
});

export type LastUsed = v.InferOutput<typeof check>;

const fileIn = (root: string): string => join(root, "last-used.json");

/** Undefined where nothing is known, and where what is there is no use. */
export function readLastUsed(root: string): LastUsed | undefined {
  try {
    return v.parse(check, JSON.parse(readFileSync(fileIn(root), "utf8")));
  } catch {
    return undefined;
  }
}

/** Written with all else that is kept, so that it's there when the process has ended. */
export function keepLastUsed(disk: Disk, root: string, { host, port, user }: LastUsed): void {
  disk.change(fileIn(root), { kind: "write", text: () => `${JSON.stringify({ host, port, user })}\n` });
}
