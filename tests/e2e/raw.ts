/** Both ends of the wire by hand: a client that sends what it likes, and a server that answers what it likes. */
import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import type { ExecutionContext } from "ava";
import { encodeFrame, FrameDecoder, frameLimits, protocolVersion, requestId } from "../../protocol/index.ts";
import { password } from "./chat.ts";

type Frame = Readonly<Record<string, unknown>>;

/** A connection to a real server that has signed up. */
export class RawClient {
  readonly #socket: Socket;
  readonly #decoder = new FrameDecoder(frameLimits.fromServer);
  /** Who waits for an answer, by the request's id. */
  readonly #asked = new Map<unknown, PromiseWithResolvers<Frame>>();
  #id = 0;

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.on("data", (chunk: Buffer) => this.#read(chunk));
    socket.on("close", () => {
      for (const { reject } of this.#asked.values()) reject(new Error("The connection ended."));
    });
  }

  /** The answer, as it stands in its frame. */
  ask(request: string, params: Frame): Promise<Frame> {
    const id = ++this.#id;
    const asked = Promise.withResolvers<Frame>();
    this.#asked.set(id, asked);
    this.#socket.write(encodeFrame({ id, request, ...params }));
    return asked.promise;
  }

  #read(chunk: Buffer): void {
    this.#decoder.push(chunk);
    for (let frame = this.#decoder.next(); frame; frame = this.#decoder.next()) {
      this.#asked.get(frame.id)?.resolve(frame);
      this.#asked.delete(frame.id);
    }
  }
}

export async function rawClient(t: ExecutionContext, port: number, name: string): Promise<RawClient> {
  const socket = connect(port, "127.0.0.1");
  t.teardown(() => socket.destroy());
  await once(socket, "connect");
  const client = new RawClient(socket);
  await client.ask("hello", { versions: [protocolVersion], client: "raw" });
  const { error } = await client.ask("signup", { name, password });
  if (error) throw new Error(`Signing up as ${name} failed: ${JSON.stringify(error)}`);
  return client;
}

/** The result of each request, `undefined` for silence. */
export type Answers = Readonly<Record<string, (params: Frame) => object | undefined>>;

export interface FakeServer {
  readonly port: number;
  /** Sends any bytes to all who are connected. */
  send(bytes: Buffer): void;
  event(event: Frame): void;
}

/** A server that keeps to no rules: it answers by a table, and whatever the table doesn't have with nothing at all. */
export async function fakeServer(t: ExecutionContext, answers: Answers): Promise<FakeServer> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    const decoder = new FrameDecoder(frameLimits.loggedIn);
    socket.on("error", () => {});
    socket.on("close", () => sockets.delete(socket));
    socket.on("data", (chunk: Buffer) => {
      decoder.push(chunk);
      for (let frame = decoder.next(); frame; frame = decoder.next()) answer(socket, frame);
    });
  });
  const answer = (socket: Socket, frame: Frame): void => {
    const reply = answers[String(frame.request)]?.(frame);
    if (reply) socket.write(encodeFrame({ id: requestId(frame), ...reply }));
  };
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.teardown(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const send = (bytes: Buffer): void => {
    for (const socket of sockets) socket.write(bytes);
  };
  return {
    port: (server.address() as AddressInfo).port,
    send,
    event: (event) => send(encodeFrame(event)),
  };
}
