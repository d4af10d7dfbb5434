/** `chat-tui tail`: messages as they come, those first that were missed, until somebody ends it. */
import process from "node:process";
import { canonical, type Event, explain, type Message, type News } from "../../protocol/index.ts";
import { messageRows } from "../line/message.ts";
import type { Place, TailOptions } from "../options.ts";
import { remoteName } from "../state/remote.ts";
import { sanitize, sanitizeLine } from "../text/sanitize.ts";
import { jsonLine } from "./json.ts";
import { inSession } from "./session.ts";

export async function tail(place: Place, options: TailOptions): Promise<void> {
  const tailing = new Tail(options);
  await inSession(
    place,
    () => new Promise<never>(() => {}),
    (news) => tailing.hear(news),
  );
}

class Tail {
  readonly #options: TailOptions;
  #me = "";
  #offline = false;

  constructor(options: TailOptions) {
    this.#options = options;
  }

  hear(news: News): void {
    if (news.kind === "event") this.#print(news.event);
    if (news.kind === "connection" && "reason" in news.connection)
      this.#lost(explain(news.connection.reason));
    if (news.kind !== "session" || news.session.state !== "in") return;
    this.#me = remoteName(news.session.name);
    if (this.#offline) note("Connected again.");
    this.#offline = false;
  }

  /** Once for an outage; before the first session it's the end anyway. */
  #lost(why: string): void {
    if (this.#me !== "" && !this.#offline) note(`Offline: ${why} Trying again by itself.`);
    this.#offline = true;
  }

  #print(event: Event): void {
    if (event.event !== "posted" && event.event !== "missed") return;
    const { conversation, messages } = event;
    const wanted = canonical(this.#options.conversation);
    if (wanted !== "" && wanted !== canonical(conversation)) return;
    if (event.event === "missed" && event.removed !== undefined)
      note("Some of what was missed had been removed by the server's retention.");
    if (event.event === "missed" && event.older)
      note("More was missed than is sent at once; the history has it.");
    process.stdout.write(messages.map((message) => this.#shown(conversation, message)).join(""));
  }

  #shown(conversation: string, { number, from, text, time, key }: Message): string {
    if (this.#options.json) return jsonLine({ conversation, number, from, text, time, key });
    const told = { from: remoteName(from), time, ...sanitize(text) };
    const rows = messageRows(remoteName(conversation), told, this.#me, Date.now());
    return rows.map((row) => `${row}\n`).join("");
  }
}

function note(text: string): void {
  process.stderr.write(`chat-tui: ${sanitizeLine(text)}\n`);
}
