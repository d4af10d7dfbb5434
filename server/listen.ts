/**
 * The only file here that opens sockets: accepts connections, with TLS or plain as their first byte tells, ends those
 * that fall silent, and stops in order.
 */
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { createServer as createTlsServer, type TlsOptions, type Server as TlsServer } from "node:tls";
import { type ClosingCode, closings, encodeFrame, isLoopback, limits } from "../protocol/index.ts";
import { Arrivals } from "./arrivals.ts";
import { type Certificate, CertificateError } from "./certificate.ts";
import type { Chat } from "./chat.ts";
import { Connection, lingerMs } from "./connection.ts";

/** A reconnect storm after a restart fits into it; the kernel may cut it to its own limit. */
const backlog = 4096;
/** Clients come back spread over this long after a restart. */
const returnWithinMs = 3000;
/** How long requests under way may take when the server stops. */
const stopMs = 5000;
/** The first byte of a TLS handshake. That of a plain frame is 0, because none is so long. */
const tlsHandshake = 0x16;

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

/** As much of a certificate as a handshake needs. */
type Credentials = Pick<Certificate, "cert" | "key">;

export class Listener {
  readonly #chat: Chat;
  readonly #options: ListenOptions;
  readonly #deadlines: Deadlines;
  readonly #server: Server;
  /** Never listens itself: it is handed connections. */
  readonly #tls: TlsServer;
  readonly #arrivals = new Arrivals();
  /** Sockets with TLS on them, in the middle of a handshake or after it. */
  readonly #encrypted = new Set<Socket>();
  readonly #connections = new Set<Connection>();
  readonly #sweep: NodeJS.Timeout;

  /** Rejects with a CertificateError, or with the system's error when the address can't be had. */
  static async open(chat: Chat, options: ListenOptions, credentials: Credentials): Promise<Listener> {
    const listener = new Listener(chat, options, credentials);
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

  private constructor(chat: Chat, options: ListenOptions, credentials: Credentials) {
    this.#chat = chat;
    this.#options = options;
    this.#deadlines = options.deadlines ?? defaultDeadlines;
    const { hello, idle } = this.#deadlines;
    this.#tls = usable(() => createTlsServer({ ...contextOf(credentials), handshakeTimeout: hello }));
    this.#tls.on("secureConnection", (socket) => this.#connect(socket));
    this.#tls.on("tlsClientError", (error, socket) => {
      const { code, message } = error as NodeJS.ErrnoException;
      chat.log.info({ event: "handshake failed", address: socket.remoteAddress, error: code ?? message });
      socket.destroy();
    });
    this.#server = createServer({ noDelay: true, allowHalfOpen: true }, (socket) => this.#accept(socket));
    this.#sweep = setInterval(() => this.#endSilent(), Math.min(hello, idle) / 5);
  }

  get address(): AddressInfo {
    return this.#server.address() as AddressInfo;
  }

  /** New connections get this certificate; throws a CertificateError, and then nothing has changed. */
  setCertificate(credentials: Credentials): void {
    usable(() => this.#tls.setSecureContext(contextOf(credentials)));
  }

  /** Takes no more connections, lets requests finish, tells clients when to return, and closes. */
  async stop(): Promise<void> {
    clearInterval(this.#sweep);
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    const deadline = new Promise<void>((resolve) => setTimeout(resolve, stopMs).unref());
    for (const socket of this.#arrivals.take()) turnAway(socket, "shutting_down");
    const connections = [...this.#connections];
    await Promise.race([Promise.all(connections.map((connection) => connection.finishRequests())), deadline]);
    for (const connection of connections) {
      connection.close("shutting_down", Math.round(Math.random() * returnWithinMs));
    }
    await Promise.race([Promise.all(connections.map((connection) => connection.gone)), deadline]);
    // Handshakes that won't become connections any more.
    for (const socket of this.#encrypted) socket.destroy();
    await Promise.race([closed, deadline]);
  }

  #accept(socket: Socket): void {
    // Gone before it was accepted.
    if (socket.remoteAddress === undefined) {
      socket.destroy();
      return;
    }
    this.#arrivals.add(socket, (byte) => {
      if (byte === tlsHandshake) this.#encrypt(socket);
      else this.#acceptPlain(socket);
    });
  }

  #encrypt(socket: Socket): void {
    this.#encrypted.add(socket);
    socket.once("close", () => this.#encrypted.delete(socket));
    this.#tls.emit("connection", socket);
  }

  #acceptPlain(socket: Socket): void {
    const remote = socket.remoteAddress ?? "";
    if (this.#options.allowPlain || isLoopback(remote)) {
      this.#connect(socket);
      socket.resume();
      return;
    }
    this.#chat.log.warn({ event: "unencrypted connection refused", address: remote });
    turnAway(socket, "plain_refused");
  }

  #connect(socket: Socket): void {
    const connection = new Connection(this.#chat, socket, this.#deadlines.probe);
    this.#connections.add(connection);
    socket.once("close", () => this.#connections.delete(connection));
  }

  /** One timer for all connections instead of one for each. */
  #endSilent(): void {
    const now = performance.now();
    for (const socket of this.#arrivals.take(now - this.#deadlines.hello)) turnAway(socket, "hello_timeout");
    for (const connection of this.#connections) {
      const { ms, greeted } = connection.silence(now);
      if (greeted ? ms > this.#deadlines.idle : ms > this.#deadlines.hello) {
        connection.close(greeted ? "idle" : "hello_timeout");
      }
    }
  }
}

/** Tells a socket without a connection why it's closed; one that doesn't follow is cut off. */
function turnAway(socket: Socket, code: ClosingCode): void {
  socket.end(encodeFrame({ event: "closing", code, text: closings[code] }));
  socket.resume();
  setTimeout(() => socket.destroy(), lingerMs).unref();
}

function contextOf({ cert, key }: Credentials): TlsOptions {
  return { cert, key, minVersion: "TLSv1.3" };
}

/** A key may be well-formed, and still be one that TLS doesn't take. */
function usable<Made>(make: () => Made): Made {
  try {
    return make();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CertificateError(`The certificate or its key can't be used for TLS: ${why}.`);
  }
}
