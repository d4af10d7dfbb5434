/**
 * The load, in a process of its own: connections that send with so many messages in flight, or at a rate, and count
 * what arrives. It reads no more of a frame than it must, so that it's the server that is measured.
 */
import { readFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { unpack } from "msgpackr";
import { encodeFrame, limits } from "../../protocol/index.ts";

export interface LoadOptions {
  readonly port: number;
  readonly kind: "chat" | "floor";
  /** File with tokens to log in with, in the order of the accounts; "" for the password. */
  readonly tokens: string;
  readonly tls?: boolean;
  /** Everyone in one room, or each of the first half whispering to one of the second. */
  readonly shape: "room" | "pairs";
  readonly people: number;
  /** The account of the first of them; 0 if left out. */
  readonly first?: number;
  readonly senders: number;
  /** Unanswered messages per sender … */
  readonly inFlight: number;
  /** … unless messages of all senders together go out at this rate. */
  readonly perSecond?: number;
  /** Logins that may wait for their password to be checked. */
  readonly atOnce?: number;
}

export interface Counts {
  /** Messages that reached someone, once for each person. */
  readonly deliveries: number;
  readonly acknowledged: number;
  /** ms from sending to receiving, of a sample; with a rate only. */
  readonly latencies: readonly number[];
}

/** Names and password of the accounts that the load logs in as. */
export const accountName = (index: number): string => `user${index}`;
export const accountPassword = "a long enough password";

const textBytes = 100;
/** A turn of confirming: whispers are confirmed at each, by those who got some; broadcasts by each in every so-manieth. */
const confirmMs = 100;
const roomTurns = 15;
const pingTurns = 30;
const usuallyAtOnce = 64;
const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

let tokens: readonly string[] = [];
let deliveries = 0;
let acknowledged = 0;
let latencies: number[] = [];
let keys = Date.now() * 1000;

/** Every message has a key of its own: 26 digits of base 32. */
function nextKey(): string {
  let rest = keys++;
  let key = "";
  for (let digit = 0; digit < 11; digit++) {
    key = alphabet[rest % 32] + key;
    rest = Math.floor(rest / 32);
  }
  return key.padStart(26, "0");
}

class Person {
  readonly #options: LoadOptions;
  readonly #socket: Socket;
  readonly #index: number;
  #rest: Buffer = Buffer.alloc(0);
  #ids = 100_000;
  #steps: (() => void)[] = [];
  #lastPosted: Buffer | undefined;
  #sending = false;

  constructor(options: LoadOptions, index: number) {
    this.#options = options;
    this.#index = index;
    const place = { host: "127.0.0.1", port: options.port };
    this.#socket = options.tls
      ? connectTls({ ...place, rejectUnauthorized: false })
      : connect({ ...place, noDelay: true });
    this.#socket.setNoDelay(true);
    this.#socket.on("data", (chunk: Buffer) => this.#receive(chunk));
    this.#socket.on("error", (error) => {
      throw error;
    });
  }

  async enter(): Promise<void> {
    if (this.#options.kind === "floor") {
      await this.#step(Buffer.concat([lengthOf(this.#room()), Buffer.from(this.#room())]));
      return;
    }
    await this.#step(encodeFrame({ id: 1, request: "hello", versions: [1], client: "bench" }));
    const name = this.#account(this.#index);
    const token = tokens[(this.#options.first ?? 0) + this.#index];
    await this.#step(
      encodeFrame(
        token === undefined
          ? { id: 2, request: "login", name, password: accountPassword, takeover: true }
          : { id: 2, request: "resume", token, takeover: true },
      ),
    );
  }

  /** Begins to send, as many as may be unanswered. */
  start(): void {
    this.#sending = true;
    for (let sent = 0; sent < this.#options.inFlight; sent++) this.send();
  }

  send(): void {
    const stamp =
      this.#options.perSecond === undefined ? "" : String(performance.timeOrigin + performance.now());
    const text = stamp.padEnd(textBytes, " x");
    // Not with the id first, which is how answers are told apart.
    const base = { text, id: this.#ids++, key: nextKey() };
    const to = this.#account(this.#options.people / 2 + this.#index);
    this.#socket.write(
      encodeFrame(
        this.#options.shape === "room"
          ? { ...base, request: "broadcast" }
          : { ...base, request: "whisper", to },
      ),
    );
  }

  /** Says what has arrived, as clients do. */
  confirm(): void {
    const posted = this.#lastPosted;
    if (posted === undefined) return;
    this.#lastPosted = undefined;
    const { conversation, messages } = unpack(posted);
    const params = { conversation, number: messages.at(-1).number };
    this.#socket.write(encodeFrame({ id: this.#ids++, request: "received", ...params }));
  }

  /** As clients do: the server ends a connection that is silent for long. */
  ping(): void {
    this.#socket.write(encodeFrame({ id: this.#ids++, request: "ping" }));
  }

  #account(index: number): string {
    return accountName((this.#options.first ?? 0) + index);
  }

  #room(): string {
    return this.#options.shape === "room" ? "room" : `pair${this.#index % (this.#options.people / 2)}`;
  }

  async #step(frame: Buffer): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#steps.push(resolve);
      this.#socket.write(frame);
    });
  }

  #receive(chunk: Buffer): void {
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    let at = 0;
    let answered = 0;
    while (bytes.length - at >= 4) {
      const end = at + 4 + bytes.readUInt32BE(at);
      if (end > bytes.length) break;
      if (isAnswer(bytes, at + 4)) answered += this.#steps.length > 0 || end - at > emptyAnswer ? 1 : 0;
      else this.#posted(bytes.subarray(at + 4, end));
      at = end;
    }
    this.#rest = bytes.subarray(at);
    this.#answered(answered);
  }

  #posted(body: Buffer): void {
    if (this.#options.kind === "chat") {
      if (!isPosted(body)) return;
      this.#lastPosted = body;
      deliveries += countOf(body);
    } else deliveries++;
    if (this.#options.perSecond === undefined || Math.random() > 0.05) return;
    const { messages, text } = unpack(body);
    for (const sent of messages?.map((message: { text: string }) => message.text) ?? [text])
      latencies.push(performance.timeOrigin + performance.now() - Number.parseFloat(sent));
  }

  /** What is due goes out in one write, as the loads of other servers do it that figures are compared with. */
  #answered(count: number): void {
    this.#socket.cork();
    for (let answer = 0; answer < count; answer++) {
      const step = this.#steps.shift();
      if (step) step();
      else if (this.#sending) {
        acknowledged++;
        if (this.#options.perSecond === undefined) this.send();
      }
    }
    this.#socket.uncork();
  }
}

