/** Puts a server together: store, rules, socket. Used by `chat-server`, by `npm start` and by tests. */
import { openStore } from "../data/index.ts";
import type { Fingerprint } from "../protocol/index.ts";
import { connectionCapacity } from "./capacity.ts";
import { type Certificate, CertificateError, type CertificateFiles, openCertificate } from "./certificate.ts";
import { Chat } from "./chat.ts";
import { Listener, type ListenOptions } from "./listen.ts";
import { describe, type Log } from "./log.ts";
import { type Cost, Passwords } from "./passwords.ts";
import { Rates } from "./rates.ts";
import { Retention } from "./retention.ts";
import { tryDefaults } from "./tries.ts";

export interface ServerOptions extends Omit<ListenOptions, "caps"> {
  /** The folder that holds everything. */
  readonly data: string;
  readonly log: Log;
  /** Without them the certificate is one of the server's own. */
  readonly certificate?: CertificateFiles | undefined;
  readonly lockoutScope?: "address" | "port";
  /** Failed logins that one address may make in ten minutes, over all accounts. */
  readonly failedLogins?: number;
  /** Accounts that one address may make in an hour. */
  readonly signups?: number;
  /** How long a token lasts without use. */
  readonly tokenDays?: number;
  /** Connections in all; never more than the system lets this process have. */
  readonly connections?: number | undefined;
  /** Connections of one address that aren't logged in. */
  readonly perAddress?: number;
  /** Requests that an account may make per second in the long run; 0: any number. */
  readonly rate?: number;
  readonly now?: () => number;
  readonly passwordCost?: Cost;
  /** How long, and how many of each conversation, messages are kept; undefined: all. */
  readonly keepDays?: number | undefined;
  readonly keepMessages?: number | undefined;
}

export interface RunningServer {
  readonly port: number;
  /** Of the certificate that new connections get. */
  readonly fingerprint: Fingerprint;
  /** How many are logged in. */
  online(): number;
  /** Reads the certificate again, for connections to come; what can't be used is logged, and the one before stays. */
  reload(): Promise<void>;
  /** Finishes what is under way, tells clients, writes everything and lets go of the folder. */
  stop(): Promise<void>;
}

/** Rejects with a StoreError, a CertificateError or the system's error for the address; then nothing is left open. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { log, lockoutScope = "address", now = Date.now } = options;
  const { failedLogins, signups, tokenDays, perAddress, rate } = { ...tryDefaults, ...options };
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
    rates: rate === 0 ? undefined : new Rates(rate),
  });
  const keep = { days: options.keepDays, messages: options.keepMessages };
  const retention = new Retention({ store, keep, now, log });
  const open = (): Promise<Certificate> => openCertificate(options.certificate, options.data, Date.now());
  const connections = Math.min(options.connections ?? Number.POSITIVE_INFINITY, connectionCapacity());
  const caps = { connections, perAddress };
  try {
    let certificate = await open();
    const listener = await Listener.open(chat, { ...options, caps }, certificate);
    retention.start();
    log.info({ event: "listening", ...listener.address, fingerprint: certificate.fingerprint, connections });
    warnOf(certificate, log);
    return {
      port: listener.address.port,
      get fingerprint() {
        return certificate.fingerprint;
      },
      online: () => chat.sessions.size,
      async reload() {
        certificate = (await reloaded(open, listener, log)) ?? certificate;
      },
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

function warnOf({ warnings }: Certificate, log: Log): void {
  for (const text of warnings) log.warn({ event: "certificate", text });
}

/** Undefined where the new one is no use. */
async function reloaded(
  open: () => Promise<Certificate>,
  listener: Listener,
  log: Log,
): Promise<Certificate | undefined> {
  try {
    const certificate = await open();
    listener.setCertificate(certificate);
    log.info({ event: "certificate reloaded", fingerprint: certificate.fingerprint });
    warnOf(certificate, log);
    return certificate;
  } catch (error) {
    const why = error instanceof CertificateError ? error.message : describe(error);
    log.error({ event: "certificate not reloaded, the one before stays in use", error: why });
    return undefined;
  }
}
