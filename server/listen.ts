/** The only file here that opens sockets: accepts connections, ends those that fall silent, and stops in order. */
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { closings, encodeFrame, limits } from "../protocol/index.ts";
import type { Chat } from "./chat.ts";
import { Connection, lingerMs } from "./connection.ts";

/** A reconnect storm after a restart fits into it; the kernel may cut it to its own limit. */
const backlog = 4096;
/** Clients come back spread over this long after a restart. */
const returnWithinMs = 3000;
/** How long requests under way may take when the server stops. */
const stopMs = 5000;

/** Milliseconds, by default those of `limits`. */
export interface Deadlines {
  readonly hello: number;
  readonly idle: number;
  readonly probe: number;
}

export const defaultDeadlines: Deadlines = {
  hello: limits.helloSeconds * 1000,
  idle: limits.idleSeconds * 1000,
  probe: limits.probeSeconds * 1000,
};

export interface ListenOptions {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** Whether unencrypted connections from other machines are accepted. */
  readonly allowPlain: boolean;
  readonly deadlines?: Deadlines;
}

export class Listener {
  readonly #chat: Chat;
  readonly #options: ListenOptions;
  readonly #deadlines: Deadlines;
  readonly #server: Server;
  readonly #connections = new Set<Connection>();
  readonly #sweep: NodeJS.Timeout;

  /** Rejects with the system's error when the address can't be had. */
  static async open(chat: Chat, options: ListenOptions): Promise<Listener> {
    const listener = new Listener(chat, options);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    listener.#server.once("error", reject);
    listener.#server.listen({ host: options.host, port: options.port, backlog }, resolve);
    try {
      await promise;
    } catch (error) {
      clearInterval(listener.#sweep);
      throw error;
    }
    listener.#server.off("error", reject);
    listener.#server.on("error", (error) =>
      chat.log.error({ event: "accepting failed", error: error.message }),
    );
    return listener;
  }

  private constructor(chat: Chat, options: ListenOptions) {
    this.#chat = chat;
    this.#options = options;
    this.#deadlines = options.deadlines ?? defaultDeadlines;
    this.#server = createServer({ noDelay: true, allowHalfOpen: true }, (socket) => this.#accept(socket));
    const { hello, idle } = this.#deadlines;
    this.#sweep = setInterval(() => this.#endSilent(), Math.min(hello, idle) / 5);
  }

  get address(): AddressInfo {
    return this.#server.address() as AddressInfo;
  }

  /** Takes no more connections, lets requests finish, tells clients when to return, and closes. */
  async stop(): Promise<void> {
    clearInterval(this.#sweep);
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    const deadline = new Promise<void>((resolve) => setTimeout(resolve, stopMs).unref());
    const connections = [...this.#connections];
    await Promise.race([Promise.all(connections.map((connection) => connection.finishRequests())), deadline]);
    for (const connection of connections) {
      connection.close("shutting_down", Math.round(Math.random() * returnWithinMs));
    }
    const gone = connections.map((connection) => connection.gone);
    await Promise.race([Promise.all([closed, ...gone]), deadline]);
  }

  #accept(socket: Socket): void {
    const remote = socket.remoteAddress;
    // Gone before it was accepted.
    if (remote === undefined) {
      socket.destroy();
      return;
    }
    if (!this.#options.allowPlain && !isLoopback(remote)) {
      this.#refusePlain(socket);
      return;
    }
    const connection = new Connection(this.#chat, socket, this.#deadlines.probe);
    this.#connections.add(connection);
    socket.once("close", () => this.#connections.delete(connection));
  }

  #refusePlain(socket: Socket): void {
    this.#chat.log.warn({ event: "unencrypted connection refused", address: socket.remoteAddress });
    socket.on("error", () => {});
    socket.end(encodeFrame({ event: "closing", code: "plain_refused", text: closings.plain_refused }));
    socket.resume();
    setTimeout(() => socket.destroy(), lingerMs).unref();
  }

  /** One timer for all connections instead of one for each. */
  #endSilent(): void {
    const now = performance.now();
    for (const connection of this.#connections) {
      const { ms, greeted } = connection.silence(now);
      if (greeted ? ms > this.#deadlines.idle : ms > this.#deadlines.hello) {
        connection.close(greeted ? "idle" : "hello_timeout");
      }
    }
  }
}

export function isLoopback(address: string): boolean {
  return address === "::1" || address.startsWith("127.") || address.startsWith("::ffff:127.");
}
