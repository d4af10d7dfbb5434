/** The servers that are measured, each in a process of its own: the built chat-server, and the floor. */
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { openStore } from "../../data/index.ts";
import { newGrant } from "../../server/grants.ts";
import { type Cost, Passwords } from "../../server/passwords.ts";
import { accountName, accountPassword } from "./load.ts";
import { Measured } from "./measured.ts";

export type Kind = "chat" | "floor";

export interface MeasuredServer {
  readonly kind: Kind;
  readonly port: number;
  /** File with the tokens of the accounts, in their order. */
  readonly tokens: string;
  readonly process: Measured;
  stop(): Promise<void>;
}

/** What a hash of a password costs where nobody logs in with one. */
export const cheap: Cost = { logN: 4, r: 1, p: 1 };
/** What the server itself takes. */
export const usual = undefined;

/** `accounts`: how many there are, with tokens to log in with. `prepare`: does more to the folder before the server starts. */
export async function startServer(
  kind: Kind,
  accounts: number,
  prepare: (folder: string) => Promise<void> = async () => {},
): Promise<MeasuredServer> {
  if (kind === "floor")
    return started(kind, new Measured(join(import.meta.dirname, "floor.ts"), [], tsx), "");
  const folder = mkdtempSync(join(tmpdir(), "chat-bench-"));
  const tokens = join(folder, "bench-tokens.json");
  writeFileSync(tokens, JSON.stringify(await createAccounts(folder, accounts, cheap)));
  await prepare(folder);
  return started(kind, chatServerIn(folder), tokens, () => rmSync(folder, { recursive: true, force: true }));
}

export function chatServerIn(folder: string): Measured {
  return new Measured("bin/chat-server.js", measuredOptions(folder));
}

/** What is measured is how fast the server is, not how fast it lets itself be asked. */
export function measuredOptions(folder: string): string[] {
  return ["--host", "127.0.0.1", "--port", "0", "--rate", "0", "--data", folder];
}

export const tsx = ["--import=tsx"];

async function started(
  kind: Kind,
  process: Measured,
  tokens: string,
  clean = (): void => {},
): Promise<MeasuredServer> {
  return {
    kind,
    tokens,
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

/** Accounts from number `first` on. Resolves to tokens that log in without hashing anything, as most reconnects do. */
export async function createAccounts(
  folder: string,
  count: number,
  cost: Cost | undefined,
  first = 0,
): Promise<string[]> {
  const passwordHash = await new Passwords(cost).hash(accountPassword);
  const store = await openStore({ folder });
  const names = Array.from({ length: count }, (_, index) => accountName(first + index));
  await Promise.all(names.map((name) => store.createAccount({ name, passwordHash, createdAt: Date.now() })));
  const issued = names.map((name) => ({ name, ...newGrant(name, false, Date.now()) }));
  await Promise.all(issued.map(({ name, grant }) => store.setGrant(name, grant)));
  await store.close();
  return issued.map(({ token }) => token);
}
