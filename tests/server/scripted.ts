/** A server that says what a test tells it to, sense or nonsense, to see what clients make of it. */
import { type AddressInfo, createServer, type Socket } from "node:net";
import type { ExecutionContext } from "ava";
import {
  answerOf,
  encodeFrame,
  FrameDecoder,
  type FrameValue,
  frameLimits,
  limits,
  type Params,
  protocolVersion,
} from "../../protocol/index.ts";

/** One client's connection as the script sees it. */
export class Visit {
  readonly socket: Socket;
  /** Requests in the order in which they came, hello included. */
  readonly requests: FrameValue[] = [];

  constructor(socket: Socket) {
    this.socket = socket;
  }

  /** In one write, so that the client gets them together. */
  say(...values: object[]): void {
    this.socket.write(Buffer.concat(values.map(encodeFrame)));
  }
}

/** Answers one request; `undefined` leaves it without an answer. */
export type Script = (request: FrameValue, visit: Visit, number: number) => object | undefined;

export function idOf(request: FrameValue): number {
  return Number(request.id);
}

export const helloResult = {
  version: protocolVersion,
  server: "scripted/1",
  time: 1,
  limits: { ...limits },
  features: [],
};

/** As a server does that knows what to say to hello, login and messages, and nothing else. */
export const polite: Script = (request) => {
  const id = idOf(request);
  if (request.request === "hello") return answerOf(id, helloResult);
  if (request.request === "login") {
    const { name } = request as unknown as Params<"login">;
    return answerOf(id, { name, since: 1, token: `${name}.1` });
  }
  if (request.request === "resume") {
    const [name, count] = (request as unknown as Params<"resume">).token.split(".");
    return answerOf(id, { name, since: 1, token: `${name}.${Number(count) + 1}` });
  }
  return answerOf(id, request.request === "ping" ? { time: 1 } : {});
};

export interface Scripted {
  readonly port: number;
  readonly visits: Visit[];
}

export async function scripted(t: ExecutionContext, script: Script): Promise<Scripted> {
  return accepting(t, (visit, number) => {
    const decoder = new FrameDecoder(frameLimits.loggedIn);
    visit.socket.on("data", (chunk: Buffer) => {
      decoder.push(chunk);
      for (let value = decoder.next(); value; value = decoder.next()) {
        visit.requests.push(value);
        const answer = script(value, visit, number);
        if (answer) visit.say(answer);
      }
    });
  });
}

/** A server that does with each connection, the first being number 1, whatever it likes. */
export async function accepting(
  t: ExecutionContext,
  welcome: (visit: Visit, number: number) => void,
): Promise<Scripted> {
  const visits: Visit[] = [];
  const server = createServer({ noDelay: true }, (socket) => {
    socket.on("error", () => {});
    t.teardown(() => socket.destroy());
    const visit = new Visit(socket);
    welcome(visit, visits.push(visit));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.teardown(() => server.close());
  return { port: (server.address() as AddressInfo).port, visits };
}

export function closing(code: string, rest: object = {}) {
  return { event: "closing", code, text: "Because.", ...rest };
}

/** Messages to everyone, from bob. */
export function missed(from: number, to: number) {
  const messages = Array.from({ length: to - from + 1 }, (_, index) => messageOf(from + index));
  return { event: "missed", conversation: "everyone", older: false, messages };
}

/** Some of them. */
export function posted(...numbers: number[]) {
  return { event: "posted", conversation: "everyone", messages: numbers.map(messageOf) };
}

function messageOf(number: number) {
  return { number, from: "bob", text: `${number}`, time: 1, key: "01ARZ3NDEKTSV4RRFFQ69G5FAV" };
}
