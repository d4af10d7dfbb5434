/**
 * The only file of the client's side that opens sockets: bytes to a server and back, nothing about their meaning. TLS
 * everywhere but on loopback, and never anything else instead; nothing is sent to a server that isn't trusted.
 */
import { connect, isIP, type OnReadOpts, type Socket } from "node:net";
import type { SecureContext, TLSSocket } from "node:tls";
import { Distrusted, type Expected, isTrusted, type ServerCertificate } from "./client/trust.ts";
import { ProtocolError } from "./errors.ts";
import { fingerprintOf } from "./fingerprint.ts";
import { isLoopback, isLoopbackHost } from "./loopback.ts";

export interface Transport {
  write(bytes: Buffer): void;
  /** Cuts the connection at once; `onClose` is still called. */
  destroy(): void;
}

export interface TransportEvents {
  /** With the certificate where there is TLS. */
  onOpen(certificate: ServerCertificate | undefined): void;
  onData(chunk: Buffer): void;
  /** Called exactly once, with what went wrong if anything did: a Distrusted, a ProtocolError or the system's error. */
  onClose(error: Error | undefined): void;
}

export interface Destination {
  readonly host: string;
  readonly port: number;
  /** Without it the certificate has to be vouched for. */
  readonly expected: Expected | undefined;
}

/** A destination, and where to what comes from there is read. */
interface Reading extends Destination {
  readonly onread: OnReadOpts;
}

/** Milliseconds until a connection that gets no answer at all is given up. */
const connectTimeout = 10_000;

export function openTransport(destination: Destination, events: TransportEvents): Transport {
  let failure: Error | undefined;
  let opened = false;
  const open = (certificate?: ServerCertificate): void => {
    opened = true;
    socket.setTimeout(0);
    events.onOpen(certificate);
  };
  const onread = into(events.onData);
  const socket = isLoopbackHost(destination.host)
    ? openPlain({ ...destination, onread }, open)
    : openEncrypted({ ...destination, onread }, open);
  socket.setTimeout(connectTimeout, () => {
    socket.destroy(Object.assign(new Error("no answer"), { code: "ETIMEDOUT" }));
  });
  socket.on("error", (error) => {
    failure = !opened && isHandshakeError(error) ? noTls() : error;
  });
  socket.on("close", () => events.onClose(failure));
  return {
    write: (bytes) => void socket.write(bytes),
    destroy: () => void socket.destroy(),
  };
}

/** All is read into one buffer and copied out of it: a buffer for each read costs more than the few bytes mostly in it. */
function into(onData: TransportEvents["onData"]): OnReadOpts {
  return {
    buffer: Buffer.allocUnsafeSlow(65_536),
    callback(length, buffer) {
      onData(Buffer.from(buffer.subarray(0, length)));
      return true;
    },
  };
}

function openPlain({ host, port, onread }: Reading, open: () => void): Socket {
  const socket = connect({ host, port, onread, noDelay: true });
  socket.once("connect", () => {
    // Whoever answers names may call any machine localhost.
    if (isLoopback(socket.remoteAddress ?? "")) open();
    else socket.destroy(Object.assign(new Error("not this machine"), { code: "ENOTLOOPBACK" }));
  });
  return socket;
}

function openEncrypted(
  { host, port, expected, onread }: Reading,
  open: (certificate: ServerCertificate) => void,
): Socket {
  // Not where it's used, because its types don't know of `onread`.
  const options = {
    host,
    port,
    onread,
    ...(isIP(host) === 0 && { servername: host }),
    secureContext: expected?.pinned ? lonelyContext() : contextWithAuthorities(),
    // Looked at below, because one that nobody vouches for may still be the expected one.
    rejectUnauthorized: false,
  };
  const socket = tls().connect(options);
  socket.setNoDelay(true);
  socket.once("secureConnect", () => {
    const certificate = certificateOf(socket);
    if (certificate && isTrusted(certificate, expected)) open(certificate);
    else socket.destroy(certificate ? new Distrusted(certificate, expected) : noTls());
  });
  return socket;
}

function certificateOf(socket: TLSSocket): ServerCertificate | undefined {
  const certificate = socket.getPeerX509Certificate();
  return certificate && { fingerprint: fingerprintOf(certificate), vouched: socket.authorized };
}

/** Loaded where it's needed: it costs a client of its own machine a tenth of its start. */
function tls(): typeof import("node:tls") {
  return process.getBuiltinModule("node:tls");
}

const minVersion = "TLSv1.3";
let authorities: SecureContext | undefined;
let lonely: SecureContext | undefined;

/** Those of this system as well as those that Node.js brings; reading them takes a while, and is done once. */
function contextWithAuthorities(): SecureContext {
  const { createSecureContext, getCACertificates } = tls();
  authorities ??= createSecureContext({
    minVersion,
    ca: [...new Set([...getCACertificates("default"), ...getCACertificates("system")])],
  });
  return authorities;
}

/** Where one certificate is expected, nobody is asked. */
function lonelyContext(): SecureContext {
  lonely ??= tls().createSecureContext({ minVersion, ca: [] });
  return lonely;
}

/** What came wasn't TLS, or no version of it that is spoken here. A lost connection has one of the system's codes. */
function isHandshakeError(error: NodeJS.ErrnoException): boolean {
  return /^(ERR_SSL_|ERR_TLS_|EPROTO)/.test(error.code ?? "");
}

function noTls(): ProtocolError {
  return new ProtocolError("bad_frame", "It doesn't speak TLS 1.3.");
}
