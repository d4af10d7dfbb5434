/** Where the files of an account are: a folder for each server and account, with names that every file system takes. */
import { join } from "node:path";
import envPaths from "env-paths";
import { canonical } from "../../protocol/index.ts";

export interface Server {
  readonly host: string;
  readonly port: number;
}

/** Where the client keeps what is its own, on this platform. */
export function dataFolder(): string {
  return envPaths("chat-tui", { suffix: "" }).data;
}

/** The @ keeps names apart that mean something to a file system, such as `..` or `con`. */
export function accountFolder(root: string, server: Server, account: string): string {
  return join(root, "accounts", fileNameOf(server), `@${encoded(canonical(account))}`);
}

/** As the name of a file or a folder. */
export function fileNameOf({ host, port }: Server): string {
  return `@${encoded(host.toLowerCase())}_${port}`;
}

function encoded(text: string): string {
  return text.replace(/[^a-z0-9._-]/gu, (character) =>
    [...Buffer.from(character)].map((byte) => `%${byte.toString(16)}`).join(""),
  );
}
