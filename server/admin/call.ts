/** Asks the running server of a data folder, as the operator. */
import { once } from "node:events";
import { connect } from "node:net";
import { reasonOf } from "../../data/files.ts";
import { Refused } from "./operated.ts";
import { socketPath } from "./socket.ts";
import type { Answered, Asked, Verb } from "./verbs.ts";

/** Rejects with Refused, in a sentence for the operator. */
export type Call = <Name extends Verb>(verb: Name, params: Asked<Name>) => Promise<Answered<Name>>;

export function callTo(data: string): Call {
  return async (verb, params) => {
    const line = await exchange(data, `${JSON.stringify({ verb, params })}\n`);
    const reply: { answer?: never; refused?: string } = line === "" ? {} : JSON.parse(line);
    if (reply.answer === undefined)
      throw new Refused(reply.refused ?? "The server has ended the connection.");
    return reply.answer;
  };
}

async function exchange(data: string, line: string): Promise<string> {
  const socket = connect(socketPath(data)).setEncoding("utf8");
  try {
    await once(socket, "connect");
    socket.end(line);
    let text = "";
    for await (const chunk of socket) text += chunk;
    return text;
  } catch (error) {
    throw new Refused(whyNot(data, error));
  } finally {
    socket.destroy();
  }
}

function whyNot(data: string, error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "ENOENT" || code === "ECONNREFUSED") {
    return `No server runs on ${data}. Name the data folder of one that does with --data.`;
  }
  if (code === "EACCES") return `Not allowed: ${data} is another user's. Run this as the server's user.`;
  return `The server on ${data} can't be asked: ${reasonOf(error)}.`;
}
