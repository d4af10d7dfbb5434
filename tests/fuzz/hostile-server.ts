/** A server that says what a script tells it to, and otherwise lets everyone in and knows nothing. */
import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import {
  encodeFrame,
  FrameDecoder,
  type FrameValue,
  frameLimits,
  type RequestName,
} from "../../protocol/index.ts";
import { helloResult } from "../server/scripted.ts";
import type { Script } from "./script.ts";

/** What is answered where the script says nothing else. */
const answers: Readonly<Record<RequestName, object>> = {
  hello: helloResult,
  signup: { name: "alice", since: 1, token: "alice.1" },
  login: { name: "alice", since: 1, token: "alice.1" },
  resume: { name: "alice", since: 1, token: "alice.2" },
  password: { token: "alice.3" },
  logout: {},
  deleteAccount: {},
  broadcast: { number: 1, time: 1 },
  whisper: { number: 1, time: 1 },
  block: { name: "bob", changed: true },
  unblock: { name: "bob", changed: true },
  blocked: { accounts: [] },
  online: { accounts: [], total: 0 },
  recent: { accounts: [] },
  contacts: { accounts: [{ name: "bob", online: true, since: 1 }] },
  conversations: { conversations: [] },
  history: { conversation: "everyone", messages: [] },
  search: { conversation: "everyone", messages: [] },
  received: {},
  read: {},
  typing: {},
  ping: { time: 1 },
};

const goodbye = { event: "closing", code: "shutting_down", text: "Bye.", retryAfterMs: 3_600_000 };

export class HostileServer {
  readonly #script: Script;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  static async open(script: Script): Promise<HostileServer> {
    const hostile = new HostileServer(script);
    hostile.#server.listen(0, "127.0.0.1");
    await once(hostile.#server, "listening");
    return hostile;
  }

  private constructor(script: Script) {
    this.#script = script;
    this.#server = createServer({ noDelay: true }, (socket) => this.#accept(socket));
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Says goodbye on every connection, and ends it. */
  finish(): void {
    for (const socket of this.#sockets) socket.end(encodeFrame(goodbye));
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
  }

  #accept(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on("error", () => {}).on("close", () => this.#sockets.delete(socket));
    const decoder = new FrameDecoder(frameLimits.loggedIn);
    socket.on("data", (chunk: Buffer) => {
      decoder.push(chunk);
      for (let value = decoder.next(); value; value = decoder.next()) this.#hear(socket, value);
    });
  }

  #hear(socket: Socket, request: FrameValue): void {
    if (!socket.writable) return;
    socket.write(encodeFrame({ ...this.#answerTo(request.request), id: request.id }));
    if (request.request === "login") this.#say(socket);
  }

  #answerTo(name: unknown): object {
    for (const line of this.#script) {
      if ("value" in line && "answer" in line.value && line.value.answer === name) return line.value;
    }
    return { result: answers[name as RequestName] ?? {} };
  }

  #say(socket: Socket): void {
    for (const line of this.#script) {
      if ("bytes" in line) socket.write(line.bytes);
      else if (!("answer" in line.value)) socket.write(encodeFrame(line.value));
    }
  }
}
