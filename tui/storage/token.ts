/** The login that this machine keeps for an account on a server: a token, never a password, in a file only its owner reads. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Disk } from "./disk.ts";
import { accountFolder, type Server } from "./place.ts";

const shape = /^[\w.-]{1,128}$/;

const fileOf = (root: string, server: Server, name: string): string =>
  join(accountFolder(root, server, name), "token");

/** Undefined where there is none, and where what is there is no use. */
export function readToken(root: string, server: Server, name: string): string | undefined {
  try {
    const text = readFileSync(fileOf(root, server, name), "utf8").trim();
    return shape.test(text) ? text : undefined;
  } catch {
    return undefined;
  }
}

/** Undefined removes it. Written with all else that is kept, so that it's there when the process has ended. */
export function keepToken(
  disk: Disk,
  root: string,
  server: Server,
  name: string,
  token: string | undefined,
): void {
  const file = fileOf(root, server, name);
  disk.change(file, token === undefined ? { kind: "remove" } : { kind: "write", text: () => `${token}\n` });
}