/** Bytes of an answer without fields, which is what a confirmation and a ping get. */
const emptyAnswer = encodeFrame({ id: 100_000, result: {} }).length;

function lengthOf(text: string): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(text.length);
  return length;
}

/** An answer's first field is its `id`. */
function isAnswer(bytes: Buffer, body: number): boolean {
  return bytes[body + 1] === 0xa2 && bytes[body + 2] === 0x69;
}

/** Behind `{"event": "posted", "conversation": `, and the length of `"messages": `. */
const conversationAt = 27;
const listName = 9;

/** `{"event": "posted", …` */
function isPosted(body: Buffer): boolean {
  return body[1] === 0xa5 && body[7] === 0xa6 && body[8] === 0x70 && body[9] === 0x6f;
}

/** How many messages are in a `posted` event: its third field, behind the conversation, which is a short string. */
function countOf(body: Buffer): number {
  const list = conversationAt + 1 + ((body[conversationAt] ?? 0) & 0x1f) + listName;
  const token = body[list] ?? 0;
  return token === 0xdc ? body.readUInt16BE(list + 1) : token & 0x0f;
}

async function run(options: LoadOptions): Promise<void> {
  if (options.tokens !== "") tokens = JSON.parse(readFileSync(options.tokens, "utf8"));
  const people: Person[] = [];
  while (people.length < options.people) {
    const count = Math.min(options.atOnce ?? usuallyAtOnce, options.people - people.length);
    const next = Array.from({ length: count }, (_, index) => new Person(options, people.length + index));
    await Promise.all(next.map((person) => person.enter()));
    people.push(...next);
  }
  if (options.kind === "chat") {
    inTurns(people, options.shape === "room" ? roomTurns : 1, confirmMs, (person) => person.confirm());
    inTurns(people, pingTurns, (limits.pingSeconds * 1000) / pingTurns, (person) => person.ping());
  }
  const senders = people.slice(0, options.senders);
  if (options.perSecond === undefined) for (const sender of senders) sender.start();
  else pace(senders, options.perSecond);
}

/** A part of the people each time, one part after the other. */
function inTurns(people: readonly Person[], turns: number, ms: number, act: (person: Person) => void): void {
  let turn = 0;
  setInterval(() => {
    for (let index = turn; index < people.length; index += turns) act(people[index] as Person);
    turn = (turn + 1) % turns;
  }, ms);
}

/** Evenly, also where a timer comes late. */
function pace(senders: readonly Person[], perSecond: number): void {
  const start = performance.now();
  let sent = 0;
  setInterval(() => {
    const due = ((performance.now() - start) / 1000) * perSecond;
    for (; sent < due; sent++) senders[sent % senders.length]?.send();
  }, 5);
}

process.on("message", async (message: LoadOptions | "counts") => {
  if (message === "counts") {
    process.send?.({ counts: { deliveries, acknowledged, latencies } satisfies Counts });
    latencies = [];
    return;
  }
  await run(message);
  process.send?.({ ready: true });
});
