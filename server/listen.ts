/**
 * The only file here that opens sockets: accepts connections, with TLS or plain as their first byte tells, ends those
 * that are overdue, and stops in order.
 */
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { createServer as createTlsServer, type TlsOptions, type Server as TlsServer } from "node:tls";
import type { Ban } from "../data/index.ts";
import { type ClosingCode, encodeFrame, isLoopback } from "../protocol/index.ts";
import { Arrivals } from "./arrivals.ts";
import { banOfAddress, endOf } from "./bans.ts";
import { type Certificate, CertificateError } from "./certificate.ts";
import type { Chat } from "./chat.ts";
import { Connection, closingOf, type Host, lingerMs, plainAddress } from "./connection.ts";
import { type Deadlines, defaultDeadlines } from "./deadlines.ts";
import type { Caps } from "./door.ts";
import { networkOf } from "./networks.ts";
import type { ClosingDetails } from "./peer.ts";
import { Visitors } from "./visitors.ts";

/** A reconnect storm after a restart fits into it; the kernel may cut it to its own limit. */
const backlog = 4096;
/** Clients come back spread over this long after a restart, or longer where many would come at once. */
const returnWithinMs = 3000;
const returnEachMs = 2;
/** How long requests under way may take when the server stops. */
const stopMs = 5000;
/** The first byte of a TLS handshake. That of a plain frame is 0, because none is so long. */
const tlsHandshake = 0x16;

/** Whoever finds no place comes back after this long and up to as long again. */
const fullReturnMs = 10_000;

export interface ListenOptions {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** Whether unencrypted connections from other machines are accepted. */
  readonly allowPlain: boolean;
  readonly deadlines?: Deadlines;
  readonly caps: Caps;
}

/** As much of a certificate as a handshake needs. */
type Credentials = Pick<Certificate, "cert" | "key">;

export interface Traffic {
  connections: number;
  received: number;
  sent: number;
}

