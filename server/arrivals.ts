/** Sockets on which nothing has been said yet: the first byte tells what is spoken on them. */
import type { Socket } from "node:net";

export class Arrivals {
  /** When each came, by `performance.now()`. */
  readonly #since = new Map<Socket, number>();

  /** Calls back once with the first byte. All that has come is still to be read then, and the socket is paused. */
  add(socket: Socket, onFirst: (byte: number) => void): void {
    const leave = (): void => void socket.end();
    const forget = (): void => void this.#since.delete(socket);
    this.#since.set(socket, performance.now());
    socket.once("close", forget);
    socket.once("end", leave);
    socket.once("data", (chunk: Buffer) => {
      if (!this.#since.delete(socket)) return;
      // Nothing of this stays on a socket that may be there for weeks.
      socket.off("close", forget).off("end", leave);
      socket.pause();
      socket.unshift(chunk);
      onFirst(chunk[0] ?? 0);
    });
  }

  /** Gives up those that came before that time, or all. */
  take(before = Number.POSITIVE_INFINITY): Socket[] {
    const late = [...this.#since].flatMap(([socket, since]) => (since < before ? [socket] : []));
    for (const socket of late) this.#since.delete(socket);
    return late;
  }
}
