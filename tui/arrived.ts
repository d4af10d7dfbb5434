/**
 * Messages that have come and that no update has seen yet. Those that follow each other in a conversation become one
 * event, as if they had been sent together, so that a flood costs the state a change per frame and not per message.
 */
import type { Event } from "../protocol/index.ts";

type Posted = Extract<Event, { event: "posted" }>;

export class Arrived {
  #events: Posted[] = [];

  add(event: Posted): void {
    const last = this.#events.at(-1);
    if (last?.conversation === event.conversation) last.messages.push(...event.messages);
    else this.#events.push({ ...event, messages: [...event.messages] });
  }

  /** All of them, in order, once. */
  take(): readonly Posted[] {
    const events = this.#events;
    this.#events = [];
    return events;
  }
}
