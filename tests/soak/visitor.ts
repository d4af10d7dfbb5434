/**
 * One of thousands of clients that misbehave: it comes, talks, falls silent, reads slowly, vanishes and comes back, as
 * clients do with the token of the session before.
 */
import { connect, type Socket } from "node:net";
import { ulid } from "ulid";
import { encodeFrame, FrameDecoder, frameLimits, type RequestName, requestOf } from "../../protocol/index.ts";

const password = "correct horse";

export class Visitor {
  readonly name: string;
  readonly #port: number;
  readonly #address: string;
  #socket: Socket | undefined;
  #token: string | undefined;
  /** Whether it neither reads nor answers, though its connection stands. */
  #deaf = false;
  loggedIn = false;
  /** What was told to it. */
  heard = 0;

  /** From an address of its own. */
  constructor(number: number, port: number) {
    this.name = `visitor${number}`;
    this.#port = port;
    this.#address = `127.1.${number >> 8}.${1 + ((number & 0xff) % 254)}`;
  }

  get connected(): boolean {
    return this.#socket !== undefined;
  }

  come(): void {
    const socket = connect({
      port: this.#port,
      host: "127.0.0.1",
      localAddress: this.#address,
      noDelay: true,
    });
    const decoder = new FrameDecoder(frameLimits.fromServer);
    this.#socket = socket;
    this.#deaf = false;
    socket.on("data", (chunk: Buffer) => {
      decoder.push(chunk);
      for (let value = decoder.next(); value; value = decoder.next()) this.#hear(value);
    });
    socket.on("error", () => {});
    socket.on("close", () => {
      if (this.#socket === socket) this.#forget();
    });
    this.#say("hello", { versions: [1], client: "soak" });
    const token = this.#token;
    if (token === undefined) this.#say("signup", { name: this.name, password });
    else this.#say("resume", { token, takeover: true });
  }

  ping(): void {
    this.#say("ping", {});
  }

  tell(to: string): void {
    if (to === "everyone") this.#say("broadcast", { text: "a word to everyone", key: ulid() });
    else this.#say("whisper", { to, text: "a word in private", key: ulid() });
  }

  /** Reads nothing for a while, and what has come by then afterwards. */
  readSlowly(ms: number): void {
    const socket = this.#socket;
    socket?.pause();
    setTimeout(() => socket?.resume(), ms);
  }

  /** Half a frame, and no more. */
  beginFrame(): void {
    this.#socket?.write(Buffer.of(0, 0, 1, 0, 0x80));
    this.#deaf = true;
  }

  /** The connection stands, and nobody is there any more; a new one is made beside it. */
  vanish(): void {
    const socket = this.#socket;
    socket?.pause();
    this.#forget();
    // What a network that lost its memory does in the end.
    setTimeout(() => socket?.destroy(), 60_000).unref();
  }

  cut(): void {
    this.#socket?.resetAndDestroy();
    this.#forget();
  }

  #forget(): void {
    this.#socket = undefined;
    this.loggedIn = false;
  }

  #say(request: RequestName, params: object): void {
    if (this.#deaf) return;
    this.#socket?.write(encodeFrame(requestOf(1, request, params as never)));
  }

  #hear(value: object): void {
    this.heard++;
    if ("event" in value && value.event === "probed") this.ping();
    if (!("result" in value) || typeof value.result !== "object" || value.result === null) return;
    if (!("token" in value.result)) return;
    this.#token = value.result.token as string;
    this.loggedIn = true;
  }
}
