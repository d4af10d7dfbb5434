/** The servers that are measured, each in a process of its own: the built chat-server, and the floor. */
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { openStore } from "../../data/index.ts";
import { type Cost, Passwords } from "../../server/passwords.ts";
import { accountName, accountPassword } from "./load.ts";
import { Measured } from "./measured.ts";

export type Kind = "chat" | "floor";

export interface MeasuredServer {
  readonly kind: Kind;
  readonly port: number;
  readonly process: Measured;
  stop(): Promise<void>;
}

/** Checked in no time, where it's not the hashing that is measured. */
export const cheap: Cost = { logN: 4, r: 1, p: 1 };
/** What the server itself takes. */
export const usual = undefined;

/** `accounts`: how many there are, with cheap passwords. `prepare`: does more to the folder before the server starts. */
export async function startServer(
  kind: Kind,
  accounts: number,
  prepare: (folder: string) => Promise<void> = async () => {},
): Promise<MeasuredServer> {
  if (kind === "floor") return started(kind, new Measured(join(import.meta.dirname, "floor.ts"), [], tsx));
  const folder = mkdtempSync(join(tmpdir(), "chat-bench-"));
  await createAccounts(folder, accounts, cheap);
  await prepare(folder);
  return started(kind, chatServerIn(folder), () => rmSync(folder, { recursive: true, force: true }));
}

export function chatServerIn(folder: string): Measured {
  return new Measured("bin/chat-server.js", measuredOptions(folder));
}

/** What is measured is how fast the server is, not how fast it lets itself be asked. */
export function measuredOptions(folder: string): string[] {
  return ["--host", "127.0.0.1", "--port", "0", "--rate", "0", "--data", folder];
}

export const tsx = ["--import=tsx"];

async function started(kind: Kind, process: Measured, clean = (): void => {}): Promise<MeasuredServer> {
  return {
    kind,
    port: await portOf(process),
    process,
    async stop() {
      await process.stop();
      clean();
    },
  };
}

/** Resolves once it listens. */
export async function portOf({ child }: Measured): Promise<number> {
  if (child.stdout === null) throw new Error("The server's output is lost.");
  const [line] = (await once(createInterface(child.stdout), "line")) as [string];
  return Number(/port (\d+)/.exec(line)?.[1]);
}

/** Accounts from number `first` on. */
export async function createAccounts(
  folder: string,
  count: number,
  cost: Cost | undefined,
  first = 0,
): Promise<void> {
  const passwordHash = await new Passwords(cost).hash(accountPassword);
  const store = await openStore({ folder });
  const names = Array.from({ length: count }, (_, index) => accountName(first + index));
  await Promise.all(names.map((name) => store.createAccount({ name, passwordHash, createdAt: Date.now() })));
  await store.close();
}
