/** Real servers for tests: a socket on a free port, a folder of their own, a log that is read, a clock that is set. */
import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ExecutionContext } from "ava";
import { type Conversation, openStore, type Store } from "../../data/index.ts";
import { defaultDeadlines } from "../../server/deadlines.ts";
import { openLog } from "../../server/log.ts";
import type { Cost } from "../../server/passwords.ts";
import {
  type ChangeableOptions,
  type RunningServer,
  type ServerOptions,
  startServer,
} from "../../server/start.ts";
import { RawClient, type RawOptions } from "./raw.ts";

export const password = "correct horse";
/** Checked in no time at all; what a hash costs is nothing that tests of rules care about. */
export const cheap = { logN: 4, r: 1, p: 1 } as const;

/** Deadlines that nobody misses by accident, however slow the machine; tests of deadlines set their own. */
const patient = { ...defaultDeadlines, hello: 60_000, probe: 60_000 };
/** For tests in which someone doesn't answer a probe. */
export const impatient = { ...patient, probe: 100 };

export async function temporaryFolder(t: ExecutionContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "chat-server-"));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

export interface LogLine {
  readonly level: number;
  readonly event: string;
  readonly [field: string]: unknown;
}

const errorLevel = 50;

export class TestServer {
  readonly folder: string;
  /** Stands still unless a test moves it. */
  now = Date.UTC(2030, 0, 1);
  /** Of hashes made from the next start on. */
  passwordCost: Cost = cheap;
  /** Set by tests that make the server fail. */
  mayFail = false;
  readonly #t: ExecutionContext;
  readonly #options: Partial<ServerOptions>;
  #running: RunningServer | undefined;
  #port = 0;

  constructor(t: ExecutionContext, folder: string, options: Partial<ServerOptions>) {
    this.#t = t;
    this.folder = folder;
    this.#options = options;
  }

  get port(): number {
    return this.#port;
  }

  get online(): number {
    return this.#running?.online() ?? 0;
  }

  async start(): Promise<void> {
    this.#running = await startServer(this.#all());
    this.#port = this.#running.port;
  }

  #all(): ServerOptions {
    return {
      host: "127.0.0.1",
      port: 0,
      allowPlain: false,
      passwordCost: this.passwordCost,
      now: () => this.now,
      data: join(this.folder, "data"),
      log: openLog(join(this.folder, "server.log")),
      deadlines: patient,
      // Tests sign up more people from one address than anybody does.
      signups: 10_000,
      // And ask for more.
      rate: 0,
      ...this.#options,
    };
  }

  /** Of the certificate that new connections get. */
  get fingerprint(): string {
    return this.#running?.fingerprint ?? "";
  }

  async reload(changed: Partial<ChangeableOptions> = {}): Promise<void> {
    await this.#running?.reload({ ...this.#all(), ...changed });
  }

  async stop(): Promise<void> {
    const running = this.#running;
    this.#running = undefined;
    await running?.stop();
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  /** With the store that the server uses, which is stopped meanwhile. */
  async withStore(use: (store: Store) => Promise<unknown>): Promise<void> {
    await this.stop();
    const store = await openStore({ folder: join(this.folder, "data") });
    await use(store);
    await store.close();
    await this.start();
  }

  /** A connection on which nothing has been said. */
  connect(options?: RawOptions): Promise<RawClient> {
    return RawClient.open(this.#t, this.#port, options);
  }

  async greeted(options?: RawOptions): Promise<RawClient> {
    const client = await this.connect(options);
    await client.request("hello", { versions: [1], client: "test" });
    return client;
  }

  async signedUp(name: string, options?: RawOptions): Promise<RawClient> {
    const client = await this.greeted(options);
    await client.request("signup", { name, password });
    return client;
  }

  async loggedIn(name: string, options?: RawOptions): Promise<RawClient> {
    const client = await this.greeted(options);
    await client.request("login", { name, password });
    return client;
  }

  log(): LogLine[] {
    const lines = readFileSync(join(this.folder, "server.log"), "utf8").trim().split("\n");
    return lines.filter(Boolean).map((line) => JSON.parse(line));
  }

  /** A server that answers `internal` has a defect, even where no test looks at that answer. */
  refuseErrors(): void {
    const errors = this.log().filter(({ level }) => level >= errorLevel);
    if (errors.length > 0 && !this.mayFail) throw new Error(`The server failed: ${JSON.stringify(errors)}`);
  }
}

/** A running server, stopped when the test is over. */
export async function serve(t: ExecutionContext, options: Partial<ServerOptions> = {}): Promise<TestServer> {
  const server = new TestServer(t, await temporaryFolder(t), options);
  await server.start();
  t.teardown(async () => {
    await server.stop();
    server.refuseErrors();
  });
  return server;
}

/** One client for each name. */
type Clients<Names extends readonly string[]> = { -readonly [Index in keyof Names]: RawClient };

/** A server, and a client for each name that has signed up. */
export async function serveWith<const Names extends readonly string[]>(
  t: ExecutionContext,
  names: Names,
  options: Partial<ServerOptions> = {},
): Promise<{ server: TestServer; clients: Clients<Names> }> {
  const server = await serve(t, options);
  const clients: RawClient[] = [];
  for (const name of names) clients.push(await server.signedUp(name));
  // They have heard of each other.
  for (const client of clients) await client.settled();
  return { server, clients: clients as Clients<Names> };
}

export function pair(one: string, other: string): Conversation {
  return { kind: "pair", between: [one, other] };
}

export function count(to: number, from = 1): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}
