/** A bad network: a TCP proxy that forwards until a test makes it cut, stall or swallow. */
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import type { ExecutionContext } from "ava";

interface Line {
  readonly client: Socket;
  readonly server: Socket;
}

export class BadLine {
  /** Whether what the server says is thrown away. */
  swallows = false;
  /** How many connections there have been. */
  connections = 0;
  readonly #said: Buffer[] = [];
  readonly #server: Server;
  readonly #lines = new Set<Line>();
  readonly #target: () => number;

  /** `target`: the server's port, asked for at every connection. */
  static async open(t: ExecutionContext, target: () => number): Promise<BadLine> {
    const proxy = new BadLine(target);
    await new Promise<void>((resolve) => proxy.#server.listen(0, "127.0.0.1", resolve));
    t.teardown(() => {
      proxy.cut();
      proxy.#server.close();
    });
    return proxy;
  }

  private constructor(target: () => number) {
    this.#target = target;
    this.#server = createServer((client) => this.#accept(client));
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** All that clients have said. */
  get said(): Buffer {
    return Buffer.concat(this.#said);
  }

  /** Ends every connection at once, on both sides, with whatever is on its way. */
  cut(): void {
    for (const { client, server } of this.#lines) {
      client.resetAndDestroy();
      server.destroy();
    }
  }

  /** Cuts towards the client only: to the server the connection seems to live on. */
  leaveServerHanging(): void {
    for (const { client, server } of this.#lines) {
      server.pause();
      client.unpipe(server);
      client.resetAndDestroy();
    }
  }

  #accept(client: Socket): void {
    this.connections++;
    const server = connect(this.#target(), "127.0.0.1");
    const line = { client, server };
    this.#lines.add(line);
    client.pipe(server, { end: false });
    client.on("data", (chunk: Buffer) => this.#said.push(chunk));
    server.on("data", (chunk: Buffer) => {
      if (!this.swallows) client.write(chunk);
    });
    for (const socket of [client, server]) socket.on("error", () => {});
    server.on("close", () => {
      client.destroy();
      this.#lines.delete(line);
    });
    client.on("close", () => {
      if (!server.isPaused()) server.destroy();
    });
  }
}
