/**
 * The operator's way into a running server: a socket in the data folder that nobody else may open. Each connection is
 * one question and one answer, a line of JSON each: `{"verb", "params"}`, then `{"answer"}` or `{"refused"}`.
 */
import { chmod, rm } from "node:fs/promises";
import { createServer, type Server, type Socket } from "node:net";
import { join } from "node:path";
import * as v from "valibot";
import { describe } from "../log.ts";
import { type Operated, Refused } from "./operated.ts";
import { type Verb, verbs } from "./verbs.ts";

const lineLimit = 8192;
const patienceMs = 10_000;

/** Where the socket is, for a server with this data folder. */
export function socketPath(data: string): string {
  return join(data, "admin.sock");
}

/** What a line has to be. */
const question = v.object({ verb: v.picklist(Object.keys(verbs) as Verb[]), params: v.unknown() });

export class AdminSocket {
  readonly #operated: Operated;
  readonly #path: string;
  readonly #server: Server;

  /** What stands in the way, such as too long a path, is logged: the chat doesn't need the socket. */
  static async open(data: string, operated: Operated): Promise<AdminSocket> {
    const socket = new AdminSocket(socketPath(data), operated);
    const { log } = operated.chat;
    try {
      await socket.#listen();
    } catch (error) {
      log.warn({ event: "no admin commands", path: socket.#path, error: String(error) });
    }
    socket.#server.on("error", (error) => log.error({ event: "admin socket failed", error: error.message }));
    return socket;
  }

  private constructor(path: string, operated: Operated) {
    this.#path = path;
    this.#operated = operated;
    this.#server = createServer({ allowHalfOpen: true }, (socket) => this.#serve(socket));
  }

  close(): void {
    this.#server.close();
  }

  /** Who holds the folder's lock may remove what a killed server has left. Nobody else gets into the folder meanwhile. */
  async #listen(): Promise<void> {
    await rm(this.#path, { force: true });
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#server.once("error", reject);
    this.#server.listen(this.#path, resolve);
    await promise;
    this.#server.off("error", reject);
    await chmod(this.#path, 0o600);
  }

  #serve(socket: Socket): void {
    let text = "";
    socket.setTimeout(patienceMs, () => socket.destroy());
    socket.on("error", () => {});
    socket.setEncoding("utf8").on("data", (chunk: string) => {
      text += chunk;
      if (text.length > lineLimit) socket.destroy();
      else if (text.includes("\n")) {
        socket.removeAllListeners("data").resume();
        socket.setTimeout(0);
        void this.#answer(text).then((answer) => socket.end(`${JSON.stringify(answer)}\n`));
      }
    });
    socket.on("end", () => {
      if (!text.includes("\n")) socket.destroy();
    });
  }

  async #answer(line: string): Promise<object> {
    const { log } = this.#operated.chat;
    try {
      const asked = v.safeParse(v.pipe(v.string(), v.parseJson(), question), line);
      if (!asked.success)
        throw new Refused("The server doesn't know this command: it is of another version.");
      const { verb, params } = asked.output;
      const answer = await this.#perform(verb, params);
      log.info({ event: "admin command", verb });
      return { answer };
    } catch (error) {
      if (error instanceof Refused) return { refused: error.message };
      log.error({ event: "admin command failed", error: describe(error) });
      return { refused: "The server could not do it. Its log says why." };
    }
  }

  #perform(verb: Verb, params: unknown): unknown {
    const { check, perform } = verbs[verb];
    const checked = v.safeParse(check as v.GenericSchema, params);
    if (!checked.success) throw new Refused(`${verb}: ${checked.issues[0].message}.`);
    // The table types each verb by its row; joining them by name is more than the compiler can follow.
    return (perform as (...args: unknown[]) => unknown)(this.#operated, checked.output);
  }
}
