/** Puts a server together: store, rules, socket. Used by `chat-server`, by `npm start` and by tests. */
import { type OpenOptions, openStore } from "../data/index.ts";
import type { Fingerprint } from "../protocol/index.ts";
import type { Operated } from "./admin/operated.ts";
import { AdminSocket } from "./admin/socket.ts";
import { connectionCapacity } from "./capacity.ts";
import { type Certificate, CertificateError, type CertificateFiles, openCertificate } from "./certificate.ts";
import { Chat, type Rules } from "./chat.ts";
import { Counts } from "./counts.ts";
import type { Caps } from "./door.ts";
import { Listener, type ListenOptions } from "./listen.ts";
import { describe, type Log } from "./log.ts";
import type { Measured } from "./metrics/families.ts";
import { MetricsPort } from "./metrics/port.ts";
import { type Cost, Passwords } from "./passwords.ts";
import { Reminder } from "./reminder.ts";
import { Rest } from "./rest.ts";
import { type Keep, Retention } from "./retention.ts";
import { tryDefaults } from "./tries.ts";

export interface ServerOptions extends Omit<ListenOptions, "caps">, ChangeableOptions {
  /** The folder that holds everything. */
  readonly data: string;
  readonly log: Log;
  /** Where on this machine metrics are; 0: any free port. */
  readonly metricsPort?: number | undefined;
  readonly now?: () => number;
  readonly passwordCost?: Cost;
  /** What is under the store, where it isn't the disk at its usual pace. */
  readonly storage?: Pick<OpenOptions, "files" | "pace" | "caches">;
}

/** What `reload` takes over. */
export interface ChangeableOptions {
  /** Whether unencrypted connections from other machines are accepted. */
  readonly allowPlain: boolean;
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
  /** Goes on with these options and the certificate as it is now; one that can't be used is logged, and the one before stays. */
  reload(options: ChangeableOptions): Promise<void>;
  /** Finishes what is under way, tells clients, writes everything and lets go of the folder. */
  stop(): Promise<void>;
}

/** Rejects with a StoreError, a CertificateError, a MetricsPortError or the system's error for the address; then nothing is left open. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { log, data, now = Date.now } = options;
  const counts = new Counts();
  const store = await openStore({
    folder: data,
    warn: (text) => log.warn({ event: "store", text }),
    synced: (records, ms) => counts.synced(records, ms),
    ...options.storage,
  });
  const passwords = new Passwords(options.passwordCost);
  const chat = new Chat({ store, passwords, log, counts, now, ...rulesOf(options) });
  const retentionOf = (of: ChangeableOptions) => new Retention({ store, keep: keepOf(of), now, log });
  let retention = retentionOf(options);
  const opened: { stop(): unknown }[] = [];
  try {
    let certificate = await openCertificate(options.certificate, data, Date.now());
    const listener = await Listener.open(chat, { ...options, caps: capsOf(options) }, certificate);
    opened.push(listener);
    const operated = operatedOf(chat, listener);
    const metrics = await openMetrics(options.metricsPort, operated);
    if (metrics) opened.push(metrics);
    const adminSocket = await AdminSocket.open(data, operated);
    retention.start();
    const { connections } = capsOf(options);
    const listening = { ...listener.address, connections, ...(metrics && { metrics: metrics.port }) };
    log.info({ event: "listening", ...listening, fingerprint: certificate.fingerprint });
    const warn = warnTo(log);
    certificate.warnings.forEach(warn);
    const reminder = new Reminder({ shown: () => certificate, warn, now: Date.now });
    const rest = new Rest();
    return {
      port: listener.address.port,
      get fingerprint() {
        return certificate.fingerprint;
      },
      online: () => chat.sessions.size,
      async reload(changed) {
        chat.adopt(rulesOf(changed));
        listener.adopt(changed.allowPlain, capsOf(changed));
        const open = () => openCertificate(changed.certificate, data, Date.now());
        certificate = (await reloaded(open, listener, log)) ?? certificate;
        await retention.stop();
        retention = retentionOf(changed);
        retention.start();
      },
      async stop() {
        reminder.stop();
        rest.stop();
        metrics?.retire();
        adminSocket.close();
        await listener.stop();
        await chat.turns.settled();
        await retention.stop();
        await store.close();
        metrics?.stop();
        log.info({ event: "stopped" });
      },
    };
  } catch (error) {
    for (const each of opened) await each.stop();
    await store.close();
    throw error;
  }
}

function rulesOf(options: ChangeableOptions): Rules {
  const { failedLogins, signups, tokenDays, rate } = { ...tryDefaults, ...options };
  return {
    lockoutScope: options.lockoutScope ?? "address",
    failedLogins: { count: failedLogins, seconds: 600 },
    signups: { count: signups, seconds: 3600 },
    tokenDays,
    rate,
  };
}

function capsOf({ connections, perAddress = tryDefaults.perAddress }: ChangeableOptions): Caps {
  return { connections: Math.min(connections ?? Number.POSITIVE_INFINITY, connectionCapacity()), perAddress };
}

function keepOf({ keepDays, keepMessages }: ChangeableOptions): Keep {
  return { days: keepDays, messages: keepMessages };
}

function operatedOf(chat: Chat, listener: Listener): Operated {
  return {
    chat,
    delays: undefined,
    traffic: () => listener.traffic(),
    closeBanned: (ban) => listener.closeBanned(ban),
  };
}

async function openMetrics(port: number | undefined, measured: Measured): Promise<MetricsPort | undefined> {
  return port === undefined ? undefined : MetricsPort.open(port, measured);
}

function warnTo(log: Log): (text: string) => void {
  return (text) => log.warn({ event: "certificate", text });
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
    certificate.warnings.forEach(warnTo(log));
    return certificate;
  } catch (error) {
    const why = error instanceof CertificateError ? error.message : describe(error);
    log.error({ event: "certificate not reloaded, the one before stays in use", error: why });
    return undefined;
  }
}