export class Listener implements Host {
  readonly deadlines: Deadlines;
  readonly #chat: Chat;
  readonly #server: Server;
  #allowPlain: boolean;
  /** Never listens itself: it is handed connections. */
  readonly #tls: TlsServer;
  readonly #arrivals = new Arrivals();
  /** Sockets with TLS on them, in the middle of a handshake or after it. */
  readonly #encrypted = new Set<Socket>();
  readonly #visitors: Visitors;
  readonly #connections = new Set<Connection>();
  readonly #sweepMs: number;
  readonly #sweep: NodeJS.Timeout;
  #sweptAt = performance.now();

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
    this.#allowPlain = options.allowPlain;
    this.deadlines = options.deadlines ?? defaultDeadlines;
    this.#visitors = new Visitors(options.caps, chat.sessions);
    const { hello, idle, frame } = this.deadlines;
    this.#tls = usable(() => createTlsServer({ ...contextOf(credentials), handshakeTimeout: hello }));
    this.#tls.on("secureConnection", (socket) => this.#connect(socket.on("error", ignored)));
    this.#tls.on("tlsClientError", (error, socket) => {
      const { code, message } = error as NodeJS.ErrnoException;
      chat.log.info({ event: "handshake failed", address: socket.remoteAddress, error: code ?? message });
      socket.destroy();
    });
    this.#server = createServer({ noDelay: true, allowHalfOpen: true }, (socket) => this.#accept(socket));
    this.#sweepMs = Math.min(hello, idle, frame) / 5;
    this.#sweep = setInterval(() => this.#endOverdue(), this.#sweepMs);
  }

  get address(): AddressInfo {
    return this.#server.address() as AddressInfo;
  }

  /** New connections get this certificate; throws a CertificateError, and then nothing has changed. */
  setCertificate(credentials: Credentials): void {
    usable(() => this.#tls.setSecureContext(contextOf(credentials)));
  }

  /** For connections to come. */
  adopt(allowPlain: boolean, caps: Caps): void {
    this.#allowPlain = allowPlain;
    this.#visitors.adopt(caps);
  }

  /** Takes no more connections, lets requests finish, tells clients when to return, and closes. */
  async stop(): Promise<void> {
    clearInterval(this.#sweep);
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    const deadline = new Promise<void>((resolve) => setTimeout(resolve, stopMs).unref());
    for (const socket of this.#arrivals.take()) this.#turnAway(socket, "shutting_down");
    const connections = [...this.#connections];
    const spreadMs = Math.max(returnWithinMs, connections.length * returnEachMs);
    await Promise.race([Promise.all(connections.map((connection) => connection.finishRequests())), deadline]);
    for (const connection of connections) {
      connection.close("shutting_down", { retryAfterMs: Math.round(Math.random() * spreadMs) });
    }
    await Promise.race([Promise.all(connections.map((connection) => connection.gone)), deadline]);
    // Handshakes that won't become connections any more.
    for (const socket of this.#encrypted) socket.destroy();
    await Promise.race([closed, deadline]);
  }

  /** What there is now, for metrics: connections, and bytes since the start. */
  traffic(): Traffic {
    const { bytesReceived, bytesSent } = this.#chat.counts;
    const traffic = { connections: this.#connections.size, received: bytesReceived, sent: bytesSent };
    for (const { bytes } of this.#connections) {
      traffic.received += bytes.received;
      traffic.sent += bytes.sent;
    }
    return traffic;
  }

  /** Ends the connections from the address or network of that ban, and tells how many there were. */
  closeBanned(ban: Ban): number {
    const meant = [...this.#connections].filter(({ address }) => networkOf(address) === ban.target);
    for (const connection of meant) connection.close("banned", endOf(ban));
    return meant.length;
  }

  left(connection: Connection): void {
    const { counts } = this.#chat;
    const { received, sent } = connection.bytes;
    this.#connections.delete(connection);
    counts.bytesReceived += received;
    counts.bytesSent += sent;
  }

  #accept(socket: Socket): void {
    socket.on("error", ignored);
    const remote = socket.remoteAddress;
    // Gone before it was accepted.
    if (remote === undefined) {
      socket.destroy();
      return;
    }
    // Behind a loopback address may be everybody: a proxy, or all who work on this machine.
    const network = isLoopback(remote) ? undefined : networkOf(plainAddress(remote));
    if (!this.#visitors.receive(socket, network)) {
      this.#chat.counts.cut++;
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
    if (this.#allowPlain || isLoopback(remote)) {
      this.#connect(socket);
      socket.resume();
      return;
    }
    this.#chat.log.warn({ event: "unencrypted connection refused", address: remote });
    this.#turnAway(socket, "plain_refused");
  }

  #connect(socket: Socket): void {
    const visitor = this.#visitors.of(socket);
    // Gone while hands were shaken.
    if (visitor === undefined) {
      socket.destroy();
      return;
    }
    if (visitor.refusal !== undefined) {
      this.#turnAway(socket, visitor.refusal, {
        retryAfterMs: Math.round(fullReturnMs * (1 + Math.random())),
      });
      return;
    }
    const connection = new Connection(this.#chat, socket, visitor, this);
    visitor.connection = connection;
    this.#chat.counts.accepted++;
    this.#connections.add(connection);
    const ban = banOfAddress(this.#chat, connection.address);
    if (ban) connection.close("banned", endOf(ban));
  }

  /** Tells a socket without a connection why it's closed; one that doesn't follow is cut off. */
  #turnAway(socket: Socket, code: ClosingCode, details: ClosingDetails = {}): void {
    this.#chat.counts.closed[code]++;
    socket.end(encodeFrame(closingOf(code, details)));
    socket.resume();
    setTimeout(() => socket.destroy(), lingerMs).unref();
  }

  /** One timer for all connections instead of one for each. */
  #endOverdue(): void {
    const now = performance.now();
    const stoodStill = now - this.#sweptAt > 3 * this.#sweepMs;
    this.#sweptAt = now;
    this.#chat.rates?.forget(now);
    this.#logTurnedAway();
    const isLate = stoodStill ? 0 : now - this.deadlines.hello;
    for (const socket of this.#arrivals.take(isLate)) this.#turnAway(socket, "hello_timeout");
    for (const connection of this.#connections) {
      if (stoodStill) connection.excuse(now);
      else connection.endIfOverdue(now);
    }
  }

  /** Together, so that a flood of connections isn't one of lines. */
  #logTurnedAway(): void {
    const count = this.#visitors.takeTurnedAway();
    if (count === 0) return;
    this.#chat.log.warn({ event: "connections refused", count, connections: this.#connections.size });
  }
}

/** What goes wrong on a socket ends in its "close", which is where it's dealt with. */
function ignored(): void {}

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
