/** Which certificate was accepted from which server: one small file each, so that no two clients undo each other's. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Fingerprint, readFingerprint, type ServerCertificate } from "../../protocol/index.ts";
import { Failure } from "../failure.ts";
import { Disk } from "./disk.ts";
import { fileNameOf, type Server } from "./place.ts";

const fileOf = (root: string, server: Server): string => join(root, "certificates", fileNameOf(server));

/** Throws a Failure where there is one that can't be read: without it anybody could pose as the server. */
export function readPin(root: string, server: Server): Fingerprint | undefined {
  const path = fileOf(root, server);
  const text = contentsOf(path);
  if (text === undefined) return undefined;
  const pin = readFingerprint(text);
  if (pin !== undefined) return pin;
  throw new Failure(`${path} is damaged. Remove it to be asked about the server's certificate again.`);
}

/** Undefined where there is no such file. */
function contentsOf(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw new Failure(`${path} can't be read, so the server can't be known: ${(error as Error).message}.`);
  }
}

/** For a command that keeps nothing else. What can't be kept is asked about again. */
export async function keepPinNow(
  root: string,
  server: Server,
  certificate: ServerCertificate,
): Promise<void> {
  const disk = new Disk(root, () => {});
  keepPin(disk, root, server, certificate);
  await disk.flush().catch(() => {});
}

/** One that is vouched for needs no pin, and may be renewed at any time. */
export function keepPin(disk: Disk, root: string, server: Server, certificate: ServerCertificate): void {
  const { fingerprint, vouched } = certificate;
  disk.change(
    fileOf(root, server),
    vouched ? { kind: "remove" } : { kind: "write", text: () => `${fingerprint}\n` },
  );
}
