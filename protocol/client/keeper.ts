/** Keeps one connection to a server: connects, greets, pings, and after an end tries again with backoff. */
import { ChatError } from "../errors.ts";
import type { Event } from "../events.ts";
import type { Fingerprint } from "../fingerprint.ts";
import { limits } from "../limits.ts";
import { protocolVersion } from "../messages.ts";
import type { Params, RequestName, Result } from "../requests.ts";
import { backoffMs, longestWaitMs } from "./backoff.ts";
import { Disconnected, type DisconnectReason, isLasting } from "./disconnected.ts";
import { Link } from "./link.ts";
import type { ConnectionState } from "./news.ts";
import type { Expected, ServerCertificate } from "./trust.ts";

export interface KeeperOptions {
  readonly host: string;
  readonly port: number;
  /** Program and version, for the server's log. */
  readonly program: string;
  /** Which certificate the server has to show where there is TLS; without it, one that this machine's authorities vouch for. */
  readonly expected?: Expected | undefined;
}

/** A connection that lasted so long was a good one, so that the next tries begin with short waits again. */
const goodMs = 30_000;

export interface KeeperEvents {
  onConnection(connection: ConnectionState): void;
  onEvent(event: Event): void;
  onRoundTrip(ms: number): void;
}

export class Keeper {
  readonly #options: KeeperOptions;
  readonly #events: KeeperEvents;
  #link: Link | undefined;
  #greeted = false;
  #greetedAt = 0;
  #expected: Expected | undefined;
  #attempt = 0;
  #retry: NodeJS.Timeout | undefined;
  #pings: NodeJS.Timeout | undefined;

  constructor(options: KeeperOptions, events: KeeperEvents) {
    this.#options = options;
    this.#events = events;
    this.#expected = options.expected;
  }

  /** Connects now, also when the next try is not due yet. Does nothing while there is a connection. */
  connect(): void {
    if (this.#link) return;
    clearTimeout(this.#retry);
    this.#events.onConnection({ state: "connecting" });
    const { host, port } = this.#options;
    const destination = { host, port, expected: this.#expected };
    this.#link = new Link(destination, {
      onOpen: (certificate) => void this.#greet(certificate),
      onEvent: (event) => this.#events.onEvent(event),
      onClose: (reason, retryAfter) => this.#lost(reason, retryAfter),
    });
  }

  /** From the next connection on the server has to show this certificate. */
  trust(fingerprint: Fingerprint): void {
    this.#expected = { fingerprint, pinned: false };
  }

  close(): void {
    clearTimeout(this.#retry);
    this.#link?.close({ kind: "stopped" });
  }

  /** A session has started: the next tries to connect begin with short waits again. */
  succeeded(): void {
    this.#attempt = 0;
  }

  /** As `Link.request`. */
  request<Name extends RequestName>(
    request: Name,
    params: Params<Name>,
    onResult?: (result: Result<Name>) => void,
  ): Promise<Result<Name>> {
    if (this.#link && this.#greeted) return this.#link.request(request, params, onResult);
    return Promise.reject(new Disconnected({ kind: "network", code: "closed" }));
  }

  async #greet(certificate: ServerCertificate | undefined): Promise<void> {
    const link = this.#link;
    if (!link) return;
    try {
      const hello = { versions: [protocolVersion], client: this.#options.program };
      const { server } = await this.#timed(() => link.request("hello", hello));
      this.#greeted = true;
      this.#greetedAt = performance.now();
      this.#pings = setInterval(() => void this.#ping(link), limits.pingSeconds * 1000);
      this.#events.onConnection({ state: "connected", server, certificate });
    } catch (error) {
      // A lost connection ends in #lost.
      if (error instanceof ChatError) link.close({ kind: "refused", text: error.message });
    }
  }

  async #ping(link: Link): Promise<void> {
    // Too long a silence closes the link by itself.
    await this.#timed(() => link.request("ping", {})).catch(() => {});
  }

  async #timed<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
    const start = performance.now();
    const answer = await ask();
    this.#events.onRoundTrip(performance.now() - start);
    return answer;
  }

  #lost(reason: DisconnectReason, retryAfter: number | undefined): void {
    if (this.#greeted && performance.now() - this.#greetedAt > goodMs) this.#attempt = 0;
    this.#link = undefined;
    this.#greeted = false;
    clearInterval(this.#pings);
    if (isLasting(reason)) {
      this.#events.onConnection({ state: "stopped", reason });
      return;
    }
    const wait = Math.min(
      longestWaitMs,
      Math.max(retryAfter ?? 0, backoffMs(++this.#attempt, Math.random())),
    );
    this.#retry = setTimeout(() => this.connect(), wait);
    this.#events.onConnection({ state: "waiting", reason, retryAt: Date.now() + wait });
  }
}
