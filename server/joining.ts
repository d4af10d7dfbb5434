/** What a server says when it starts: what others type to join, with the fingerprint by which they know it. */
import { hostname } from "node:os";
import { fingerprintRows, isLoopbackHost } from "../protocol/index.ts";
import type { RunningServer } from "./start.ts";

const groupsInRow = 8;

/** `host` is what the server listens on. */
export function joinLines(
  host: string,
  { port, fingerprint }: Pick<RunningServer, "port" | "fingerprint">,
): string {
  const here = `On this machine others join with: npx chat-tui --port ${port}`;
  const elsewhere = [
    `From other machines: npx chat-tui --host ${publicHost(host)} --port ${port} --fingerprint ${fingerprint}`,
    "The certificate's fingerprint, to compare with what a client shows:",
    ...fingerprintRows(fingerprint, groupsInRow).map((row) => `  ${row}`),
  ];
  return [here, ...(isLoopbackHost(host) ? [] : elsewhere)].map((line) => `${line}\n`).join("");
}

/** An address that means all of them is not one to connect to. */
function publicHost(host: string): string {
  return host === "0.0.0.0" || host === "::" ? hostname() : host;
}
