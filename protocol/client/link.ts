/**
 * One connection to a server: requests as promises with timeouts, events as they come. Lives once; what happens
 * after its end is the client's business.
 */
import type { Event } from "../events.ts";
import { encodeFrame, FrameDecoder, frameLimits } from "../frames.ts";
import { checkIncoming, checkResult, type Incoming, requestOf } from "../messages.ts";
import type { Params, RequestName, Result } from "../requests.ts";
import { type Destination, openTransport, type Transport } from "../transport.ts";
import { Disconnected, type DisconnectReason, reasonOf } from "./disconnected.ts";
import type { ServerCertificate } from "./trust.ts";

export interface LinkEvents {
  /** With the certificate where there is TLS. */
  onOpen(certificate: ServerCertificate | undefined): void;
  onEvent(event: Event): void;
  /** Called exactly once, after all requests under way have been rejected. */
  onClose(reason: DisconnectReason, retryAfter: number | undefined): void;
}

/** These wait for password hashing, or perhaps for the probe of another session. */
const slowRequests: ReadonlySet<RequestName> = new Set<RequestName>([
  "login",
  "signup",
  "resume",
  "password",
  "deleteAccount",
]);
const timeoutMs = 10_000;
const slowTimeoutMs = 60_000;

interface Pending {
  readonly request: RequestName;
  readonly resolve: (result: never) => void;
  readonly reject: (error: Error) => void;
  readonly deadline: number;
}

export class Link {
  readonly #events: LinkEvents;
  readonly #transport: Transport;
  readonly #decoder = new FrameDecoder(frameLimits.fromServer);
  /** In the order asked; ids ascend. */
  readonly #pending = new Map<number, Pending>();
  #frames: Buffer[] = [];
  #lastId = 0;
  #reason: DisconnectReason | undefined;
  #retryAfter: number | undefined;
  #heardAt = 0;
  #watch: NodeJS.Timeout | undefined;

  constructor(destination: Destination, events: LinkEvents) {
    this.#events = events;
    this.#transport = openTransport(destination, {
      onOpen: (certificate) => events.onOpen(certificate),
      onData: (chunk) => this.#receive(chunk),
      onClose: (error) => this.#closed(error),
    });
  }

  /**
   * Rejects with a ChatError when the server refuses, with Disconnected when the connection ends first. `onResult` is
   * called before anything that came after the answer is looked at; the promise settles only then.
   */
  request<Name extends RequestName>(
    request: Name,
    params: Params<Name>,
    onResult: (result: Result<Name>) => void = () => {},
  ): Promise<Result<Name>> {
    if (this.#reason) return Promise.reject(new Disconnected(this.#reason));
    const id = ++this.#lastId;
    this.#send(encodeFrame(requestOf(id, request, params)));
    return new Promise<Result<Name>>((settle, reject) => {
      const resolve = (result: Result<Name>): void => {
        try {
          onResult(result);
        } finally {
          settle(result);
        }
      };
      const allowed = slowRequests.has(request) ? slowTimeoutMs : timeoutMs;
      this.#pending.set(id, { request, resolve, reject, deadline: performance.now() + allowed });
      this.#watch ??= setInterval(() => this.#checkDeadlines(), timeoutMs / 4);
    });
  }

  close(reason: DisconnectReason): void {
    this.#reason ??= reason;
    this.#transport.destroy();
  }

  /** What is asked in one turn of the event loop leaves in one write. */
  #send(frame: Buffer): void {
    if (this.#frames.push(frame) > 1) return;
    setImmediate(() => {
      this.#transport.write(Buffer.concat(this.#frames));
      this.#frames = [];
    });
  }

  #receive(chunk: Buffer): void {
    if (this.#reason) return;
    this.#heardAt = performance.now();
    this.#decoder.push(chunk);
    for (let incoming = this.#next(); incoming !== undefined; incoming = this.#next()) {
      try {
        this.#deliver(incoming);
      } catch (error) {
        // A defect of whoever listens is for the program to see; what came behind it is delivered all the same.
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }

  #deliver(incoming: Incoming): void {
    if (incoming.kind === "event") this.#onEvent(incoming.event);
    else if (incoming.kind !== "unknown") this.#settle(incoming);
  }

  /** Undefined until more has come, or for good: what isn't the protocol ends the connection. */
  #next(): Incoming | undefined {
    // What came before may have been a goodbye, from either side.
    if (this.#reason) return undefined;
    try {
      const value = this.#decoder.next();
      return value && this.#checked(checkIncoming(value));
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      this.close(reasonOf(error));
      return undefined;
    }
  }

  /** A malformed result throws: then the request stays pending, and ends with the connection. */
  #checked(incoming: Incoming): Incoming {
    const request = incoming.kind === "result" ? this.#pending.get(incoming.id)?.request : undefined;
    if (incoming.kind !== "result" || request === undefined) return incoming;
    return { ...incoming, result: checkResult(request, incoming.result) };
  }

  #settle(answer: Extract<Incoming, { readonly id: number }>): void {
    const pending = this.#pending.get(answer.id);
    if (pending === undefined) return;
    this.#pending.delete(answer.id);
    this.#unwatch();
    if (answer.kind === "error") pending.reject(answer.error);
    else pending.resolve(answer.result as never);
  }

  #onEvent(event: Event): void {
    if (event.event === "closing") {
      this.#retryAfter = event.retryAfterMs;
      const { code, text, until } = event;
      this.close({ kind: "closing", code, text, ...(until !== undefined && { until }) });
    } else if (event.event === "probed") {
      this.request("ping", {}).catch(() => {});
    } else this.#events.onEvent(event);
  }

  #checkDeadlines(): void {
    const now = performance.now();
    // On a slow line answers stand behind much else: as long as that comes there is no silence.
    if (now - this.#heardAt < timeoutMs) return;
    const late = this.#pending.values().some(({ deadline }) => deadline < now);
    if (late) this.close({ kind: "silence" });
  }

  #unwatch(): void {
    if (this.#pending.size > 0) return;
    clearInterval(this.#watch);
    this.#watch = undefined;
  }

  #closed(error: Error | undefined): void {
    const reason = this.#reason ?? reasonOf(error);
    this.#reason = reason;
    const pending = [...this.#pending.values()];
    this.#pending.clear();
    this.#unwatch();
    for (const { reject } of pending) reject(new Disconnected(reason));
    this.#events.onClose(reason, this.#retryAfter);
  }
}
