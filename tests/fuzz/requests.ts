/** A real server, and connections that say anything: it lives, knows no mistake of its own, and answers each request once. */
import { mkdtemp, rm } from "node:fs/promises";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import {
  FrameDecoder,
  type FrameValue,
  frameLimits,
  ProtocolError,
  type RequestName,
  requests,
} from "../../protocol/index.ts";
import { type RunningServer, startServer } from "../../server/start.ts";
import { settings } from "../model/settings.ts";
import { hostileText } from "../tui/view/attacks.ts";
import { bytes, frames } from "./bytes.ts";
import { bytesOf, type Line, type Script } from "./script.ts";
import type { Fuzzed, Target } from "./target.ts";
import { fieldsOf, junk, type Pools } from "./values.ts";

const password = "correct horse";
const people = ["alice", "bob", "carol"];

/** How long the server may take for a connection; only one that is stuck takes so long. */
const patienceMs = 20_000;

const pools: Pools = {
  texts: fc.oneof(fc.string({ unit: "grapheme", maxLength: 80 }), hostileText),
  fields: {
    name: fc.oneof(
      fc.constantFrom(...people, "Alice", "everyone", "nobody"),
      fc.stringMatching(/^[a-z]{2,8}$/),
    ),
    to: fc.constantFrom(...people, "nobody", "everyone"),
    from: fc.constantFrom(...people, "nobody"),
    conversation: fc.constantFrom("everyone", ...people, "nobody"),
    password: fc.constantFrom(password, password, "wrong horse"),
    old: fc.constantFrom(password, "wrong horse"),
    new: fc.constant(password),
    key: fc.integer({ min: 0, max: 999 }).map((number) => String(number).padStart(26, "0")),
    versions: fc.constant([1]),
  },
};

const names = Object.keys(requests) as RequestName[];

/** Every row of the table, with fields that pass and fields that don't. */
const request: fc.Arbitrary<Line> = fc
  .tuple(
    fc
      .constantFrom(...names)
      .chain((name) =>
        fc
          .oneof(fieldsOf(requests[name].params, pools), fieldsOf(requests[name].params, pools, junk))
          .map((fields) => ({ ...fields, request: name })),
      ),
    fc.oneof({ weight: 20, arbitrary: fc.nat(1000) }, { weight: 1, arbitrary: junk }),
  )
  .map(([fields, id]) => ({ value: { ...fields, id } }));

const hello = { value: { id: 1001, request: "hello", versions: [1], client: "fuzz" } };
const login = (name: string): Line => ({
  value: { id: 1002, request: "login", name, password, takeover: true },
});

const signup = (name: string): Line => ({ value: { id: 1002, request: "signup", name, password } });

/** Before hello, before login, and in a session, of someone who may have missed something or is new. */
const beginning: fc.Arbitrary<Script> = fc.oneof(
  {
    weight: 1,
    arbitrary: fc.constantFrom<Script>([], [hello], ...people.map((name) => [hello, login(name)])),
  },
  { weight: 2, arbitrary: fc.stringMatching(/^[a-z]{12}$/).map((name) => [hello, signup(name)]) },
);

export const server: Target = {
  name: "requests",
  scripts: fc
    .tuple(
      beginning,
      fc.array(request, { maxLength: 25 }),
      fc.array(fc.oneof(request, bytes, frames), { maxLength: 2 }),
    )
    .map((parts) => parts.flat()),
  runs: 400,
  open: () => RealServer.open(),
};

class RealServer implements Fuzzed {
  readonly #folder: string;
  readonly #server: RunningServer;
  readonly #mistakes: string[];

  static async open(): Promise<RealServer> {
    const folder = await mkdtemp(join(tmpdir(), "chat-fuzz-"));
    const mistakes: string[] = [];
    const ignore = (): void => {};
    const error = (...said: unknown[]): void => void mistakes.push(JSON.stringify(said));
    let now = Date.UTC(2030, 0, 1);
    const running = await startServer({
      ...settings(),
      // A minute or more for each question, so that no lock lasts over the next run.
      now: () => (now += 61_000),
      port: 0,
      data: folder,
      failedLogins: 1_000_000_000,
      log: { info: ignore, warn: ignore, error },
    });
    const fuzzed = new RealServer(folder, running, mistakes);
    for (const name of people) {
      await fuzzed.run([hello, signup(name)]);
    }
    return fuzzed;
  }

  private constructor(folder: string, running: RunningServer, mistakes: string[]) {
    this.#folder = folder;
    this.#server = running;
    this.#mistakes = mistakes;
  }

  async run(script: Script): Promise<void> {
    const stream = bytesOf(script);
    const heard = await this.#say(stream);
    if (this.#mistakes.length > 0) throw new Error(`The server logged ${this.#mistakes.splice(0)}`);
    const answers = heard.filter((value) => "id" in value);
    const internal = heard.filter(isInternal);
    if (internal.length > 0) throw new Error(`The server answered ${JSON.stringify(internal)}`);
    const closing = heard.find(({ event }) => event === "closing");
    checkAnswers(
      asked(stream),
      answers.map(({ id }) => id as number),
      closing !== undefined,
    );
    await this.#lives();
  }

  async close(): Promise<void> {
    await this.#server.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }

  /** All that the server says to these bytes, until it has no more to say. */
  async #say(stream: Buffer): Promise<FrameValue[]> {
    const socket = connect({ port: this.#server.port, host: "127.0.0.1" });
    const heard: FrameValue[] = [];
    const decoder = new FrameDecoder(frameLimits.fromServer);
    socket.on("data", (chunk: Buffer) => {
      decoder.push(chunk);
      for (let value = decoder.next(); value; value = decoder.next()) heard.push(value);
    });
    socket.end(stream);
    await ended(socket);
    return heard;
  }

  async #lives(): Promise<void> {
    const [answer] = await this.#say(bytesOf([hello]));
    if (answer?.id !== hello.value.id) throw new Error("The server doesn't greet any more.");
  }
}

async function ended(socket: Socket): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const late = setTimeout(() => {
    socket.destroy();
    reject(new Error("The server neither answered nor closed the connection."));
  }, patienceMs);
  socket.once("close", () => resolve());
  socket.on("error", () => {});
  await promise;
  clearTimeout(late);
}

function isInternal({ error, event, code }: FrameValue): boolean {
  const answered =
    typeof error === "object" && error !== null && "code" in error && error.code === "internal";
  return answered || (event === "closing" && code === "internal");
}

/** Ids of the requests in these bytes, and whether the rest of them makes no sense. */
function asked(stream: Buffer): number[] {
  const decoder = new FrameDecoder(frameLimits.loggedIn);
  decoder.push(stream);
  const ids: number[] = [];
  try {
    for (let value = decoder.next(); value; value = decoder.next()) {
      if (typeof value.id !== "number" || !Number.isSafeInteger(value.id) || value.id < 0) break;
      ids.push(value.id);
    }
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
  }
  return ids;
}

/** Each once; fewer only where the server has said that it closes. */
function checkAnswers(ids: number[], answered: number[], closed: boolean): void {
  const open = Map.groupBy(ids, (id) => id);
  for (const id of answered) {
    if (open.get(id)?.pop() === undefined) throw new Error(`${id} was answered too often`);
  }
  const missing = [...open.values()].flat();
  if (missing.length > 0 && !closed) throw new Error(`No answer to ${missing}`);
}
