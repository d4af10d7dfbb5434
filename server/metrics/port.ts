/**
 * The port for those who watch over the server: `/metrics`, `/health` (it answers at all) and `/ready` (it can take
 * logins and messages). On this machine only, since it asks nobody for a password.
 */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { families, type Measured } from "./families.ts";
import { contentType, metricsText } from "./text.ts";

const host = "127.0.0.1";
const delayResolutionMs = 20;

/** Why there can't be such a port, in a sentence that says what to do. */
export class MetricsPortError extends Error {}

export class MetricsPort {
  readonly #server: Server;
  readonly #delays = monitorEventLoopDelay({ resolution: delayResolutionMs });

  #stopping = false;

  /** `port` 0: any free one. Rejects with a MetricsPortError. */
  static async open(port: number, measured: Omit<Measured, "delays">): Promise<MetricsPort> {
    const metrics = new MetricsPort(measured);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    metrics.#server.once("error", reject);
    metrics.#server.listen({ host, port }, resolve);
    try {
      await promise;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      const why = code === "EADDRINUSE" ? "is in use" : `can't be had (${code})`;
      throw new MetricsPortError(`Port ${port} for metrics ${why}. Choose another with --metrics-port.`);
    }
    metrics.#delays.enable();
    return metrics;
  }

  private constructor(measured: Omit<Measured, "delays">) {
    this.#server = createServer(({ method, url = "" }, response) => {
      const isRead = method === "GET" || method === "HEAD";
      const page = isRead ? this.#page(measured, url.split("?")[0]) : { status: 405, text: "Only GET.\n" };
      response.writeHead(page.status, { "content-type": contentType }).end(page.text);
    });
  }

  /** From now on nobody new should be sent here. */
  retire(): void {
    this.#stopping = true;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  stop(): void {
    this.#delays.disable();
    this.#server.close();
    this.#server.closeAllConnections();
  }

  #page(measured: Omit<Measured, "delays">, path: string | undefined): Page {
    switch (path) {
      case "/metrics":
        return { status: 200, text: metricsText(families({ ...measured, delays: this.#delays })) };
      case "/health":
        return { status: 200, text: "healthy\n" };
      case "/ready": {
        const why = this.#stopping ? "The server is stopping." : measured.chat.store.failure?.message;
        return why === undefined ? { status: 200, text: "ready\n" } : { status: 503, text: `${why}\n` };
      }
      default:
        return { status: 404, text: "There are /metrics, /health and /ready.\n" };
    }
  }
}

interface Page {
  readonly status: number;
  readonly text: string;
}
