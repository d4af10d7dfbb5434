/**
 * A server in a process of its own that knows just enough of the protocol to keep a client fed, so that what is
 * measured is the client. Its parent says how many messages to send and how fast.
 */
import { type AddressInfo, createServer, type Socket } from "node:net";
import {
  answerOf,
  ChatError,
  encodeFrame,
  errorAnswerOf,
  FrameDecoder,
  type FrameValue,
  frameLimits,
  limits,
  type Message,
  postedAtMost,
  protocolVersion,
  requestId,
} from "../../protocol/index.ts";

/** So many messages at full speed, or at a rate. */
export interface Feed {
  readonly count: number;
  readonly perSecond?: number;
}

/** What the parent is told at first, and whenever a feed is on its way. */
export interface FeederReport {
  readonly port: number;
  /** Number of the last message. */
  readonly sent: number;
}

const people = Array.from({ length: 50 }, (_, index) => `person${index}`);
const words =
  "so the build is green again but the deploy of the second region still waits for a review and 日本語 👩‍💻 too".split(
    " ",
  );
let socket: Socket | undefined;
let sent = 0;

const server = createServer({ noDelay: true }, (connection) => {
  socket = connection;
  const decoder = new FrameDecoder(frameLimits.loggedIn);
  connection.on("error", () => {});
  connection.on("data", (chunk: Buffer) => {
    decoder.push(chunk);
    for (let frame = decoder.next(); frame; frame = decoder.next())
      connection.write(encodeFrame(answer(frame)));
  });
});
server.listen(0, "127.0.0.1", report);
process.on("message", (feed: Feed) => (feed.perSecond === undefined ? feedAll(feed.count) : feedAt(feed)));
process.on("disconnect", () => process.exit(0));

function report(): void {
  const { port } = server.address() as AddressInfo;
  process.send?.({ port, sent } satisfies FeederReport);
}

function answer(frame: FrameValue): object {
  const id = requestId(frame);
  const result = results[String(frame.request)]?.(frame);
  return result ? answerOf(id, result) : errorAnswerOf(id, new ChatError("unknown_account"));
}

const results: Readonly<Record<string, (frame: FrameValue) => object>> = {
  hello: () => ({ version: protocolVersion, server: "feeder/1", time: Date.now(), limits, features: [] }),
  login: ({ name }) => ({ name, since: Date.now(), token: "none" }),
  contacts: () => ({ accounts: people.map((name, index) => ({ name, online: index % 2 === 0 })) }),
  blocked: () => ({ accounts: [] }),
  conversations: () => ({ conversations: [] }),
  history: ({ conversation }) => ({ conversation, messages: [] }),
  received: () => ({}),
  read: () => ({}),
  logout: () => ({}),
  ping: () => ({ time: Date.now() }),
};

/** From 6 to 126 characters, each message another, the last word its number. */
function nextMessage(): Message {
  const number = ++sent;
  const length = 1 + ((number * 7) % 24);
  const text = Array.from({ length }, (_, index) => words[(number + index) % words.length]).join(" ");
  const from = people[number % people.length] ?? "";
  const key = String(number).padStart(26, "0");
  return { number, from, text: `${text} #${number}`, time: Date.now(), key };
}

function posted(messages: readonly Message[]): Buffer {
  return encodeFrame({ event: "posted", conversation: "everyone", messages });
}

function feedAll(count: number): void {
  const all = Array.from({ length: count }, nextMessage);
  const events: Buffer[] = [];
  while (all.length > 0) events.push(posted(all.splice(0, postedAtMost.messages)));
  socket?.write(Buffer.concat(events), report);
}

/** Each message by itself, as it would come from people. */
function feedAt({ count, perSecond = 1 }: Feed): void {
  const start = performance.now();
  let left = count;
  const timer = setInterval(() => {
    const due = ((performance.now() - start) / 1000) * perSecond;
    for (; left > 0 && count - left < due; left--) socket?.write(posted([nextMessage()]));
    if (left > 0) return;
    clearInterval(timer);
    report();
  }, 1);
}
