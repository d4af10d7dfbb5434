/** The only file of the client's side that opens sockets: bytes to a server and back, nothing about their meaning. */
import { connect } from "node:net";

export interface Transport {
  write(bytes: Buffer): void;
  /** Cuts the connection at once; `onClose` is still called. */
  destroy(): void;
}

export interface TransportEvents {
  onOpen(): void;
  onData(chunk: Buffer): void;
  /** Called exactly once, with the system's error if there was one. */
  onClose(error: NodeJS.ErrnoException | undefined): void;
}

/** Milliseconds until a connection that gets no answer at all is given up. */
const connectTimeout = 10_000;

export function openTransport(host: string, port: number, events: TransportEvents): Transport {
  const socket = connect({ host, port, noDelay: true });
  let failure: NodeJS.ErrnoException | undefined;
  socket.setTimeout(connectTimeout, () => {
    socket.destroy(Object.assign(new Error("no answer"), { code: "ETIMEDOUT" }));
  });
  socket.on("connect", () => {
    socket.setTimeout(0);
    events.onOpen();
  });
  socket.on("data", (chunk: Buffer) => events.onData(chunk));
  socket.on("error", (error) => {
    failure = error;
  });
  socket.on("close", () => events.onClose(failure));
  return {
    write: (bytes) => void socket.write(bytes),
    destroy: () => void socket.destroy(),
  };
}
