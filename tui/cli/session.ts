/** A session for a command: logs in or says why not, and logs out however the command ends. */
import process from "node:process";
import { setTimeout as delay, setImmediate } from "node:timers/promises";
import {
  ChatClient,
  ChatError,
  Disconnected,
  explain,
  type News,
  type ServerCertificate,
  type SessionEnd,
} from "../../protocol/index.ts";
import { Failure } from "../failure.ts";
import { logFile } from "../logs.ts";
import type { Place } from "../options.ts";
import { problemOf } from "../state/login.ts";
import { reasonOf } from "../storage/disk.ts";
import { keepPinNow } from "../storage/pins.ts";
import { dataFolder } from "../storage/place.ts";
import { installRestore } from "../terminal/restore.ts";
import { sanitizeLine } from "../text/sanitize.ts";
import { version } from "../version.ts";
import { certificateFailure, problemWords } from "../words.ts";
import { credentials } from "./password.ts";

/** How long a server that has stopped answering can hold up the end. */
const goodbyeMs = 1000;

/** Runs the work in a session. Rejects with a Failure when there is none, and when it ends before the work does. */
export async function inSession(
  place: Place,
  work: (client: ChatClient) => Promise<void>,
  onNews: (news: News) => void = () => {},
): Promise<void> {
  const { user, password } = await credentials(place);
  const ending = new Ending();
  const { host, port, expected } = place;
  const client = new ChatClient({
    host,
    port,
    expected,
    program: `chat-tui/${version}`,
    onNews(news) {
      ending.hear(news);
      onNews(news);
    },
  });
  try {
    client.connect();
    const certificate = await ending.orDone(ending.connected);
    if (certificate && !expected?.pinned) await keepPinNow(dataFolder(), place, certificate);
    await ending.orDone(client.login(user, password, { takeover: place.takeover }));
    await ending.orDone(work(client));
    // What couldn't be written is told a moment later.
    await ending.orDone(setImmediate());
  } catch (error) {
    throw failureOf(error, user);
  } finally {
    await Promise.race([client.logout(), delay(goodbyeMs)]);
    client.close();
  }
}

/** Everything that ends a session before its work is done. */
class Ending {
  readonly #connected = Promise.withResolvers<ServerCertificate | undefined>();
  readonly #ended = Promise.withResolvers<never>();
  #wasConnected = false;

  constructor() {
    this.#ended.promise.catch(() => {});
    const end = (status: number): void => this.#ended.reject(new Failure("", status));
    installRestore({ restore: () => {}, logFile: logFile(), program: "chat-tui", onSignal: end });
    for (const stream of [process.stdout, process.stderr])
      stream.on("error", (error) => this.#ended.reject(unwritten(error)));
  }

  /** With the certificate where there is TLS. */
  get connected(): Promise<ServerCertificate | undefined> {
    return this.#connected.promise;
  }

  orDone<Result>(work: Promise<Result>): Promise<Result> {
    return Promise.race([work, this.#ended.promise]);
  }

  /** A connection that was there once comes back by itself; one that can't be made is an answer. */
  hear(news: News): void {
    if (news.kind === "session" && news.session.state === "out") this.#fail(endWords(news.session.why));
    if (news.kind !== "connection") return;
    const { connection } = news;
    if (connection.state === "connected") {
      this.#wasConnected = true;
      this.#connected.resolve(connection.certificate);
    } else if ("reason" in connection && (connection.state === "stopped" || !this.#wasConnected)) {
      const { reason } = connection;
      const words = reason.kind === "certificate" ? certificateFailure(reason) : explain(reason);
      this.#fail(sanitizeLine(words));
    }
  }

  #fail(words: string): void {
    this.#ended.reject(new Failure(words));
  }
}

function unwritten(error: NodeJS.ErrnoException): Failure {
  // Nobody takes the output any more, as `head` does after its ten lines.
  if (error.code === "EPIPE") return new Failure("", 0);
  return new Failure(`The output can't be written: ${reasonOf(error)}.`);
}

function failureOf(error: unknown, user: string): unknown {
  if (error instanceof Disconnected) return new Failure(sanitizeLine(explain(error.reason)));
  if (!(error instanceof ChatError)) return error;
  const now = Date.now();
  const words = problemWords(problemOf(error, user, now), now);
  const hint = error.is("already_online") ? " Log out there, or end that session with --takeover." : "";
  return new Failure(words + hint);
}

function endWords(why: SessionEnd): string {
  switch (why.kind) {
    case "logged out":
    case "deleted":
      return "";
    case "taken over":
      return `A login from ${sanitizeLine(why.address)} took the session over.`;
    case "refused":
      return sanitizeLine(why.error.message);
  }
}
