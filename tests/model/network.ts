/** A bad network in front of one client: splits and delays what passes as its seed says, and cuts, stalls or hangs when told to. */
import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";

interface Line {
  readonly client: Socket;
  readonly server: Socket;
}

/** Of the pieces that pass, how many are held up, and for how long at most. */
const delayedShare = 0.1;
const delayMs = 4;

export class Network {
  readonly #target: () => number;
  readonly #random: () => number;
  readonly #server: Server;
  readonly #lines = new Set<Line>();
  #stalled: PromiseWithResolvers<void> | undefined;

  /** `target`: the server's port, asked for at every connection; nothing listens there while the server is down. */
  static async open(target: () => number, random: () => number): Promise<Network> {
    const network = new Network(target, random);
    network.#server.listen(0, "127.0.0.1");
    await once(network.#server, "listening");
    return network;
  }

  private constructor(target: () => number, random: () => number) {
    this.#target = target;
    this.#random = random;
    this.#server = createServer({ noDelay: true }, (client) => this.#accept(client));
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Ends every connection at once, on both sides; what was on its way is lost. */
  cut(): void {
    for (const { client, server } of this.#lines) {
      client.resetAndDestroy();
      server.resetAndDestroy();
    }
    this.release();
  }

  /** Cuts towards the client only: to the server the connection seems to live on. */
  hang(): void {
    for (const { client } of this.#lines) client.resetAndDestroy();
  }

  /** Nothing passes, either way, until `release`. */
  stall(): void {
    this.#stalled ??= Promise.withResolvers();
  }

  release(): void {
    this.#stalled?.resolve();
    this.#stalled = undefined;
  }

  close(): void {
    this.cut();
    this.#server.close();
  }

  #accept(client: Socket): void {
    const server = connect({ port: this.#target(), host: "127.0.0.1", noDelay: true });
    const line = { client, server };
    this.#lines.add(line);
    for (const socket of [client, server]) socket.on("error", () => {});
    server.on("close", () => {
      this.#lines.delete(line);
      client.destroy();
    });
    void this.#carry(client, server);
    void this.#carry(server, client);
  }

  async #carry(from: Socket, to: Socket): Promise<void> {
    try {
      for await (const chunk of from) {
        for (const piece of this.#split(chunk)) {
          if (this.#random() < delayedShare) await delay(this.#random() * delayMs);
          await this.#stalled?.promise;
          if (to.destroyed) return;
          to.write(piece);
        }
      }
      to.end();
    } catch {
      // The connection was cut, which is what this is for.
    }
  }

  #split(chunk: Buffer): Buffer[] {
    if (chunk.length < 2 || this.#random() < 0.7) return [chunk];
    const at = 1 + Math.floor(this.#random() * (chunk.length - 1));
    return [chunk.subarray(0, at), ...this.#split(chunk.subarray(at))];
  }
}
