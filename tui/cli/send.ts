/** `chat-tui send`: one message, and the end when the server has it on its disk. */
import process from "node:process";
import { setTimeout as delay } from "node:timers/promises";
import { type ChatError, canonical, limits, type SendState } from "../../protocol/index.ts";
import { Failure } from "../failure.ts";
import type { Place, SendOptions } from "../options.ts";
import { whyNotText } from "../state/talk.ts";
import { sanitize, sanitizeLine } from "../text/sanitize.ts";
import { noAccount } from "../words.ts";
import { inSession } from "./session.ts";

/** How long an answer may take, the server's restart included. */
const patienceMs = 30_000;
/** Of no message are there more bytes than this. */
const bytesMax = limits.textMax * 4 + 4096;

export async function send(place: Place, { to, text }: SendOptions): Promise<void> {
  const message = checked(text ?? (await standardInput()));
  const conversation = to.replace(/^@/, "");
  const answer = Promise.withResolvers<void>();
  const settle = (sent: SendState): void => {
    if (sent.state === "stored") answer.resolve();
    else if (sent.state === "refused") answer.reject(notSent(whyRefused(sent.error, conversation)));
  };
  await inSession(
    place,
    async (client) => {
      client.send(canonical(conversation) === "everyone" ? "everyone" : conversation, message);
      await Promise.race([answer.promise, delay(patienceMs).then(noAnswer)]);
    },
    (news) => {
      if (news.kind === "send") settle(news.send);
    },
  );
}

/** Without the newlines at its end, as a shell takes them off what a command says. */
function checked(text: string): string {
  const { text: clean, stripped } = sanitize(text);
  if (stripped) throw notSent("The text holds control or invisible characters.");
  const message = clean.replace(/\n+$/, "");
  if (message === "") throw notSent("There is no text.");
  const problem = whyNotText(message);
  if (problem !== undefined) throw new Failure(problem);
  return message;
}

async function standardInput(): Promise<string> {
  if (process.stdin.isTTY) process.stderr.write("Type the message; Ctrl-D on a line of its own sends it.\n");
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > bytesMax)
      throw notSent(`That is more than the limit of ${limits.textMax.toLocaleString("en")} characters.`);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(chunks));
  } catch {
    throw notSent("The text is not UTF-8.");
  }
}

function whyRefused({ code, message }: ChatError, to: string): string {
  return code === "unknown_account" ? noAccount(to) : message;
}

function noAnswer(): never {
  throw new Failure(`There was no answer for ${patienceMs / 1000} s. Perhaps the message isn't stored.`);
}

function notSent(why: string): Failure {
  return new Failure(`${sanitizeLine(why)} Nothing was sent.`);
}
