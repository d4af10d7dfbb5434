/** Puts a server together: store, rules, socket. Used by `chat-server`, by `npm start` and by tests. */
import { openStore } from "../data/index.ts";
import { Chat } from "./chat.ts";
import { Listener, type ListenOptions } from "./listen.ts";
import type { Log } from "./log.ts";
import { type Cost, Passwords } from "./passwords.ts";
import { Retention } from "./retention.ts";
import { tryDefaults } from "./tries.ts";

export interface ServerOptions extends ListenOptions {
  /** The folder that holds everything. */
  readonly data: string;
  readonly log: Log;
  readonly lockoutScope?: "address" | "port";
  /** Failed logins that one address may make in ten minutes, over all accounts. */
  readonly failedLogins?: number;
  /** Accounts that one address may make in an hour. */
  readonly signups?: number;
  /** How long a token lasts without use. */
  readonly tokenDays?: number;
  readonly now?: () => number;
  readonly passwordCost?: Cost;
  /** How long, and how many of each conversation, messages are kept; undefined: all. */
  readonly keepDays?: number | undefined;
  readonly keepMessages?: number | undefined;
}

export interface RunningServer {
  readonly port: number;
  /** How many are logged in. */
  online(): number;
  /** Finishes what is under way, tells clients, writes everything and lets go of the folder. */
  stop(): Promise<void>;
}

/** Rejects with a StoreError or the system's error for the address; then nothing is left open. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { log, lockoutScope = "address", now = Date.now } = options;
  const { failedLogins, signups, tokenDays } = { ...tryDefaults, ...options };
  const warn = (text: string): void => log.warn({ event: "store", text });
  const store = await openStore({ folder: options.data, warn });
  const chat = new Chat({
    store,
    passwords: new Passwords(options.passwordCost),
    log,
    now,
    lockoutScope,
    failedLogins: { count: failedLogins, seconds: 600 },
    signups: { count: signups, seconds: 3600 },
    tokenDays,
  });
  const keep = { days: options.keepDays, messages: options.keepMessages };
  const retention = new Retention({ store, keep, now, log });
  try {
    const listener = await Listener.open(chat, options);
    retention.start();
    log.info({ event: "listening", ...listener.address });
    return {
      port: listener.address.port,
      online: () => chat.sessions.size,
      async stop() {
        await listener.stop();
        await chat.turns.settled();
        await retention.stop();
        await store.close();
        log.info({ event: "stopped" });
      },
    };
  } catch (error) {
    await store.close();
    throw error;
  }
}
