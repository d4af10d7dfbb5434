/** Where one was logged in last, as whom: what a start without arguments means. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { isName } from "../../protocol/index.ts";
import { portCheck, wordCheck } from "../state/settings.ts";
import { makePrivate, replaceFile } from "./private.ts";

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

/** A disk that refuses costs some typing at the next start, and nothing else. */
export async function keepLastUsed(root: string, { host, port, user }: LastUsed): Promise<void> {
  try {
    await makePrivate(root, root);
    await replaceFile(fileIn(root), `${JSON.stringify({ host, port, user })}\n`);
  } catch {}
}
